// The check-up of one household: its completions packed as columns, the tape run over them, and for each right the three answers.
import { dayOf, keyOf, readFoyer } from "./foyer.mjs";
import { Questions } from "./questions.mjs";
import { Plan } from "./completions.mjs";
import { numbers } from "./bande.mjs";

const QUELQU_UN = { personnes: [{ id: "a", role: "demandeur", faits: { date_naissance: "1970-01-01" } }] };
const CENTIME = 0.005;
const COULOIRS = 128;

/** A number rounded to cents as Python's `round(x, 2)` does: the nearest, and of two as near the even one. */
function cents(x) {
  const huitiemes = x * 8;
  if (Number.isInteger(huitiemes) && huitiemes % 2 !== 0) {
    const bas = Math.floor(x * 100);
    return (bas % 2 === 0 ? bas : bas + 1) / 100;
  }
  return Number(x.toFixed(2));
}

/** Ranks of the communes' codes, read from runs without writing the 35,000 of them. */
class Communes {
  constructor(departements) {
    this.departements = departements;
    this.trouves = new Map();
  }

  /** The rank of an Insee code from 1, 0 where it is not one. */
  rank(code) {
    if (!this.trouves.has(code)) this.trouves.set(code, this._found(code));
    return this.trouves.get(code);
  }

  _found(code) {
    if (typeof code !== "string" || !/^\d[\dAB]\d{3}$/.test(code)) return 0;
    const cherche = Number(code.slice(2));
    let rang = 1;
    for (const [departement, texte] of this.departements) {
      const paires = numbers(texte);
      for (let i = 0, n = 0; i < paires.length; i += 2) {
        n += paires[i];
        if (departement === code.slice(0, 2) && cherche >= n && cherche < n + paires[i + 1]) return rang + cherche - n;
        n += paires[i + 1];
        rang += paires[i + 1];
      }
    }
    return 0;
  }
}

export class Bilan {
  constructor(bande, donnees) {
    this.bande = bande;
    this.donnees = donnees;
    this.codes = new Set([...donnees.regles.map((r) => r.code), ...donnees.refus]);
    this.variables = [...new Set(donnees.regles.flatMap((r) => [r.eligibilite, r.montant, r.montant_min, r.montant_max, ...r.conditions]))].filter(Boolean);
    this.masques = new Set(Object.keys(bande.entrees).filter((nom) => /^(prise|avant)\./.test(nom)));
    this.annuels = new Map(donnees.annuels);
    this.communes = new Communes(donnees.communes);
  }

  /**
   * Return the check-up of a household: {mois, droits: [{code, eligible, montant, min, max, versement, conditions, manquants, deja_recu}], completions}.
   * `copies`: no more completions of the unknown facts than this of each kind. Throw `FoyerError` where the file is not a household.
   */
  calculer(document, { copies } = {}) {
    const foyer = readFoyer(document, this.donnees.mois, this.donnees.faits, this.communes, this.codes);
    const questions = new Questions(foyer, this.donnees.faits);
    const cells = questions.cells();
    const plan = new Plan(questions, cells, copies);
    const [premieres, entier] = plan.design();
    const vues = this._observe(foyer, cells, premieres);
    let completions = premieres;
    const justes = () => [...vues.values()].filter((v) => !v.erreur);
    const ajoutees = entier ? [] : plan.refine(importances(justes(), plan.pairs(premieres)));
    ajoutees.push(...plan.combined(justes(), premieres));
    if (ajoutees.length) {
      const secondes = this._observe(foyer, cells, ajoutees);
      for (const [code, vue] of vues) vues.set(code, joined(vue, secondes.get(code)));
      completions = [...premieres, ...ajoutees];
    }
    const groupes = cells.length ? plan.pairs(completions) : [];
    const droits = this.donnees.regles.map((regle) => right(regle, vues.get(regle.code), cells, groupes, foyer.recus));
    for (const code of this.donnees.refus) droits.push({ ...SANS_REPONSE, code, deja_recu: foyer.recus?.has(code) ?? false, erreur: "non compilé" });
    droits.sort((a, b) => (a.code < b.code ? -1 : 1));
    return { mois: foyer.mois, versions: this.donnees.versions, completions: completions.length, droits };
  }

  /** Compute somebody made up, all facts at their defaults, and forget it: the browser then compiles before anybody waits for an answer. */
  chauffer() {
    const foyer = readFoyer(QUELQU_UN, this.donnees.mois, this.donnees.faits, this.communes, this.codes);
    new Questions(foyer, this.donnees.faits).cells();
    const vues = this._observe(foyer, [], [[]]);
    for (const regle of this.donnees.regles) right(regle, vues.get(regle.code), [], [], foyer.recus);
  }

  /** Every right over completions: {eligible, montant, min, max, conditions} as arrays, or {erreur}. */
  _observe(foyer, cells, completions) {
    const memoire = new Map(this.variables.map((nom) => [nom, []]));
    const percues = new Set(foyer.recus === null ? [] : this.donnees.percues);
    const passees = new Map();
    const pas = Math.max(1, Math.floor(COULOIRS / foyer.personnes.length));
    const parts = { false: memoire, true: passees };
    for (const { code, eligibilite, montant, montant_min: bas, montant_max: haut, conditions } of this.donnees.regles) {
      if (percues.has(code)) for (const nom of [eligibilite, montant, bas, haut, ...conditions]) if (nom) passees.set(nom, []);
    }
    for (const passee of passees.size ? [false, true] : [false]) {
      for (let debut = 0; debut < completions.length; debut += pas) {
        const population = this._packed(foyer, cells, completions.slice(debut, debut + pas), passee);
        const noms = [...parts[passee].keys()];
        const lus = this.bande.run(population, noms);
        for (const nom of noms) parts[passee].get(nom).push(lus[nom]);
      }
    }
    const famille = foyer.personnes.flatMap((p, rang) => (p.role === "autre" ? [] : [rang]));
    const vues = new Map();
    for (const regle of this.donnees.regles) {
      const lus = percues.has(regle.code) ? passees : memoire;
      vues.set(regle.code, this._observed(regle, (nom) => this._members(foyer, famille, completions.length, nom, lus.get(nom), pas)));
    }
    return vues;
  }

  /** The values of a variable for the demandeur's family: rows of completions, columns of persons, or of the one group. */
  _members(foyer, famille, n, nom, parts, pas) {
    const { entite } = this.bande.sorties[nom];
    const colonnes = entite === "individu" ? famille : [0];
    const largeur = entite === "individu" ? foyer.personnes.length : foyer.groupes[entite]?.length ?? 0;
    const valeurs = new Float64Array(n * colonnes.length);
    for (let i = 0; i < n; i++) {
      const part = parts[Math.floor(i / pas)];
      for (const [j, colonne] of colonnes.entries()) valeurs[i * colonnes.length + j] = part[largeur ? (i % pas) * largeur + colonne : 0];
    }
    return { valeurs, largeur: colonnes.length, n };
  }

  _observed(regle, read) {
    const eligibles = read(regle.eligibilite);
    const { n, largeur } = eligibles;
    const conditions = new Map(regle.conditions.map((nom) => [nom, read(nom)]));
    const choisi = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      let plus = -1;
      for (let j = 0; j < largeur; j++) {
        let note = eligibles.valeurs[i * largeur + j] ? 1000 : 0;
        for (const c of conditions.values()) if (c.largeur === largeur) note += c.valeurs[i * largeur + j] ? 1 : 0;
        if (note > plus) [plus, choisi[i]] = [note, j];
      }
    }
    const vue = { eligible: anyMember(eligibles), conditions: {}, erreur: false };
    for (const [nom, c] of conditions) vue.conditions[nom] = c.largeur === largeur ? ofMember(c, choisi) : anyMember(c);
    for (const [cle, nom] of [["montant", regle.montant], ["min", regle.montant_min], ["max", regle.montant_max]]) {
      vue[cle] = nom ? euros(read(nom), this.bande.sorties[nom].dtype === "float32" ? Math.fround : (x) => x) : null;
      // An amount that is not a number: the rule has failed, which is never a no.
      if (vue[cle] && !vue[cle].every(Number.isFinite)) vue.erreur = true;
    }
    return vue;
  }

  /** Columns for some completions, one after another. `passee`: in the months before, only the rights received were. */
  _packed(foyer, cells, completions, passee) {
    const n = completions.length;
    const ids = { individu: foyer.personnes.map((p) => p.id) };
    const groupes = {};
    for (const [entite, liste] of Object.entries(foyer.groupes)) {
      ids[entite] = liste.map((g) => g.id);
      const place = new Map(liste.flatMap((g, rang) => g.membres.map(([id, role]) => [id, [rang, role]])));
      const de = [];
      const role = [];
      for (let i = 0; i < n; i++) for (const id of ids.individu) de.push(i * liste.length + place.get(id)[0]), role.push(place.get(id)[1]);
      groupes[entite] = { nombre: n * liste.length, de, role };
    }
    const rangs = new Map(cells.map((cell, k) => [cell.cle, k]));
    const entrees = {};
    for (const [nom, entree] of Object.entries(this.bande.entrees)) {
      const idents = ids[entree.entite];
      if (this.masques.has(nom)) {
        if (passee && nom.startsWith("avant.") && !foyer.recus.has(nom.split(".")[1])) entrees[nom] = new Float64Array(n * idents.length);
        continue;
      }
      const [base, recul] = nom.split("@");
      const fait = this.donnees.faits[base];
      const lus = fait ? idents.map((ident) => this._reader(fait, entree, recul, foyer, ident, rangs, cells)) : [];
      if (lus.every((lu) => lu === null)) continue;
      const valeurs = (entrees[nom] = new Float64Array(n * idents.length));
      for (const [j, lu] of lus.entries()) {
        for (let i = 0; i < n; i++) valeurs[i * idents.length + j] = lu === null ? entree.defaut : lu(completions[i]);
      }
    }
    return { personnes: n * ids.individu.length, groupes, entrees };
  }

  /** A function from a completion to the value of an input for one person or group, null where nothing is said. */
  _reader(fait, entree, recul, foyer, ident, rangs, cells) {
    const cle = keyOf(fait.nom, ident);
    const k = rangs.get(cle) ?? -1;
    const reponse = foyer.reponses.get(cle);
    const connu = reponse?.connu ? reponse.valeur : undefined;
    if (k < 0 && connu === undefined) return null;
    const valeurs = k < 0 ? [] : cells[k].valeurs;
    if (recul !== undefined) {
      const dit = connu?.[Number(recul) + 4] ?? null;
      if (dit !== null || k < 0) return () => dit ?? 0;
      return (c) => (c[k] < 0 ? 0 : valeurs[c[k]]);
    }
    const seule = connu === undefined ? entree.defaut : this._number(fait, connu);
    const nombres = valeurs.map((valeur) => this._number(fait, valeur));
    const given = k < 0 ? () => seule : (c) => (c[k] < 0 ? seule : nombres[c[k]]);
    if (!this.annuels.has(fait.nom)) return given;
    // The year of an income is looked at only where its months were said.
    const mensuel = keyOf(this.annuels.get(fait.nom), ident);
    if (foyer.reponses.get(mensuel)?.connu) return given;
    const m = rangs.get(mensuel) ?? -1;
    return (c) => (m >= 0 && c[m] >= 0 ? given(c) : 0);
  }

  _number(fait, valeur) {
    if (fait.genre === "choix") return fait.choix.indexOf(valeur);
    if (fait.genre === "date") return dayOf(valeur);
    return fait.genre === "commune" ? this.communes.rank(valeur) : Number(valeur);
  }
}

const SANS_REPONSE = { eligible: null, montant: null, min: null, max: null, versement: null, conditions: [], manquants: [], deja_recu: false };

function anyMember({ valeurs, largeur, n }) {
  const vrais = new Uint8Array(n);
  for (let k = 0; k < valeurs.length; k++) if (valeurs[k] !== 0) vrais[Math.floor(k / largeur)] = 1;
  return vrais;
}

function ofMember({ valeurs, largeur, n }, choisi) {
  const vrais = new Uint8Array(n);
  for (let i = 0; i < n; i++) vrais[i] = valeurs[i * largeur + choisi[i]] ? 1 : 0;
  return vrais;
}

function euros({ valeurs, largeur, n }, round) {
  const sommes = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < largeur; j++) sommes[i] = round(sommes[i] + valeurs[i * largeur + j]);
  return sommes;
}

function joined(vue, autre) {
  const both = (a, b) => {
    if (a === null || b === null) return null;
    const suite = new a.constructor(a.length + b.length);
    suite.set(a);
    suite.set(b, a.length);
    return suite;
  };
  const conditions = Object.fromEntries(Object.keys(vue.conditions).map((nom) => [nom, both(vue.conditions[nom], autre.conditions[nom])]));
  const [montant, min, max] = ["montant", "min", "max"].map((cle) => both(vue[cle], autre[cle]));
  return { eligible: both(vue.eligible, autre.eligible), montant, min, max, conditions, erreur: vue.erreur || autre.erreur };
}

function spread(valeurs, groupe) {
  let bas = Infinity;
  let haut = -Infinity;
  for (const i of groupe) {
    bas = Math.min(bas, valeurs[i]);
    haut = Math.max(haut, valeurs[i]);
  }
  return haut - bas;
}

const changes = (vue, groupes) => groupes.some((g) => spread(vue.eligible, g) > 0 || (vue.montant && spread(vue.montant, g) > CENTIME));

const importances = (vues, groupes) => vues.map((vue) => groupes.flatMap((gs, k) => (changes(vue, gs) ? [k] : [])));

function right(regle, vue, cells, groupes, recus) {
  const reponse = { ...SANS_REPONSE, code: regle.code, versement: regle.versement, deja_recu: recus?.has(regle.code) ?? false };
  if (vue.erreur) return { ...reponse, erreur: "le calcul n'a pas abouti" };
  const tous = !vue.eligible.includes(0);
  const un = vue.eligible.includes(1);
  reponse.eligible = tous ? true : un ? null : false;
  if (un) {
    let decisives = cells.filter((_, k) => (tous ? changes(vue, groupes[k]) : groupes[k].some((g) => spread(vue.eligible, g) > 0)));
    if (!tous && !decisives.length) decisives = cells;
    reponse.manquants = decisives.map((c) => ({ fait: c.fait.nom, entite: c.ident, refuse: c.refuse }));
    if (vue.montant) {
      reponse.min = cents((vue.min ?? vue.montant).reduce((a, b) => Math.min(a, b)));
      reponse.max = cents((vue.max ?? vue.montant).reduce((a, b) => Math.max(a, b)));
      reponse.montant = reponse.min === reponse.max ? reponse.min : null;
    }
  }
  reponse.conditions = regle.conditions.map((nom) => {
    const valeurs = vue.conditions[nom];
    return { variable: nom, reussie: !valeurs.includes(0) ? true : valeurs.includes(1) ? null : false };
  });
  return reponse;
}
