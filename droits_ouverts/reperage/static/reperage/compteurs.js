/* A tap counts at once, without the page coming back. Each tap has a number of its own: two quick taps are two, one sent twice is one. */

/** Make a number of 128 bits. */
function numero() {
  const bits = crypto.getRandomValues(new Uint8Array(16));
  bits[6] = (bits[6] & 0x0f) | 0x40;
  bits[8] = (bits[8] & 0x3f) | 0x80;
  const hexa = [...bits].map((bit) => bit.toString(16).padStart(2, "0")).join("");
  return hexa.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Send what a tap says. It goes on its way even if the page is left meanwhile. */
function send(form, body) {
  return fetch(form.action, { method: "POST", body, headers: { "X-Compteur": "1" }, keepalive: true }).catch(() => null);
}

/** Count one tap; where the network fails, the form goes by itself and the browser says so. */
async function count(form, button, body) {
  const answer = await send(form, body);
  if (answer && answer.status === 422) return;
  if (!answer || !answer.ok) {
    form.elements.numero.value = body.get("numero");
    form.dataset.compteur = "page";
    form.requestSubmit(button);
    return;
  }
  form.querySelector("output").value = (await answer.json()).nombre;
}

/** Taps of one counter follow each other, so that the last sum shown is the last one; those that still wait when the page is left go at once. */
for (const form of document.querySelectorAll("form[data-compteur]")) {
  let before = Promise.resolve();
  const waiting = new Set();
  form.addEventListener("submit", (event) => {
    if (form.dataset.compteur === "page") return;
    event.preventDefault();
    const button = event.submitter;
    const body = new FormData(form, button);
    body.set("numero", numero());
    waiting.add(body);
    before = before.then(() => waiting.delete(body) && count(form, button, body));
  });
  addEventListener("pagehide", () => {
    for (const body of waiting) send(form, body);
    waiting.clear();
  });
}
