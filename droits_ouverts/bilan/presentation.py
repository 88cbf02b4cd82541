"""What an estimate says to a person: sentences, order and cards. Pure: values in, values out.

An estimate is never a promise: everything here is conditional, and the organisation that decides is named. A right that could not
be computed is told as such and stands among those to check.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.engine.formules.types import Grade, Versement
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.results import Estimation, EstimationDroit, Intervalle, Manquant, Statut

UN_EURO = 1.0


class Etat(StrEnum):
    """How a right is told: a status of the estimate, or the fact that it is already received."""

    PROBABLE = "probable"
    A_VERIFIER = "a_verifier"
    RECU = "recu"
    HORS = "hors"


LIBELLES = {
    Etat.PROBABLE: ("✓", "Probable"),
    Etat.A_VERIFIER: ("?", "À vérifier"),
    Etat.RECU: ("●", "Déjà reçu"),
    Etat.HORS: ("–", "Pas dans cette situation"),
}
PERIODES = {Versement.MENSUEL: "par mois", Versement.ANNUEL: "par an", Versement.UNIQUE: "une fois"}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionManquante:
    """A question still open, in the words of the screen, and where to answer it."""

    fait: str
    entite: str
    question: str
    refusee: bool = False

    @property
    def sujet(self) -> str:
        """Subject whose screen asks it; empty for a fact that no screen asks."""
        fait = FAITS.get(self.fait)
        return fait.sujet.value if fait else ""

    @property
    def ancre(self) -> str:
        """Identifier of the question in its page."""
        return f"q-{self.entite}-{self.fait}".replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Barre:
    """An interval on a bar from 0 to `echelle`, all in euros."""

    minimum: float
    maximum: float
    echelle: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lien:
    """Where a right is asked for: words, and an address where there is one."""

    texte: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carte:
    """One right, as a card shows it."""

    code: str
    libelle: str
    etat: Etat
    decide_par: str
    montant: str = ""
    periode: str = ""
    barre: Barre | None = None
    pourquoi: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    perdu: str = ""
    manquantes: tuple[QuestionManquante, ...] = ()
    notes: tuple[str, ...] = field(default=())
    liens: tuple[Lien, ...] = ()
    erreur: str = ""

    @property
    def autres_manquantes(self) -> int:
        """How many open questions there are besides the first."""
        return len(self.manquantes) - 1

    @property
    def signe(self) -> str:
        """Sign of the state, beside its word."""
        return LIBELLES[self.etat][0]

    @property
    def mot(self) -> str:
        """Word of the state."""
        return LIBELLES[self.etat][1]

    @property
    def classe(self) -> str:
        """Name of the state in a style sheet."""
        return self.etat.value.replace("_", "-")


def state_of(droit: EstimationDroit) -> Etat:
    """Return how a right is told. A failed rule is to check, whatever else is written."""
    if droit.deja_recu:
        return Etat.RECU
    if droit.erreur:
        return Etat.A_VERIFIER
    return {Statut.ELIGIBLE: Etat.PROBABLE, Statut.INDETERMINE: Etat.A_VERIFIER, Statut.NON_ELIGIBLE: Etat.HORS}[droit.statut]


def euros(montant: float) -> str:
    """Write whole euros: "1 234 €" (no-break spaces)."""
    return f"{montant:,.0f} €".replace(",", "\u202f").replace(" ", "\u00a0")


def interval_text(intervalle: Intervalle) -> str:
    """Write an interval in whole euros, never narrower than it is: "394 €", "jusqu’à 402 €", "216 à 326 €"."""
    bas, haut = math.floor(intervalle.min + 0.005), math.ceil(intervalle.max - 0.005)
    if intervalle.max - intervalle.min < UN_EURO:
        return euros(round(intervalle.max))
    if bas < UN_EURO:
        return f"jusqu’à {euros(haut)}"
    return f"{euros(bas)[:-2]} à {euros(haut)}"


def headline(estimation: Estimation, prenom: str) -> str:
    """Return the sentence that sums the check-up up, in the conditional: "Awa pourrait recevoir de 610 à 720 € de plus par mois"."""
    qui = prenom or "Cette personne"
    total = estimation.gain_net_total
    if total is not None and total.max >= UN_EURO:
        bas, haut = math.floor(total.min + 0.005), math.ceil(total.max - 0.005)
        if total.max - total.min < UN_EURO:
            return f"{qui} pourrait recevoir environ {euros(round(total.max))} de plus par mois"
        if bas < UN_EURO:
            return f"{qui} pourrait recevoir jusqu’à {euros(haut)} de plus par mois"
        return f"{qui} pourrait recevoir de {euros(bas)[:-2]} à {euros(haut)} de plus par mois"
    nombre = sum(state_of(droit) is Etat.PROBABLE for droit in estimation.droits)
    if nombre:
        return f"{qui} pourrait avoir {nombre} droit{'s' if nombre > 1 else ''} de plus"
    if any(state_of(droit) is Etat.A_VERIFIER for droit in estimation.droits):
        return f"Il faut d’autres réponses pour savoir ce que {prenom or 'cette personne'} pourrait recevoir"
    return "Pour l’instant, aucun nouveau droit n’apparaît dans cette situation"


def sub_headline(estimation: Estimation) -> str:
    """Return how many rights may be asked for, and what each month of delay would lose for good."""
    nombre = sum(state_of(droit) is Etat.PROBABLE for droit in estimation.droits)
    doute = sum(state_of(droit) is Etat.A_VERIFIER for droit in estimation.droits)
    phrases = []
    if nombre:
        phrases.append(f"{nombre} droit{'s' if nombre > 1 else ''} à demander.")
    if doute:
        phrases.append(f"{doute} droit{'s' if doute > 1 else ''} à vérifier.")
    if estimation.perdu_par_mois >= UN_EURO:
        phrases.append(f"Chaque mois d’attente ferait perdre environ {euros(estimation.perdu_par_mois)}, qui ne seraient pas rattrapés.")
    return " ".join(phrases)


def cards(estimation: Estimation, prenoms: Mapping[str, str]) -> list[Carte]:
    """Return every right as a card, in the order in which it helps: probable, to check, already received, not in this situation.

    Inside each, what is lost by waiting comes first, then what it would add, then its name.
    """
    ordre = list(Etat)
    droits = sorted(estimation.droits, key=lambda droit: (ordre.index(state_of(droit)), -droit.perdu_par_mois, -worth(droit), droit.libelle))
    return [_card(droit, prenoms) for droit in droits]


def not_computed(estimation: Estimation) -> list[str]:
    """Return the names of the catalogue's rights that the engine has no rule for: nothing is known of them, which is never a no."""
    connus = {droit.code for droit in estimation.droits}
    return [droit.libelle for code, droit in load_catalogue().items() if code not in connus]


def worth(droit: EstimationDroit) -> float:
    """Return what a right would add at most, in euros a month (yearly and one-off amounts are spread over twelve months)."""
    if droit.gain_net is not None and droit.gain_net.max > 0:
        return droit.gain_net.max
    if droit.montant_mensuel is not None:
        return droit.montant_mensuel.max
    return droit.montant_unique.max / 12 if droit.montant_unique is not None else 0.0


def _card(droit: EstimationDroit, prenoms: Mapping[str, str]) -> Carte:
    etat = state_of(droit)
    intervalle = droit.montant_mensuel or droit.montant_unique
    montre = intervalle is not None and intervalle.max >= UN_EURO and etat is not Etat.HORS and not droit.erreur
    motifs = _reasons(droit, etat)
    connu = load_catalogue().get(droit.code)
    return Carte(
        code=droit.code,
        libelle=droit.libelle,
        etat=etat,
        decide_par=(connu.decide_par.texte or "") if connu else "",
        montant=interval_text(intervalle) if montre and intervalle else "",
        periode=PERIODES.get(droit.versement, "") if montre and droit.versement else "",
        barre=_bar(intervalle) if montre and intervalle else None,
        pourquoi=tuple(phrase for phrase, _article in motifs),
        articles=tuple(dict.fromkeys(article for _phrase, article in motifs if article)),
        perdu=f"Chaque mois d’attente ferait perdre environ {euros(droit.perdu_par_mois)}."
        if droit.perdu_par_mois >= UN_EURO and etat is Etat.PROBABLE
        else "",
        manquantes=tuple(_missing(manquant, prenoms) for manquant in droit.manquants) if etat in (Etat.A_VERIFIER, Etat.PROBABLE) else (),
        notes=_notes(droit),
        liens=tuple(Lien(texte=lieu.texte, url=lieu.url or "") for lieu in connu.ou_demander if lieu.texte) if connu and etat is not Etat.HORS else (),
        erreur=droit.erreur or "",
    )


def _reasons(droit: EstimationDroit, etat: Etat) -> list[tuple[str, str]]:
    """Return the sentences that matter: what is met for a probable right, what stands in the way for one that is not there."""
    voulu = {Etat.PROBABLE: True, Etat.HORS: False}.get(etat)
    if voulu is None:
        return []
    return [(unbroken(motif.phrase), motif.article) for motif in droit.motifs if motif.reussie is voulu and motif.phrase]


def _notes(droit: EstimationDroit) -> tuple[str, ...]:
    notes = list(droit.avertissements)
    if droit.grade is Grade.A_VERIFIER:
        notes.append("Cette règle reste à vérifier auprès de l’organisme.")
    if droit.a_droit_constant:
        notes.append("La loi de ce mois n’est pas encore connue : le calcul suit la dernière qui l’est.")
    return tuple(dict.fromkeys(unbroken(note) for note in notes))


def _bar(intervalle: Intervalle) -> Barre | None:
    if intervalle.max - intervalle.min < UN_EURO:
        return None
    haut = next((borne for borne in (50, 100, 200, 500, 1000, 2000, 5000, 10000) if borne >= intervalle.max), math.ceil(intervalle.max))
    return Barre(minimum=max(intervalle.min, 0.0), maximum=intervalle.max, echelle=haut)


def _missing(manquant: Manquant, prenoms: Mapping[str, str]) -> QuestionManquante:
    return QuestionManquante(
        fait=manquant.fait,
        entite=manquant.entite,
        question=question_text(manquant.entite, manquant.question, prenoms),
        refusee=manquant.refuse,
    )


def question_text(entite: str, question: str, prenoms: Mapping[str, str]) -> str:
    """Return a question with the person's name in the place of her identifier, as whole words only."""
    nommee = re.sub(rf"\b{re.escape(entite)}\b", lambda _trouve: prenoms[entite], question) if entite in prenoms else question
    return unbroken(nommee)


def unbroken(texte: str) -> str:
    """Return a text whose signs never begin a line and whose numbers are never cut: the spaces before and inside them do not break."""
    return re.sub(r"(?<=\d) (?=\d{3}\b)", "\u202f", re.sub(r" (?=[?!:;»€%])", "\u00a0", texte))


def next_question(estimation: Estimation, prenoms: Mapping[str, str]) -> QuestionManquante | None:
    """Return the question that would narrow the results most, None where nothing is left to ask."""
    suivante = estimation.question_suivante
    if suivante is None:
        return None
    return QuestionManquante(
        fait=suivante.fait,
        entite=suivante.entite,
        question=question_text(suivante.entite, suivante.question, prenoms),
    )
