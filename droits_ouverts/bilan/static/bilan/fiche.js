/* A button to print, where a browser can. */
const button = document.querySelector("[data-imprime]");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
