// Answers a request, {"module": address, "populations": [...]} or {"module": address, "foyers": [...]}, in Node and in a browser alike.
// Numbers travel as the bytes of float64s, in base 64: JSON has no NaN, and no -0.
const MORCEAU = 8192;

function floats(texte) {
  const signes = atob(texte);
  const octets = new Uint8Array(signes.length);
  for (let i = 0; i < signes.length; i++) octets[i] = signes.charCodeAt(i);
  return new Float64Array(octets.buffer);
}

function text(nombres) {
  const octets = new Uint8Array(nombres.buffer, nombres.byteOffset, nombres.byteLength);
  let signes = "";
  for (let i = 0; i < octets.length; i += MORCEAU) signes += String.fromCharCode(...octets.subarray(i, i + MORCEAU));
  return btoa(signes);
}

export function population({ personnes, groupes, entrees }) {
  const lus = Object.entries(groupes).map(([nom, g]) => [nom, { nombre: g.nombre, de: Int32Array.from(floats(g.de)), role: Int8Array.from(floats(g.role)) }]);
  return { personnes, groupes: Object.fromEntries(lus), entrees: Object.fromEntries(Object.entries(entrees).map(([nom, v]) => [nom, floats(v)])) };
}

function outputs(module, demande) {
  const lus = demande.populations.map((p) => Object.entries(module.executer(population(p), demande.noms)));
  return lus.map((sorties) => Object.fromEntries(sorties.map(([nom, v]) => [nom, text(v)])));
}

export async function answer(demande) {
  try {
    const module = await import(demande.module);
    if (demande.foyers) return { bilans: demande.foyers.map((foyer) => module.calculer(foyer, demande.options)) };
    return { resultats: outputs(module, demande) };
  } catch (erreur) {
    return { erreur: `${erreur.name}: ${erreur.message}`, problemes: erreur.problemes };
  }
}
