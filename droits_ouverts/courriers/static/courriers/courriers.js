/* A letter is kept as it is typed. Where it could not be, the page says so: the words are still there, and "Enregistrer" sends them again. */
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:swapError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    const formulaire = event.target.closest?.("#lettre");
    const place = document.getElementById("garde");
    if (formulaire && place) place.textContent = formulaire.dataset.pasEnregistre;
  });
}
