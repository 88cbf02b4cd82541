// Reads one request a line, {"module": path, "populations": [...]} or {"module": path, "foyers": [...]}, and answers one line for each.
// Numbers travel as the bytes of float64s, in base 64: JSON has no NaN, and no -0.
import readline from "node:readline";
import { pathToFileURL } from "node:url";

const floats = (texte) => {
  const octets = Buffer.from(texte, "base64");
  return new Float64Array(octets.buffer.slice(octets.byteOffset, octets.byteOffset + octets.length));
};
const text = (nombres) => Buffer.from(nombres.buffer, nombres.byteOffset, nombres.byteLength).toString("base64");

function population({ personnes, groupes, entrees }) {
  const lus = Object.entries(groupes).map(([nom, g]) => [nom, { nombre: g.nombre, de: Int32Array.from(floats(g.de)), role: Int8Array.from(floats(g.role)) }]);
  return { personnes, groupes: Object.fromEntries(lus), entrees: Object.fromEntries(Object.entries(entrees).map(([nom, v]) => [nom, floats(v)])) };
}

for await (const ligne of readline.createInterface({ input: process.stdin })) {
  let reponse;
  try {
    const demande = JSON.parse(ligne);
    const module = await import(pathToFileURL(demande.module).href);
    if (demande.foyers) reponse = { bilans: demande.foyers.map((foyer) => module.calculer(foyer, demande.options)) };
    else {
      reponse = {
        resultats: demande.populations.map((p) =>
          Object.fromEntries(Object.entries(module.executer(population(p), demande.noms)).map(([nom, v]) => [nom, text(v)])),
        ),
      };
    }
  } catch (erreur) {
    reponse = { erreur: `${erreur.name}: ${erreur.message}`, problemes: erreur.problemes };
  }
  process.stdout.write(JSON.stringify(reponse) + "\n");
}
