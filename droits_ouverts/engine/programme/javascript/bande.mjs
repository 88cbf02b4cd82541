// The tape: a graph read from its compact text, its places in memory, and its run over any number of persons.
import { NOYAUX } from "./noyaux.mjs";
import { composition, indexed } from "./groupes.mjs";

const ENTITES = ["individu", "famille", "foyer_fiscal", "menage"];
const PAS = 5;
const TRAVERSE = new Set("role position size group_sum group_max group_min group_all group_any group_nth group_person project rank".split(" "));

/** Read whole numbers from text: 91 printable signs, of which the last 13 begin a longer number. */
export function numbers(texte) {
  const lus = [];
  let i = 0;
  const sign = () => {
    const c = texte.charCodeAt(i++);
    return c > 92 ? c - 36 : c - 35;
  };
  while (i < texte.length) {
    const s = sign();
    if (s < 78) lus.push(s);
    else if (s < 90) lus.push(78 + (s - 78) * 91 + sign());
    else lus.push((sign() * 91 + sign()) * 91 + sign());
  }
  return lus;
}

/** A number as JSON holds it: what JSON lacks is a text. */
const SANS_JSON = new Map([["nan", NaN], ["inf", Infinity], ["-inf", -Infinity]]);
const plain = (x) => SANS_JSON.get(x) ?? x;
const deep = (x) => (Array.isArray(x) ? x.map(deep) : plain(x));

/** Expand runs: value, length, value, length... */
function unrolled(texte) {
  const paires = numbers(texte);
  const suite = new Int32Array(paires.reduce((somme, x, i) => (i % 2 ? somme + x : somme), 0));
  for (let i = 0, debut = 0; i < paires.length; i += 2) suite.fill(paires[i], debut, (debut += paires[i + 1]));
  return suite;
}

export class Bande {
  /** Read a tape and give each value its place; values that are no longer read leave their place to others. */
  constructor({ signes, ops, args, entrees, sorties, classes }) {
    this.entrees = entrees;
    this.sorties = sorties;
    const suites = classes.map(unrolled);
    const sortes = signes.map(([op, entite, arite, p = null, classe]) => {
      const noyau = NOYAUX[op];
      if (!noyau && op !== "const" && op !== "input") throw new Error(`opération inconnue : ${op}`);
      const valeurs = deep(p);
      const traverse = TRAVERSE.has(op);
      return { op, noyau: noyau ?? null, entite, arite, traverse, p: classe === undefined ? valeurs : [suites[classe], valeurs] };
    });
    const rangs = numbers(ops);
    const reculs = numbers(args);
    const n = rangs.length;
    const lus = new Int32Array(3 * n).fill(-1);
    const dernier = new Int32Array(n).fill(-1);
    for (let i = 0, k = 0; i < n; i++) {
      const { arite } = sortes[rangs[i]];
      for (let j = 0; j < arite; j++) {
        const arg = i - reculs[k++];
        lus[3 * i + j] = arg;
        dernier[arg] = i;
      }
    }
    for (const nom of Object.keys(sorties)) dernier[sorties[nom].rang] = n;
    this._places(rangs, sortes, lus, dernier);
  }

  _places(rangs, sortes, lus, dernier) {
    const n = rangs.length;
    const place = (this.place = new Int32Array(n));
    const etapes = (this.etapes = new Int32Array(n * PAS));
    const noyaux = (this.noyaux = []);
    const params = (this.params = []);
    this.constantes = [];
    const libres = new Int32Array(n);
    let libre = 0;
    let places = 0;
    for (let i = 0; i < n; i++) {
      const { op, p } = sortes[rangs[i]];
      if (op === "const") {
        // Constants keep their places: they are written once for a number of lanes.
        dernier[i] = n;
        place[i] = places++;
        this.constantes.push([place[i], p]);
      }
    }
    for (let i = 0, k = 0; i < n; i++) {
      const { op, noyau, entite, p, traverse } = sortes[rangs[i]];
      if (op === "const") continue;
      // Lane by lane, a value may be written over its operand; across groups it may not.
      const avant = libre;
      for (let j = 3 * i; j < 3 * i + 3; j++) {
        const arg = lus[j];
        if (arg < 0 || dernier[arg] !== i) continue;
        libres[libre++] = place[arg];
        dernier[arg] = -1;
      }
      if (traverse) {
        if (avant > 0) {
          place[i] = libres[avant - 1];
          libres[avant - 1] = libres[--libre];
        } else place[i] = places++;
      } else place[i] = libre > 0 ? libres[--libre] : places++;
      if (dernier[i] < 0) libres[libre++] = place[i];
      noyaux.push(noyau);
      params.push(p);
      etapes[k++] = entite;
      etapes[k++] = place[i];
      for (let j = 3 * i; j < 3 * i + 3; j++) etapes[k++] = lus[j] < 0 ? 0 : place[lus[j]];
    }
    this.places = places;
    this.couloirs = 0;
  }

  _memory(couloirs) {
    if (couloirs === this.couloirs) return this.memoire;
    const taille = couloirs * this.places;
    if (!this.memoire || this.memoire.length < taille) this.memoire = new Float64Array(taille);
    for (const [place, valeur] of this.constantes) this.memoire.fill(valeur, place * couloirs, (place + 1) * couloirs);
    this.couloirs = couloirs;
    return this.memoire;
  }

  /**
   * Run the tape. `population`: {personnes, groupes: {entity: {nombre, de, role}}, entrees: {name: numbers}}; what is left out of `entrees` holds its
   * default. Return each output (or those of `noms`) as numbers: one for each person or group, a single one for a constant.
   */
  run(population, noms) {
    const { personnes } = population;
    const tailles = [personnes, ...ENTITES.slice(1).map((e) => population.groupes[e]?.nombre ?? 0), Math.max(1, personnes)];
    composition.personnes = personnes;
    composition.groupes = {};
    for (const [entite, groupes] of Object.entries(population.groupes)) composition.groupes[entite] = indexed(groupes);
    const L = Math.max(1, personnes);
    const m = this._memory(L);
    const { etapes, noyaux, params } = this;
    for (let i = 0, k = 0; i < noyaux.length; i++, k += PAS) {
      const n = tailles[etapes[k]];
      const o = etapes[k + 1] * L;
      if (noyaux[i] === null) this._load(m, o, n, params[i], population.entrees);
      else noyaux[i](m, n, o, etapes[k + 2] * L, etapes[k + 3] * L, etapes[k + 4] * L, params[i]);
    }
    const resultats = {};
    for (const nom of noms ?? Object.keys(this.sorties)) {
      const { rang, entite } = this.sorties[nom];
      const debut = this.place[rang] * L;
      resultats[nom] = m.slice(debut, debut + (entite === "" ? 1 : tailles[ENTITES.indexOf(entite)]));
    }
    return resultats;
  }

  _load(m, o, n, nom, entrees) {
    const donnees = entrees?.[nom];
    if (donnees === undefined) m.fill(plain(this.entrees[nom].defaut), o, o + n);
    else if (donnees.length !== n) throw new RangeError(`« ${nom} » a ${donnees.length} valeurs au lieu de ${n}`);
    else for (let i = 0; i < n; i++) m[o + i] = donnees[i];
  }
}
