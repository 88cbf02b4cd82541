"""The ledger in words: amounts, steps, what to do next. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from droits_ouverts.bilan.presentation import label_of as said_in_language
from droits_ouverts.delais.phrases import day_in_words
from droits_ouverts.droits import services as droits
from droits_ouverts.droits.errors import UnknownDroitError
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.formules.types import Versement
from droits_ouverts.foundation.langue import euros, gettext
from droits_ouverts.foundation.langue import gettext_noop as _
from droits_ouverts.suivi.enums import Etat, SensSilence
from droits_ouverts.suivi.rules import Montants, is_open, next_states

MOTS_MONTANTS = {
    "estime": _("estimé\u00a0: {montant} par mois"),
    "accorde": _("accordé\u00a0: {montant} par mois"),
    "verse": _("versé\u00a0: {montant} par mois"),
    "rappel": _("rappel\u00a0: {montant}, une fois"),
    "ponctuel": _("aide ponctuelle\u00a0: {montant}"),
    "net": _("gain net\u00a0: {montant} par mois"),
}

VERBES: dict[str, str] = {
    "repere": _("Le droit est repéré"),
    "propose": _("Il lui est proposé"),
    "choisi": _("Elle le veut"),
    "ecarte": _("Elle ne le veut pas"),
    "en_preparation": _("Le dossier se prépare"),
    "depose": _("La demande est partie"),
    "pieces_demandees": _("Des pièces sont demandées"),
    "en_instruction": _("La demande est à l’étude"),
    "accorde": _("C’est accordé"),
    "partiel": _("C’est accordé en partie"),
    "refuse": _("C’est refusé"),
    "silence": _("Le délai est passé sans réponse"),
    "verse": _("C’est versé, ou utilisé"),
    "maintenu": _("C’est maintenu"),
    "perdu": _("Le droit s’est arrêté"),
    "recours": _("Un recours est parti"),
    "renonce": _("Elle y renonce"),
}
"""What one notes, as a button says it."""

SUITE: dict[str, str] = {
    "repere": "propose",
    "propose": "choisi",
    "choisi": "depose",
    "en_preparation": "depose",
    "pieces_demandees": "en_instruction",
    "accorde": "verse",
    "partiel": "verse",
    "refuse": "recours",
    "perdu": "depose",
}
"""The step that most likely comes next. None where the right is there, or after an end that the person chose: nothing presses, and she is left in peace."""

REPONSES: dict[str, tuple[str, ...]] = dict.fromkeys(("depose", "en_instruction", "recours"), ("accorde", "partiel", "refuse", "pieces_demandees"))
"""Where the institution has to answer, what it may have answered: nobody hopes for one of them in the place of the others."""

CONSEILS: dict[str, str] = {
    "repere": _("Parlez-en avec la personne\u00a0: elle dira si elle le veut."),
    "propose": _("La personne décide. Elle peut le vouloir, ne pas le vouloir, ou attendre."),
    "choisi": _("Préparez la demande avec elle, puis notez le jour où elle part."),
    "ecarte": _("C’est son choix. Rien n’est à faire\u00a0; elle peut changer d’avis quand elle veut."),
    "en_preparation": _("Réunissez les papiers, puis notez le jour où la demande part."),
    "depose": _("L’organisme doit répondre. Notez sa réponse dès qu’elle arrive."),
    "pieces_demandees": _("Donnez les papiers demandés, puis notez que la demande reprend."),
    "en_instruction": _("L’organisme étudie la demande. Notez sa réponse dès qu’elle arrive."),
    "accorde": _("Vérifiez avec elle que le droit arrive vraiment, puis notez le premier versement."),
    "partiel": _("Comparez la décision avec l’estimation. Elle peut la contester dans le délai."),
    "refuse": _("Lisez le motif avec elle. Elle peut contester dans le délai, ou demander de nouveau."),
    "silence": _("L’organisme n’a pas répondu. Vérifiez ce que veut dire son silence."),
    "verse": _("Le droit est là. Pensez aux déclarations et au renouvellement."),
    "maintenu": _("Le droit continue. Pensez à la prochaine déclaration ou au renouvellement."),
    "perdu": _("Le droit s’est arrêté. Cherchez pourquoi avec elle\u00a0: il peut se redemander."),
    "recours": _("Le recours est parti. Notez la réponse dès qu’elle arrive."),
    "renonce": _("C’est son choix. Rien n’est à faire\u00a0; elle peut le redemander quand elle veut."),
    "annule": _("Ce droit a été ouvert par erreur. Notez une étape pour le suivre vraiment."),
}

NATURES: dict[str, str] = {
    "demander": _("Faire partir la demande"),
    "appel": _("Appeler la personne"),
    "piece": _("Donner un papier"),
    "delai_traitement": _("Réponse attendue"),
    "silence": _("Fin du délai de réponse"),
    "recours_prealable": _("Dernier jour pour contester"),
    "silence_recours": _("Réponse attendue au recours"),
    "recours_juridictionnel": _("Dernier jour pour saisir le juge"),
    "renouvellement": _("Demander le renouvellement"),
    "declaration": _("Faire la déclaration"),
    "pieces": _("Dernier jour pour les pièces"),
    "execution": _("Le droit doit arriver"),
    "contact": _("Se présenter ou donner des nouvelles"),
    "fin_de_droit": _("Fin du droit"),
    "campagne": _("Dernier jour pour demander"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EtapeDite:
    """A step on the line of a right, in words; `details`: what else was said of it."""

    rang: int
    etat: str
    jour: date
    preuve: str
    preuve_mot: str
    par: str
    note_at: datetime
    corrigee: bool = False
    est_correction: bool = False
    details: Sequence[str] = field(default=())
    mots: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """What may be noted next: the step that most likely comes, or the answers that the institution may give, then the others, each with its words."""

    conseil: str
    premiere: tuple[str, str] | None
    reponses: Sequence[tuple[str, str]]
    autres: Sequence[tuple[str, str]]


def next_of(etat: str, *, sens: str = "") -> Suite:
    """Return what may follow a state. After a silence, what it means says what is hoped for."""
    hope = SUITE.get(etat)
    if etat == "silence":
        hope = "accorde" if sens == SensSilence.ACCORD else "recours"
    premiere = (hope, gettext(VERBES[hope])) if hope else None
    reponses = [(vers, gettext(VERBES[vers])) for vers in REPONSES.get(etat, ())]
    dits = {hope, *REPONSES.get(etat, ())}
    autres = [(vers, gettext(VERBES[vers])) for vers in next_states(etat) if vers not in dits]
    return Suite(conseil=gettext(CONSEILS[etat]), premiere=premiere, reponses=reponses, autres=autres)


def amounts_said(montants: Montants) -> str:
    """Return amounts as one line, nothing where none is known."""
    return ", ".join(gettext(phrase).format(montant=money(valeur)) for nom, phrase in MOTS_MONTANTS.items() if (valeur := getattr(montants, nom)) is not None)


def money(valeur: Decimal) -> str:
    """Return an amount in whole euros, as the language writes it."""
    return euros(float(valeur))


def label_of(code: str) -> str:
    """Return the name of a right in the language of the page; its code where the catalogue has no such right any more."""
    try:
        return said_in_language(droits.get(code).libelle)
    except UnknownDroitError:
        return code


def clock_name(nature: str) -> str:
    """Return what a clock is for, in words."""
    return gettext(NATURES.get(nature, _("Échéance")))


ATTENTES = frozenset({"delai_traitement", "silence", "silence_recours", "execution", "fin_de_droit"})
"""Clocks that nobody acts on: something comes, or ends, on their day."""


def how_far(a_faire_le: date, due_le: date, *, on: date) -> str:
    """Return how far a clock is: `J-12` before the day to aim at, then how much is left of the last one. Never over while its last day runs, today included."""
    dernier = max(a_faire_le, due_le)
    if on > dernier:
        return gettext("passé de {jours}\u00a0j").format(jours=(on - dernier).days)
    if on == dernier:
        return gettext("dernier jour aujourd’hui")
    if on == a_faire_le:
        return gettext("aujourd’hui")
    return gettext("J-{jours}").format(jours=(a_faire_le - on).days) if on < a_faire_le else gettext("dernier jour J-{jours}").format(jours=(dernier - on).days)


def days_said(nature: str, *, a_faire_le: date, due_le: date, deplacee: bool) -> str:
    """Return the days of a clock in one sentence or two: the last one is always there, even where it was moved; one says which to aim at where they differ."""
    dernier = day_in_words(due_le)
    if nature == "appel":
        return gettext("Vers le {jour}.").format(jour=day_in_words(a_faire_le))
    if nature in ATTENTES:
        dit = gettext("Jusqu’au {jour}.").format(jour=dernier)
        return dit if not deplacee else " ".join((dit, gettext("Déplacée au {jour}.").format(jour=day_in_words(a_faire_le))))
    if nature == "demander":
        dit = gettext("Avant le {jour}, pour ne pas perdre un mois de plus.").format(jour=dernier)
        return dit if not deplacee else " ".join((dit, gettext("Déplacée au {jour}.").format(jour=day_in_words(a_faire_le))))
    dit = gettext("Dernier jour\u00a0: {jour}.").format(jour=dernier)
    if a_faire_le == due_le:
        return dit
    vise = gettext("Déplacée au {jour}.") if deplacee else gettext("Visez le {jour}.")
    return " ".join((vise.format(jour=day_in_words(a_faire_le)), dit))


@dataclass(frozen=True, slots=True, kw_only=True)
class MontantDit:
    """The best known of what a right brings, with its unit: `mensuel` a month, else `annuel` alone a year, else `unique`, once."""

    mensuel: Decimal | None = None
    annuel: Decimal | None = None
    unique: Decimal | None = None
    est_estime: bool = True

    @property
    def en_chiffres(self) -> str:
        """The amount that one shows, empty where none is known."""
        valeur = next((un for un in (self.mensuel, self.annuel, self.unique) if un is not None), None)
        return money(valeur) if valeur else ""

    @property
    def rythme(self) -> str:
        """What the amount is by, and whether it is an estimate."""
        if self.mensuel is not None:
            return gettext("par mois, estimés") if self.est_estime else gettext("par mois")
        if self.annuel is not None:
            return gettext("par an, estimés") if self.est_estime else gettext("par an")
        return gettext("une fois, estimés") if self.est_estime else gettext("une fois")


def amount_of(montants: Montants, *, droit: str, etat: str) -> MontantDit:
    """Return what a right brings. What does not come each month is by year where the right is paid by year, else once."""
    if montants.mensuel is not None:
        return MontantDit(mensuel=montants.mensuel, annuel=montants.annuel, est_estime=montants.est_estime)
    regle = REGLES.get(droit)
    nom = "annuel" if regle is not None and regle.versement is Versement.ANNUEL else "unique"
    return MontantDit(**{nom: montants.ponctuel}, est_estime=not is_open(etat))


def rhythm(montants: Montants, *, droit: str = "") -> list[tuple[str, str, str]]:
    """Return the amounts as a table: what, a month, a year; what comes once, or once a year, has no month."""
    regle = REGLES.get(droit)
    par_an = regle is not None and regle.versement is Versement.ANNUEL
    lignes = [
        (gettext(titre), money(valeur), money(valeur * 12))
        for nom, titre in (("estime", _("Estimé")), ("accorde", _("Accordé")), ("verse", _("Versé")), ("net", _("Gain net pour le foyer")))
        if (valeur := getattr(montants, nom)) is not None
    ]
    uniques = (("rappel", _("Rappel, une fois")), ("ponctuel", _("Versé une fois par an") if par_an else _("Aide ponctuelle")))
    return lignes + [(gettext(titre), "", money(valeur)) for nom, titre in uniques if (valeur := getattr(montants, nom)) is not None]


def choices_of_states() -> Iterable[tuple[str, str]]:
    """Return the states that a filter may name, without what is no step."""
    return [(etat.value, str(etat.label)) for etat in Etat if etat is not Etat.ANNULE]
