// The script of the page that answers in a browser: asks its own server what to do until there is nothing left, and says what the policy refused.
import { answer } from "./repondre.mjs";

const violations = [];
document.addEventListener("securitypolicyviolation", (e) => violations.push(`${e.violatedDirective}: ${e.blockedURI || e.sourceFile}`));

const send = (corps) => fetch("/reponse", { method: "POST", body: JSON.stringify(corps) });
const later = () => new Promise((resolve) => setTimeout(resolve));

for (;;) {
  const demande = await (await fetch("/demande")).json();
  if (demande.fin) break;
  const reponse = await answer(demande);
  // A violation is told in a task of its own.
  await later();
  await send({ ...reponse, violations: violations.splice(0) });
}
