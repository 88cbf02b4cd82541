/* "Quitter vite": the page goes at once and leaves no entry of its own in the history. Without this, it is an ordinary link. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-quitter]");
  if (!link) return;
  event.preventDefault();
  document.body.hidden = true;
  document.title = "";
  location.replace(link.href);
});
