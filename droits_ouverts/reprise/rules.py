"""What a spreadsheet says: what a column probably is, what a cell means, what a row lacks. Pure: texts and days in, values and sentences out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from droits_ouverts.foundation.langue import gettext_noop as _
from droits_ouverts.foundation.textes import plain

LIGNES_MAX, COLONNES_MAX, EXEMPLES = 2000, 120, 3
NIR = re.compile(r"(?<!\d)[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6}(?:\d{2})?(?!\d)", re.IGNORECASE)
"""A social security number, or one given meanwhile, with or without its key; spaces, dots and dashes are taken off before."""
ENTETE_NIR = re.compile(r"\b(nir|nss|niss|n ?ss|secu|securite sociale|numero de secu\w*)\b")
EXCEL = date(1899, 12, 30)
"""Day 0 of the dates that .xlsx writes as numbers."""
SIGNES = frozenset("=+-@|%＝＋－＠")
MARQUE = "'"

INDICES: tuple[tuple[str, str], ...] = (
    (r"\b(numero|n|id|ref\w*) (de )?(dossier|personne|usager)\b|^numero$", "numero"),
    (r"\b(nom (et )?prenom|prenom (et )?nom)\b|^(usager|beneficiaire|personne)s?$", "nom_complet"),
    (r"\bprenoms?\b", "prenom"),
    (r"\bnaissance\b|\bne ?e? le\b|\bddn\b", "naissance"),
    (r"\baccord\b.*\b(le|date|jour)\b|\b(date|jour)\b.*\b(accord|consentement)\b", "accord_le"),
    (r"\b(accord|consentement)\b", "accord_mode"),
    (r"\b(date|jour)\b.*\b(demande|depot)\b|\b(depose|demande)e? le\b", "demande_le"),
    (r"\b(depuis|date (de l )?etat|date (du )?statut)\b", "etat_le"),
    (r"\b(montant|euros?|par mois)\b", "montant"),
    (r"\b(etat|statut|avancement|suite|resultat|ou en est)\b", "etat"),
    (r"\b(droit|aide|prestation|dispositif)s?\b", "droit"),
    (r"\b(note|notes|commentaires?|observations?|remarques?)\b", "mots"),
    (r"\bnom\b", "nom"),
)
"""What a header probably says; the first that fits, once."""

ETATS: tuple[tuple[str, str], ...] = (
    (r"\b(radie|suspendu|arrete|perdu|coupe)e?s?\b", "perdu"),
    (r"\b(recours)\b", "recours"),
    (r"\b(refus|refuse|rejet|rejete)e?s?\b", "refuse"),
    (r"\b(abandon|abandonne|renonce)e?s?\b", "renonce"),
    (r"\b(pieces?|manque|incomplet)\b", "pieces_demandees"),
    (r"\b(instruction|etude|en attente|en cours)\b", "en_instruction"),
    (r"\b(a faire|a demander|voulu|choisi|souhaite)e?s?\b", "choisi"),
    (r"\b(preparation|a completer)\b", "en_preparation"),
    (r"\b(verse|paye|ok|ouvert|actif|percu|touche|utilise)e?s?\b", "verse"),
    (r"\b(accorde|accepte|notifie|attribue)e?s?\b", "accorde"),
    (r"\b(depose|demande|envoye|transmis)e?s?\b", "depose"),
    (r"\b(repere|identifie|eligible|potentiel)(le)?s?\b", "repere"),
)

CHEMINS: dict[str, tuple[str, ...]] = {
    "en_preparation": ("choisi", "en_preparation"),
    "maintenu": ("verse", "maintenu"),
    "perdu": ("verse", "perdu"),
    "recours": ("depose", "refuse", "recours"),
} | {vers: ("depose", vers) for vers in ("pieces_demandees", "en_instruction", "accorde", "partiel", "refuse", "silence", "renonce")}
"""The steps that lead to a state, for a right that was not followed here before."""

MODES = {"oral": r"\b(oral|vive voix|telephone|verbal)\b", "papier": r"\b(papier|ecrit|signe|signature|formulaire)\b", "ecran": r"\b(ecran|en ligne|mail)\b"}
NON = re.compile(r"\b(non|refus|refuse|pas d accord|sans)\b")

NOM_VIDE = _("Le nom et le prénom sont vides.")
DATE_ILLISIBLE = _("« {valeur} » n’est pas une date lisible. Écrivez-la comme 31/12/1990.")
MONTANT_ILLISIBLE = _("« {valeur} » n’est pas un montant en euros, entre 0 et 1 000 000.")
DROIT_INCONNU = _("« {valeur} » n’est rattaché à aucun droit.")
ETAT_INCONNU = _("« {valeur} » ne dit pas où en est le droit.")
ETAT_SANS_DROIT = _("La ligne dit où en est un droit, et pas lequel.")
ACCORD_NON = _("La personne n’a pas donné son accord : son nom n’est pas gardé.")
ACCORD_MANQUE = _("Rien ne dit comment et quand la personne a donné son accord. Sans accord, son nom n’est pas gardé.")
NAISSANCE_FAUSSE = _("Cette date de naissance n’est pas possible : {valeur}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Faute:
    """What is wrong with a row: in which column (its header), and a sentence with the value of the cell."""

    colonne: str
    phrase: str
    valeur: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reglages:
    """What a human confirmed of a table: what each column is, what each word means, and the agreement that goes for the whole file."""

    colonnes: Sequence[str]
    droits: Mapping[str, str] = field(default_factory=dict)
    etats: Mapping[str, str] = field(default_factory=dict)
    accord_mode: str = ""
    accord_le: date | None = None


@dataclass(slots=True, kw_only=True)
class Rangee:
    """A row, as we understood it."""

    rang: int
    prenom: str = ""
    nom: str = ""
    naissance: str = ""
    numero: int | None = None
    droit: str = ""
    etat: str = ""
    etat_le: date | None = None
    demande_le: date | None = None
    montant: Decimal | None = None
    accord_mode: str = ""
    accord_le: date | None = None
    mots: str = ""
    fautes: list[Faute] = field(default_factory=list)

    @property
    def cle(self) -> tuple[str, str]:
        """What tells that two rows speak of one person."""
        return (" ".join(sorted(plain(f"{self.prenom} {self.nom}").split())), self.naissance)

    @property
    def chemin(self) -> tuple[str, ...]:
        """The steps that lead to its state, for a right that was not followed before."""
        if self.etat == "verse" and self.demande_le:
            return ("depose", "verse")
        return CHEMINS.get(self.etat, (self.etat,))


def bare(texte: str) -> str:
    """Return a text as headers and words are compared."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain(texte)).split())


def unmarked(texte: str) -> str:
    """Return a cell without the mark that our own export puts before a sign at which a spreadsheet computes, and without control characters."""
    propre = " ".join("".join(lettre if lettre.isprintable() else " " for lettre in texte).split())
    return propre[1:] if propre.startswith(MARQUE) and propre[1:2] in SIGNES else propre


def without_nir(lignes: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """Return the rows without a social security number, and the headers of the columns that held some: these are emptied whole."""
    entetes = list(lignes[0])
    refusees = {rang for rang, entete in enumerate(entetes) if ENTETE_NIR.search(bare(entete))}
    propres = [entetes]
    for ligne in lignes[1:]:
        refusees |= {rang for rang, cellule in enumerate(ligne) if NIR.search(re.sub(r"[\s.\-]", "", cellule))}
    propres += [["" if rang in refusees else cellule for rang, cellule in enumerate(ligne)] for ligne in lignes[1:]]
    return propres, [entetes[rang] if rang < len(entetes) else str(rang + 1) for rang in sorted(refusees)]


def propose(entetes: Sequence[str], retenues: Mapping[str, str]) -> list[str]:
    """Return what each column probably is: what was confirmed last time, else what its header says; each meaning once."""
    pris: set[str] = set()
    trouves = []
    for entete in entetes:
        mot = bare(entete)
        champ = retenues.get(mot)
        if champ is None:
            champ = next((sens for motif, sens in INDICES if sens not in pris and re.search(motif, mot)), "")
        trouves.append("" if champ in pris else champ)
        pris |= {champ} - {""}
    return trouves


def propose_state(mot: str, libelles: Mapping[str, str]) -> str:
    """Return the state that a word names or probably says; nothing where none. `libelles`: name by code."""
    exact = next((etat for etat, libelle in libelles.items() if bare(mot) in {etat, bare(libelle)}), "")
    return exact or next((etat for motif, etat in ETATS if re.search(motif, bare(mot))), "")


def propose_right(mot: str, libelles: Mapping[str, str]) -> str:
    """Return the right that a word names, by its code, its name or its initials in brackets; nothing where none or several. `libelles`: name by code."""
    dit = f" {bare(mot)} "
    exacts = [code for code, libelle in libelles.items() if bare(mot) in {bare(code), bare(libelle)}]
    if exacts:
        return exacts[0]
    sigles = {
        code: {bare(sigle) for bloc in re.findall(r"\(([^)]*)\)", libelle) for sigle in bloc.split(",")} | {bare(code)} for code, libelle in libelles.items()
    }
    trouves = [code for code, siens in sigles.items() if any(sigle and f" {sigle} " in dit for sigle in siens)]
    return trouves[0] if len(trouves) == 1 else ""


def read_date(texte: str) -> date | None:
    """Return the day that a cell says: 2026-11-27, 27/11/2026, 27.11.26, or a number of .xlsx; None where it says none."""
    if lu := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", texte):
        annee, mois, jour = map(int, lu.groups())
    elif lu := re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})", texte):
        jour, mois, annee = map(int, lu.groups())
        annee += 0 if annee > 99 else 2000 if annee < 30 else 1900
    elif re.fullmatch(r"\d{4,5}(?:\.0+)?", texte) and 366 < int(float(texte)) < 80_000:
        return EXCEL + timedelta(days=int(float(texte)))
    else:
        return None
    try:
        return date(annee, mois, jour)
    except ValueError:
        return None


def read_amount(texte: str) -> Decimal | None:
    """Return the euros that a cell says, as people write them: 1 234,50 €; None where it says none, or more than a million."""
    nombre = re.sub(r"\s|€|euros?|eur", "", texte, flags=re.IGNORECASE).replace(",", ".")
    try:
        valeur = Decimal(nombre)
    except InvalidOperation:
        return None
    return valeur if valeur.is_finite() and 0 <= valeur <= 1_000_000 else None


def split_name(texte: str) -> tuple[str, str]:
    """Return the first name and the name of a cell that has both: capitals are the name, else what follows the first word."""
    mots = texte.replace(",", " ").split()
    grands = [mot for mot in mots if mot.isupper() and len(mot) > 1]
    if grands and len(grands) < len(mots):
        return " ".join(mot for mot in mots if mot not in grands), " ".join(grands)
    return " ".join(mots[:1]), " ".join(mots[1:])


def read_rows(entetes: Sequence[str], lignes: Iterable[Sequence[str]], reglages: Reglages, *, today: date) -> list[Rangee]:
    """Return each row that is not empty, as we understood it; `rang` is its number in the spreadsheet, whose first row is the headers."""
    return [_row(rang, entetes, ligne, reglages, today) for rang, ligne in enumerate(lignes, 2) if any(cellule.strip() for cellule in ligne)]


def _row(rang: int, entetes: Sequence[str], ligne: Sequence[str], reglages: Reglages, today: date) -> Rangee:
    lues = {champ: (entetes[i], unmarked(ligne[i])) for i, champ in enumerate(reglages.colonnes) if champ and i < len(ligne) and i < len(entetes)}
    rangee = Rangee(rang=rang, accord_mode=reglages.accord_mode, accord_le=reglages.accord_le)

    def text(champ: str) -> str:
        return lues.get(champ, ("", ""))[1]

    def wrong(champ: str, phrase: str) -> None:
        rangee.fautes.append(Faute(colonne=lues.get(champ, ("", ""))[0], phrase=phrase, valeur=text(champ)[:60]))

    rangee.prenom, rangee.nom = (text("prenom"), text("nom")) if text("prenom") or text("nom") else split_name(text("nom_complet"))
    if not f"{rangee.prenom}{rangee.nom}":
        wrong("nom" if "nom" in lues else "nom_complet", NOM_VIDE)
    rangee.numero = int(text("numero")) if re.fullmatch(r"\d{1,15}", text("numero")) else None
    for champ in ("naissance", "etat_le", "demande_le", "accord_le"):
        if not text(champ):
            continue
        jour = read_date(text(champ))
        if jour is None:
            wrong(champ, DATE_ILLISIBLE)
        elif champ == "naissance":
            rangee.naissance = jour.isoformat()
            if jour > today or jour.year < 1900:
                wrong(champ, NAISSANCE_FAUSSE)
        else:
            setattr(rangee, champ, jour)
    if text("montant"):
        rangee.montant = read_amount(text("montant"))
        if rangee.montant is None:
            wrong("montant", MONTANT_ILLISIBLE)
    rangee.mots = text("mots")[:500]
    _right(rangee, text, wrong, reglages)
    _agreement(rangee, text("accord_mode"), wrong)
    return rangee


def _right(rangee: Rangee, text: Callable[[str], str], wrong: Callable[[str, str], None], reglages: Reglages) -> None:
    ou, quoi = ("droit_etat", "droit_etat") if text("droit_etat") else ("droit", "etat")
    if text(ou):
        rangee.droit = reglages.droits.get(bare(text(ou)), "")
        if not rangee.droit:
            wrong(ou, DROIT_INCONNU)
    if text(quoi):
        rangee.etat = reglages.etats.get(bare(text(quoi)), "")
        if not rangee.etat:
            wrong(quoi, ETAT_INCONNU)
        elif not text(ou):
            wrong(quoi, ETAT_SANS_DROIT)
    elif rangee.droit:
        rangee.etat = "repere"


def _agreement(rangee: Rangee, dit: str, wrong: Callable[[str, str], None]) -> None:
    if not dit:
        return
    mot = bare(dit)
    if NON.search(mot):
        wrong("accord_mode", ACCORD_NON)
    rangee.accord_mode = next((mode for mode, motif in MODES.items() if re.search(motif, mot)), rangee.accord_mode)
