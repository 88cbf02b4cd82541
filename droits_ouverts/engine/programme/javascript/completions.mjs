// Completions of a household, as the server draws them: every unknown fact given a plausible value. A completion is an array that holds, for each cell,
// the rank of its value, or -1 where the cell's gate is closed.
import { Alea } from "./alea.mjs";
import { factsRead } from "./questions.mjs";

const ENUMERATION_MAX = 600;
const RADIAL_MAX = 480;
const RAFFINEMENT_MAX = 500;
const TRENTE_BITS = 0x3fffffff;

const product = (cells) => cells.reduce((n, c) => n * c.valeurs.length, 1);

function* combinations(cells) {
  const rangs = cells.map(() => 0);
  for (;;) {
    yield rangs.slice();
    let i = cells.length - 1;
    while (i >= 0 && ++rangs[i] === cells[i].valeurs.length) rangs[i--] = 0;
    if (i < 0) return;
  }
}

function distinct(completions) {
  const vues = new Map();
  for (const c of completions) {
    const cle = String.fromCharCode(...c.map((v) => v + 1));
    if (!vues.has(cle)) vues.set(cle, c);
  }
  return [...vues.values()];
}

export class Plan {
  /** `maximum`: no more completions than this of each kind. */
  constructor(questions, cells, maximum = Infinity) {
    this.questions = questions;
    this.cells = cells;
    this.enumeration = Math.min(ENUMERATION_MAX, maximum);
    this.radial = Math.min(RADIAL_MAX, maximum);
    this.raffinement = Math.min(RAFFINEMENT_MAX, maximum);
    this.rangs = new Map(cells.map((cell, rang) => [cell.cle, rang]));
    this.memoire = cells.map(() => new Map());
    this.lues = cells.map((cell) => this._gates(cell));
    this.lus = cells.map((cell) => new Set(factsRead(cell.fait.quand)));
    // A number drawn for each value: the sum of those of a completion stands for it, so that completions alike are found quickly.
    const alea = cells.length ? new Alea(3) : null;
    this.marques = cells.map((cell) => Int32Array.from({ length: cell.valeurs.length + 1 }, () => alea.word() >>> 2));
  }

  /** The cells before this one whose values decide whether it matters. */
  _gates(cell) {
    const noms = new Set();
    const pile = factsRead(cell.fait.quand);
    while (pile.length) {
      const nom = pile.pop();
      if (noms.has(nom)) continue;
      noms.add(nom);
      pile.push(...factsRead(this.questions.faits[nom].quand));
    }
    return this.cells.flatMap((autre, rang) => (noms.has(autre.fait.nom) && autre !== cell ? [rang] : []));
  }

  /** Keep the values of the cells whose gates are open. */
  opened(rangs) {
    const retenus = rangs.map(() => -1);
    for (let k = 0; k < rangs.length; k++) {
      if (rangs[k] >= 0 && (!this.cells[k].conditionnelle || this._isOpen(k, retenus))) retenus[k] = rangs[k];
    }
    return retenus;
  }

  _isOpen(k, retenus) {
    let cle = "";
    for (const rang of this.lues[k]) cle += String.fromCharCode(retenus[rang] + 1);
    let ouverte = this.memoire[k].get(cle);
    if (ouverte === undefined) {
      const chosen = (nom) => {
        const rang = this.rangs.get(nom);
        return rang === undefined || retenus[rang] < 0 ? undefined : this.cells[rang].valeurs[retenus[rang]];
      };
      ouverte = this.questions.matters(this.cells[k].fait, this.cells[k].ident, chosen) === true;
      this.memoire[k].set(cle, ouverte);
    }
    return ouverte;
  }

  /** Completions of the unknown facts, and whether they are all of them. */
  design() {
    const { cells } = this;
    if (product(cells) <= this.enumeration) return [distinct([...combinations(cells)].map((c) => this.opened(c))), true];
    const alea = new Alea(1);
    const rayon = cells.reduce((n, c) => n + c.valeurs.length - 1, 0);
    const bases = Math.max(3, Math.min(12, Math.floor(this.radial / Math.max(1, rayon))));
    const tirages = [];
    for (let b = 0; b < bases; b++) {
      const base = cells.map((c) => (b < 2 ? b % c.valeurs.length : alea.below(c.valeurs.length)));
      tirages.push(base);
      for (const [k, c] of cells.entries()) for (let v = 0; v < c.valeurs.length; v++) if (v !== base[k]) tirages.push(replaced(base, k, v));
    }
    return [distinct(tirages.map((t) => this.opened(t))), false];
  }

  /** For each set of cells that matter to a right, every combination of them, the others at the first of their values. */
  refine(importantes) {
    const names = (rangs) => rangs.map((k) => this.cells[k].cle).sort();
    const sets = new Map(importantes.map((rangs) => [rangs.join(), rangs]));
    const suite = [];
    for (const rangs of [...sets.values()].sort((a, b) => a.length - b.length || compared(names(a), names(b)))) {
      const retenues = rangs.map((k) => this.cells[k]);
      if (!rangs.length || product(retenues) > this.raffinement - suite.length) continue;
      for (const valeurs of combinations(retenues)) {
        const completion = this.cells.map(() => 0);
        for (const [i, k] of rangs.entries()) completion[k] = valeurs[i];
        suite.push(this.opened(completion));
      }
    }
    return distinct(suite);
  }

  /** For each right that nothing opened, the completion that puts together the smallest draws that meet each failed condition. */
  combined(vues, completions) {
    const [base] = completions;
    const ecarts = completions.map((c) => c.flatMap((v, k) => (v >= 0 && v !== base[k] ? [k] : [])));
    const reunies = [];
    for (const vue of vues) {
      if (vue.eligible.includes(1)) continue;
      const tirages = Object.values(vue.conditions).filter((t) => !t[0]);
      if (!tirages.length || !tirages.every((t) => t.includes(1))) continue;
      const reunie = base.slice();
      for (const t of tirages) {
        let choisi = -1;
        for (let i = 0; i < t.length; i++) if (t[i] && (choisi < 0 || ecarts[i].length < ecarts[choisi].length)) choisi = i;
        for (const k of ecarts[choisi]) reunie[k] = completions[choisi][k];
      }
      reunies.push(reunie);
    }
    return distinct(reunies);
  }

  /** For each cell, the groups of completions that differ by it alone (and by the cells that hang on it). */
  pairs(completions) {
    const { marques } = this;
    const sommes = completions.map((c) => c.reduce((somme, v, k) => (somme + marques[k][v + 1]) & TRENTE_BITS, 0));
    return this.cells.map((_, k) => {
      const liees = this._hanging(k);
      const par = new Map();
      for (let i = 0; i < completions.length; i++) {
        let reste = sommes[i];
        for (const l of liees) reste = (reste - marques[l][completions[i][l] + 1]) & TRENTE_BITS;
        let groupe = par.get(reste);
        while (groupe !== undefined && !alike(completions[groupe[0]], completions[i], liees)) groupe = par.get(++reste);
        if (groupe === undefined) par.set(reste, [i]);
        else groupe.push(i);
      }
      const groupes = [];
      for (const g of par.values()) if (g.length > 1 && g.some((i) => completions[i][k] !== completions[g[0]][k])) groupes.push(g);
      return groupes;
    });
  }

  _hanging(k) {
    const liees = [k];
    const noms = [this.cells[k].fait.nom];
    for (let rang = 0; rang < this.cells.length; rang++) {
      if (rang !== k && noms.some((nom) => this.lus[rang].has(nom))) {
        liees.push(rang);
        noms.push(this.cells[rang].fait.nom);
      }
    }
    return liees;
  }
}

/** Are two completions the same but for some cells? */
function alike(une, autre, sauf) {
  for (let k = 0; k < une.length; k++) if (une[k] !== autre[k] && !sauf.includes(k)) return false;
  return true;
}

function replaced(suite, rang, valeur) {
  const copie = suite.slice();
  copie[rang] = valeur;
  return copie;
}

function compared(a, b) {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}
