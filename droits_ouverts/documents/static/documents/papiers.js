/* Adding a paper: pages gather in a list, large photos are made smaller before they leave, nothing is lost where the network or a file fails.
   Without this script the plain form does the same, one choice of files at a time. */

const LONG_SIDE = 2600;
const LIGHT = 1_500_000;
const form = document.querySelector("[data-envoi]");

if (form) {
  const list = form.querySelector("[data-envoi-liste]");
  const model = form.querySelector("[data-envoi-ligne]");
  const wait = form.querySelector("[data-envoi-attente]");
  const bar = wait.querySelector("progress");
  const refusal = form.querySelector("[data-envoi-refus]");
  const alerts = [refusal, form.querySelector("[data-envoi-coupe]"), form.querySelector("[data-envoi-rien]")];
  const button = form.querySelector("button[type=submit]");
  const pages = [];

  form.classList.add("envoi--pret");

  const show = (element) => {
    for (const alert of alerts) alert.hidden = alert !== element;
  };

  const draw = () => {
    list.replaceChildren(
      ...pages.map((file, rank) => {
        const line = model.content.firstElementChild.cloneNode(true);
        line.querySelector("[data-nom]").textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024))}\u00a0${list.dataset.unite})`;
        const remove = line.querySelector("button");
        remove.setAttribute("aria-label", `${remove.textContent.trim()} ${file.name}`);
        remove.addEventListener("click", () => {
          pages.splice(rank, 1);
          draw();
          form.querySelector("#id_fichiers").focus();
        });
        return line;
      }),
    );
    list.hidden = pages.length === 0;
  };

  /** Return a photo at the size of a page; the file itself where it is small, is no photo, or cannot be drawn here. */
  const lighter = async (file) => {
    if (!file.type.startsWith("image/") || file.size < LIGHT) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.88));
      return blob && blob.size < file.size ? new File([blob], file.name, { type: "image/jpeg" }) : file;
    } catch {
      return file;
    }
  };

  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", async () => {
      const chosen = [...input.files];
      input.value = "";
      button.disabled = true;
      pages.push(...(await Promise.all(chosen.map(lighter))));
      button.disabled = false;
      show(null);
      draw();
    });
  }

  /** Return the name of the file that was refused, where there were several. */
  const named = (rank) => (rank && pages.length > 1 ? `${pages[rank - 1].name}.` : "");

  const said = (event) => {
    wait.hidden = true;
    button.disabled = false;
    const request = event.target;
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      // The network, a proxy or a closed session: the page says that nothing was kept.
    }
    if (request.status === 200 && answer.adresse) {
      location.assign(answer.adresse);
    } else if (answer.erreur) {
      refusal.querySelector("[data-envoi-titre]").textContent = answer.erreur.titre;
      refusal.querySelector("[data-envoi-mots]").textContent = [named(answer.erreur.rang), answer.erreur.quoi, answer.erreur.pourquoi, answer.erreur.que_faire].filter(Boolean).join(" ");
      show(refusal);
    } else {
      show(alerts[1]);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pages.length === 0) {
      show(alerts[2]);
      return;
    }
    const body = new FormData(form);
    body.delete("photo");
    body.delete("fichiers");
    for (const file of pages) body.append("fichiers", file);
    const request = new XMLHttpRequest();
    const [sending, making] = wait.querySelectorAll("[data-etape]");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = (100 * loaded) / total;
      sending.hidden = loaded === total;
      making.hidden = loaded !== total;
    });
    request.addEventListener("load", said);
    request.addEventListener("error", said);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    show(null);
    wait.hidden = false;
    button.disabled = true;
    request.send(body);
  });
}
