/* "Quitter vite": the page goes at once and leaves no entry of its own in the history. Without this, it is an ordinary link.
   The Escape key, twice, does the same. */
const DELAY = 1000;
let last = -DELAY;

function leave(link) {
  document.body.hidden = true;
  document.title = "";
  location.replace(link.href);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-quitter]");
  if (!link) return;
  event.preventDefault();
  leave(link);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  const link = document.querySelector("a[data-quitter]");
  if (link && event.timeStamp - last < DELAY) leave(link);
  last = event.timeStamp;
});
