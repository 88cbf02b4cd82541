// When a fact matters for a household, in three values (true, false, null: not known yet), and the unknown facts that may matter.
import { ageIn, keyOf } from "./foyer.mjs";

const SANS_OBJET = Symbol("sans objet");
const LOCATAIRES = ["locataire_hlm", "locataire_vide", "locataire_meuble", "locataire_foyer"];

const anyOf = (valeurs) => (valeurs.includes(true) ? true : valeurs.includes(null) ? null : false);
const allOf = (valeurs) => (valeurs.includes(false) ? false : valeurs.includes(null) ? null : true);

/** Names of the facts that a condition reads. */
export function factsRead(quand) {
  if (quand === null) return [];
  const [sorte, ...reste] = quand;
  if (sorte === "vaut") return [reste[0]];
  if (sorte === "et" || sorte === "ou") return reste[0].flatMap(factsRead);
  return sorte === "non" ? factsRead(reste[0]) : [];
}

export class Questions {
  constructor(foyer, faits) {
    this.foyer = foyer;
    this.faits = faits;
    this.roles = new Map(foyer.personnes.map((p) => [p.id, p.role]));
    this.demandeur = foyer.personnes[0].id;
    this.adultes = foyer.personnes.filter((p) => p.role === "demandeur" || p.role === "conjoint").map((p) => p.id);
    this.couple = this.adultes.length > 1;
    this.ages = new Map(foyer.personnes.map((p) => [p.id, ageIn(foyer.reponses.get(keyOf("date_naissance", p.id)).valeur, foyer.mois)]));
  }

  groupOf(entite, personne) {
    return this.foyer.groupes[entite].find((g) => g.membres.some(([id]) => id === personne)).id;
  }

  bearers(fait) {
    if (fait.entite === "individu") return this.foyer.personnes.filter((p) => p.role !== "autre").map((p) => p.id);
    return [this.groupOf(fait.entite, this.demandeur)];
  }

  /** Does a fact matter for a person or group? `choisies`: key -> value, or undefined, in a completion. */
  matters(fait, ident, choisies) {
    return this._holds(fait.quand, fait, ident, choisies);
  }

  _holds(quand, fait, ident, choisies) {
    if (quand === null) return true;
    const [sorte, x, y] = quand;
    switch (sorte) {
      case "role":
        return fait.entite === "individu" && x.includes(this.roles.get(ident));
      case "age": {
        if (fait.entite !== "individu") return null;
        const age = this.ages.get(ident);
        return x <= age && age <= y;
      }
      case "couple":
        return this.couple;
      case "vaut":
        return anyOf(this._values(this.faits[x], fait, ident, choisies).map((v) => (v === null ? null : y.includes(v))));
      case "et":
        return allOf(x.map((q) => this._holds(q, fait, ident, choisies)));
      case "ou":
        return anyOf(x.map((q) => this._holds(q, fait, ident, choisies)));
      default: {
        const inverse = this._holds(x, fait, ident, choisies);
        return inverse === null ? null : !inverse;
      }
    }
  }

  _values(autre, fait, ident, choisies) {
    let idents;
    if (autre.entite === fait.entite) idents = [ident];
    else if (autre.entite === "individu") idents = this.adultes;
    else idents = [this.groupOf(autre.entite, fait.entite === "individu" ? ident : this.demandeur)];
    return idents.map((i) => {
      const cle = keyOf(autre.nom, i);
      const choisie = choisies(cle);
      if (choisie !== undefined) return choisie;
      const reponse = this.foyer.reponses.get(cle);
      if (reponse?.connu) return reponse.valeur;
      // A gate that is itself not asked here (its own gate is closed) holds none of its values.
      return this._holds(autre.quand, autre, i, choisies) === false ? SANS_OBJET : null;
    });
  }

  /** The unknown and refused facts that may matter, gates first: {cle, fait, ident, valeurs, refuse, conditionnelle}. */
  cells() {
    const cells = [];
    const ouverts = new Set();
    for (const fait of Object.values(this.faits)) {
      for (const ident of this.bearers(fait)) {
        const cle = keyOf(fait.nom, ident);
        const reponse = this.foyer.reponses.get(cle);
        const partielle = reponse?.connu && fait.periode === "mois_passes" && reponse.valeur.includes(null);
        if ((reponse?.connu && !partielle) || !fait.plausibles.length || (fait.nom === "statut_marital" && this.couple)) continue;
        const gate = factsRead(fait.quand).some((nom) => ouverts.has(nom));
        if (this.matters(fait, ident, () => undefined) === false && !gate) continue;
        ouverts.add(fait.nom);
        cells.push({ cle, fait, ident, valeurs: this._narrowed(fait), refuse: Boolean(reponse?.refuse), conditionnelle: gate });
      }
    }
    return cells;
  }

  /** Plausible values, without those that a known answer rules out: a known rent is that of a tenant. */
  _narrowed(fait) {
    if (fait.nom === "statut_occupation_logement") {
      const loyer = this.foyer.reponses.get(keyOf("loyer", this.groupOf(fait.entite, this.demandeur)));
      if (loyer?.connu && loyer.valeur > 0) return LOCATAIRES;
    }
    return fait.plausibles;
  }
}
