/* Passkeys: the browser asks the device, the form carries its answer. Without this file, codes serve. */

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const keys = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

/** Ask the device for a new passkey, which it keeps and which checks its holder. */
async function create({ publicKey }) {
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: keys(publicKey.excludeCredentials),
      authenticatorSelection: { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  });
}

/** Ask the device to prove that it holds a passkey. */
async function get({ publicKey }) {
  return navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: keys(publicKey.allowCredentials) },
  });
}

/** What the device answered, as JSON. */
function told(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].filter((name) => response[name]);
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      ...Object.fromEntries(parts.map((name) => [name, text(response[name])])),
      ...(response.getTransports ? { transports: response.getTransports() } : {}),
    },
  });
}

const written = () => JSON.parse(document.getElementById("cle_options").textContent);
const ACTS = {
  creer: async () => create(written().creation_options),
  prouver: async () => get(written().request_options),
  entrer: async (form) => {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return get((await answer.json()).request_options);
  },
};

if (window.PublicKeyCredential) {
  for (const words of document.querySelectorAll("[data-cle-sans]")) words.hidden = true;
}

for (const form of document.querySelectorAll("form[data-cle]")) {
  const button = form.querySelector("button[data-cle-bouton]");
  const failure = form.querySelector("[data-cle-echec]");
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  button.addEventListener("click", async () => {
    failure.hidden = true;
    try {
      form.elements.credential.value = told(await ACTS[form.dataset.cle](form));
      form.submit();
    } catch {
      failure.hidden = false;
      failure.focus();
    }
  });
}
