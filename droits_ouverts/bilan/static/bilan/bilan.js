/* Typing an amount chooses its answer; the page works without this. */

/** Choose the radio that a field belongs to. */
function choose(event) {
  const field = event.target.closest?.("[data-choisit]");
  if (!field) return;
  const empty = field.type === "checkbox" ? !field.checked : field.value.trim() === "";
  const radio = document.getElementById(field.dataset.choisit);
  if (radio && !empty) radio.checked = true;
}

document.addEventListener("input", choose);

/* An answer that could not be saved is told: it is still on the screen, and "Continuer" sends it again. */
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:swapError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    if (!event.target.closest?.("form.formulaire")) return;
    const place = document.getElementById("enregistre");
    if (place) place.textContent = event.target.closest("form.formulaire").dataset.pasEnregistre;
  });
}

/* A link of the results leads to its question: bring its answer under the keyboard, once the browser has scrolled there itself. */
window.addEventListener("load", () => {
  const wanted = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (!wanted?.matches("fieldset.question")) return;
  setTimeout(() => (wanted.querySelector("input:checked") ?? wanted.querySelector("input"))?.focus({ preventScroll: true }));
});

/* The turned screen, which has no other script, shows no answer that the browser kept: its pages are asked again. */
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
