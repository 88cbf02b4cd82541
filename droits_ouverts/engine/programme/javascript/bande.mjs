// The tape: a graph read from its compact text, its places in memory, and its run over any number of persons.
import { NOYAUX } from "./noyaux.mjs";
import { composition, indexed } from "./groupes.mjs";

const ENTITES = ["individu", "famille", "foyer_fiscal", "menage"];
const PAS = 6;

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
      return { op, noyau, entite, arite, p: classe === undefined ? valeurs : [suites[classe], valeurs] };
    });
    const rangs = numbers(ops);
    const reculs = numbers(args);
    const n = rangs.length;
    const lus = new Int32Array(3 * n).fill(-1);
    const dernier = new Int32Array(n).fill(-1);
    for (let i = 0, k = 0; i < n; i++) {
      for (let j = 0; j < sortes[rangs[i]].arite; j++) {
        lus[3 * i + j] = i - reculs[k++];
        dernier[lus[3 * i + j]] = i;
      }
    }
    for (const { rang } of Object.values(sorties)) dernier[rang] = n;
    this._places(rangs, sortes, lus, dernier);
  }

  _places(rangs, sortes, lus, dernier) {
    const place = (this.place = new Int32Array(rangs.length));
    this.constantes = [];
    this.noyaux = [];
    this.params = [];
    const etapes = [];
    const libres = [];
    let places = 0;
    for (let i = 0; i < rangs.length; i++) {
      if (sortes[rangs[i]].op === "const") {
        place[i] = places++;
        this.constantes.push([place[i], sortes[rangs[i]].p]);
      }
    }
    for (let i = 0; i < rangs.length; i++) {
      const { op, noyau, entite, p } = sortes[rangs[i]];
      if (op === "const") continue;
      const liberes = [];
      for (let j = 0; j < 3; j++) {
        const arg = lus[3 * i + j];
        if (arg >= 0 && dernier[arg] === i && sortes[rangs[arg]].op !== "const" && !liberes.includes(place[arg])) liberes.push(place[arg]);
      }
      // Lane by lane, a value may be written over its operand; across groups it may not.
      const surPlace = !TRAVERSE.has(op);
      if (surPlace) libres.push(...liberes);
      place[i] = libres.length ? libres.pop() : places++;
      if (!surPlace) libres.push(...liberes);
      if (dernier[i] < 0) libres.push(place[i]);
      const lieux = [0, 1, 2].map((j) => (lus[3 * i + j] < 0 ? 0 : place[lus[3 * i + j]]));
      this.noyaux.push(noyau ?? null);
      this.params.push(p);
      etapes.push(entite, place[i], ...lieux, 0);
    }
    this.etapes = Int32Array.from(etapes);
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

const TRAVERSE = new Set("role position size group_sum group_max group_min group_all group_any group_nth group_person project rank input".split(" "));
