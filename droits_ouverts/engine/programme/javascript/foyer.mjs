// A household as the questionnaire's file tells it (docs/formats.md), read strictly: persons, groups, and each fact known, unknown or refused.

export class FoyerError extends Error {
  /** `problemes`: {chemin, valeur, message} for each thing wrong. */
  constructor(problemes) {
    super(problemes.map(({ chemin, message }) => `${chemin} : ${message}`).join("\n"));
    this.name = "FoyerError";
    this.problemes = problemes;
  }
}

const SECTIONS = ["menage", "famille", "foyer_fiscal"];
const ROLES = ["demandeur", "conjoint", "enfant", "autre"];
const PERSONNES_MAX = 20;
const isObject = (x) => typeof x === "object" && x !== null && !Array.isArray(x);
export const keyOf = (fait, ident) => `${fait}\n${ident}`;

/** Days since 1970 of a date written "1992-03-14", null where it is not one. */
export function dayOf(texte) {
  if (typeof texte !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(texte)) return null;
  const [annee, mois, jour] = texte.split("-").map(Number);
  const date = new Date(Date.UTC(annee, mois - 1, jour));
  return date.getUTCFullYear() === annee && date.getUTCMonth() === mois - 1 && date.getUTCDate() === jour ? date.getTime() / 86400000 : null;
}

const monthRank = (mois) => Number(mois.slice(0, 4)) * 12 + Number(mois.slice(5, 7)) - 1;
const monthOf = (rang) => `${Math.floor(rang / 12)}-${String((rang % 12) + 1).padStart(2, "0")}`;

/** The five months of income that are asked, M-4 .. M. */
export const windowOf = (mois) => [-4, -3, -2, -1, 0].map((recul) => monthOf(monthRank(mois) + recul));

/** Whole years reached on the first day of a month. */
export function ageIn(naissance, mois) {
  const [annee, numero, jour] = naissance.split("-").map(Number);
  const [a, m] = mois.split("-").map(Number);
  return a - annee - (m < numero || (m === numero && jour > 1) ? 1 : 0);
}

/** Read a file for a month. `faits`: the catalogue's facts by name; `communes` ranks Insee codes. Throw `FoyerError` with every problem found. */
export function readFoyer(document, mois, faits, communes, codes) {
  const problemes = [];
  const reponses = new Map();
  const report = (chemin, valeur, message) => problemes.push({ chemin, valeur, message });
  const stop = () => {
    if (problemes.length) throw new FoyerError(problemes);
  };
  if (!isObject(document)) report("fichier", document, "ce n'est pas un objet. Voyez docs/formats.md.");
  stop();
  for (const cle of Object.keys(document)) if (!["format", "mois", "personnes", ...SECTIONS].includes(cle)) report(cle, document[cle], "cette partie n'existe pas.");
  if (document.mois != null && document.mois !== mois) report("mois", document.mois, `ce programme calcule le mois ${mois}.`);

  function readFacts(chemin, brut, entite, ident) {
    if (!isObject(brut)) return report(chemin, brut, 'les faits s\'écrivent {"nom du fait": réponse}.');
    for (const [nom, valeur] of Object.entries(brut)) {
      const fait = Object.prototype.hasOwnProperty.call(faits, nom) ? faits[nom] : undefined;
      if (!fait || fait.entite !== entite) report(`${chemin}.${nom}`, valeur, fait ? "ce fait se déclare ailleurs." : "ce fait n'existe pas.");
      else if (valeur === null || valeur === undefined) continue;
      else if (isObject(valeur) && valeur.refus === true && Object.keys(valeur).length === 1) {
        if (fait.genre === "date") report(`${chemin}.${nom}`, valeur, "la date de naissance est nécessaire.");
        else reponses.set(keyOf(nom, ident), { connu: false, refuse: true });
      } else {
        try {
          reponses.set(keyOf(nom, ident), { connu: true, valeur: checked(fait, valeur, mois, communes) });
        } catch (erreur) {
          report(`${chemin}.${nom}`, valeur, erreur.message);
        }
      }
    }
    return undefined;
  }

  const personnes = [];
  const brutes = document.personnes;
  if (!Array.isArray(brutes) || !brutes.length) report("personnes", brutes, "il n'y a personne.");
  else if (brutes.length > PERSONNES_MAX) report("personnes", brutes.length, `il y a plus de ${PERSONNES_MAX} personnes.`);
  else {
    for (const [rang, item] of brutes.entries()) {
      const chemin = `personnes[${rang}]`;
      if (!isObject(item) || typeof item.id !== "string" || !item.id.trim() || SECTIONS.includes(item.id) || personnes.some((p) => p.id === item.id)) {
        report(`${chemin}.id`, item?.id, "donnez à chaque personne un identifiant qui n'est qu'à elle.");
      } else if (!ROLES.includes(item.role)) report(`${chemin}.role`, item.role, `choisissez parmi : ${ROLES.join(", ")}.`);
      else {
        for (const cle of Object.keys(item)) if (!["id", "role", "faits"].includes(cle)) report(`${chemin}.${cle}`, item[cle], "cette clé n'existe pas.");
        readFacts(`${chemin}.faits`, item.faits ?? {}, "individu", item.id);
        if (!reponses.get(keyOf("date_naissance", item.id))?.connu) report(`${chemin}.faits.date_naissance`, null, "la date de naissance est nécessaire.");
        personnes.push({ id: item.id, role: item.role });
      }
    }
    if (personnes.filter((p) => p.role === "demandeur").length !== 1) report("personnes", null, "il faut un demandeur, et un seul.");
    if (personnes.filter((p) => p.role === "conjoint").length > 1) report("personnes", null, "il y a plus d'un conjoint.");
  }
  let recus = null;
  for (const section of SECTIONS) {
    if (document[section] == null) continue;
    const { droits_recus: liste = null, ...reste } = isObject(document[section]) && section === "famille" ? document[section] : { ...document[section] };
    if (!isObject(document[section])) report(section, document[section], 'cette partie s\'écrit {"nom du fait": réponse}.');
    else if (section === "famille" || liste === null) readFacts(section, reste, section, section);
    else readFacts(section, document[section], section, section);
    if (section === "famille" && liste !== null) {
      if (!Array.isArray(liste) || liste.some((code) => !codes.has(code))) report("famille.droits_recus", liste, "c'est une liste de codes de droits.");
      else recus = new Set(liste);
    }
  }
  stop();
  personnes.sort((a, b) => (a.role !== "demandeur") - (b.role !== "demandeur"));
  return { mois, personnes, reponses, recus, groupes: groupsOf(personnes, reponses) };
}

function numberOf(fait, valeur) {
  if (typeof valeur !== "number" || !Number.isFinite(valeur)) throw new Error("ce n'est pas un nombre.");
  if (fait.minimum != null && valeur < fait.minimum) throw new Error(`le minimum est ${fait.minimum}.`);
  if (fait.maximum != null && valeur > fait.maximum) throw new Error(`le maximum est ${fait.maximum}.`);
  return valeur;
}

function checked(fait, valeur, mois, communes) {
  if (fait.periode === "mois_passes") {
    const fenetre = windowOf(mois);
    if (!isObject(valeur)) return fenetre.map(() => numberOf(fait, valeur));
    for (const m of Object.keys(valeur)) if (!fenetre.includes(m)) throw new Error(`le mois ${m} n'est pas demandé.`);
    return fenetre.map((m) => (valeur[m] == null ? null : numberOf(fait, valeur[m])));
  }
  switch (fait.genre) {
    case "oui_non":
      if (typeof valeur !== "boolean") throw new Error("répondez true (oui) ou false (non).");
      return valeur;
    case "choix":
      if (!fait.choix.includes(valeur)) throw new Error(`choisissez parmi : ${fait.choix.join(", ")}.`);
      return valeur;
    case "date":
      if (dayOf(valeur) === null || valeur < "1900-01-01") throw new Error("écrivez l'année, le mois et le jour : 1992-03-14.");
      if (valeur.slice(0, 7) > mois) throw new Error(`cette date est après le mois du bilan (${mois}).`);
      return valeur;
    case "commune":
      if (!communes.rank(valeur)) throw new Error("ce n'est pas un code Insee de commune.");
      return valeur;
    default:
      if (fait.genre === "nombre" && !Number.isInteger(valeur)) throw new Error("ce n'est pas un nombre entier.");
      return numberOf(fait, valeur);
  }
}

/** Family, tax households and household: {id, membres: [[person, code of her role]]}. A couple shares a tax household unless it is said unmarried. */
function groupsOf(personnes, reponses) {
  const of = (role) => personnes.filter((p) => p.role === role).map((p) => p.id);
  const [[demandeur], conjoints, enfants, autres] = ROLES.map(of);
  const parents = [[demandeur, 0], ...conjoints.map((c) => [c, 1])];
  const tous = [...parents, ...enfants.map((e) => [e, 2])];
  const statut = reponses.get(keyOf("statut_marital", demandeur))?.valeur;
  const ensemble = statut === undefined || statut === "marie" || statut === "pacse";
  const foyers = [{ id: "foyer_fiscal", membres: ensemble ? tous : tous.filter(([, role]) => role !== 1) }];
  if (!ensemble) for (const c of conjoints) foyers.push({ id: "foyer_fiscal_conjoint", membres: [[c, 0]] });
  const alone = (nom) => autres.map((a) => ({ id: `${nom}_${a}`, membres: [[a, 0]] }));
  return {
    famille: [{ id: "famille", membres: tous }, ...alone("famille")],
    foyer_fiscal: [...foyers, ...alone("foyer_fiscal")],
    menage: [{ id: "menage", membres: [...tous, ...autres.map((a) => [a, 3])] }],
  };
}
