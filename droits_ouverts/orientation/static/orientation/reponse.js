/* Browsers without `:has()` (Chrome 90 and older phones): show what goes with the chosen answer, and nothing else. Without this script each field says when it serves. */

for (const form of CSS.supports("selector(:has(*))") ? [] : document.querySelectorAll("form.reponse")) {
  const show = () => {
    const chosen = form.querySelector('[name="statut"]:checked');
    for (const part of form.querySelectorAll(".si")) part.hidden = !(chosen && part.classList.contains(`si--${chosen.value}`));
  };
  form.classList.add("reponse--suivie");
  form.addEventListener("change", show);
  show();
}
