/* Small comforts; every page works without them. */

const root = document.documentElement;

/** Close open menus, save the one given. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  closeMenus();
  open?.querySelector("summary").focus();
});

/* The look changes at once; the server is told so that the next page comes with it. */
document.querySelector("form[data-theme-choix]")?.addEventListener("submit", async (event) => {
  const choice = event.submitter?.value;
  if (!choice) return;
  event.preventDefault();
  const form = event.currentTarget;
  const body = new FormData(form, event.submitter);
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (!answer || answer.status >= 400) {
    form.requestSubmit();
    return;
  }
  root.dataset.theme = choice;
  for (const button of form.querySelectorAll("button")) {
    const chosen = button === event.submitter;
    button.toggleAttribute("aria-current", chosen);
    if (chosen) button.setAttribute("aria-current", "true");
    const mark = form.querySelector("svg");
    if (chosen && mark) button.append(mark);
  }
});

/* After a refused form the reader starts at the summary of what to mend. */
document.getElementById("erreurs")?.focus();

/* Back may show a page that the browser kept whole: of a signed-in person, it is asked again. The screen may be turned since, or the session closed. */
window.addEventListener("pageshow", (event) => {
  if (event.persisted && "connecte" in root.dataset) location.reload();
});
