// Completions of a household, as the server draws them: every unknown fact given a plausible value. A completion is an array that holds, for each cell,
// the rank of its value, or -1 where the cell's gate is closed.
import { Alea } from "./alea.mjs";
import { factsRead } from "./questions.mjs";

const ENUMERATION_MAX = 600;
const RADIAL_MAX = 480;
const RAFFINEMENT_MAX = 500;

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
    const cle = c.join();
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
    const choisies = (cle) => {
      const rang = this.rangs.get(cle);
      return rang === undefined || retenus[rang] < 0 ? undefined : this.cells[rang].valeurs[retenus[rang]];
    };
    for (const [k, cell] of this.cells.entries()) {
      if (rangs[k] < 0) continue;
      if (cell.conditionnelle) {
        const cle = this.lues[k].map((rang) => retenus[rang]).join();
        if (!this.memoire[k].has(cle)) this.memoire[k].set(cle, this.questions.matters(cell.fait, cell.ident, choisies) === true);
        if (!this.memoire[k].get(cle)) continue;
      }
      retenus[k] = rangs[k];
    }
    return retenus;
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
    const textes = completions.map((c) => String.fromCharCode(...c.map((v) => v + 1)));
    return this.cells.map((cell, k) => {
      const liees = this._hanging(k);
      const par = new Map();
      for (const [i, texte] of textes.entries()) {
        let reste = "";
        let debut = 0;
        for (const l of liees) {
          reste += texte.slice(debut, l);
          debut = l + 1;
        }
        reste += texte.slice(debut);
        const groupe = par.get(reste);
        if (groupe) groupe.push(i);
        else par.set(reste, [i]);
      }
      return [...par.values()].filter((g) => g.some((i) => completions[i][k] !== completions[g[0]][k]));
    });
  }

  _hanging(k) {
    const liees = [k];
    const noms = new Set([this.cells[k].fait.nom]);
    for (const [rang, autre] of this.cells.entries()) {
      if (!liees.includes(rang) && factsRead(autre.fait.quand).some((nom) => noms.has(nom))) {
        liees.push(rang);
        noms.add(autre.fait.nom);
      }
    }
    return liees.sort((a, b) => a - b);
  }
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
