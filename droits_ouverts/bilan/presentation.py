"""What an estimate says to a person: sentences, order and cards. Pure: values in, values out.

An estimate is never a promise: everything here is conditional, and the organisation that decides is named. A right that could not
be computed is told as such and stands among those to check.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from droits_ouverts.bilan.phrases import question_said, said
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.engine.formules.types import Grade, Versement
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Sujet
from droits_ouverts.engine.results import Estimation, EstimationDroit, Intervalle, Manquant, Statut
from droits_ouverts.foundation import langue
from droits_ouverts.foundation.langue import gettext as _
from droits_ouverts.foundation.langue import gettext_noop, ngettext
from droits_ouverts.foundation.traduction import CATALOGUE, REGLES, translated

if TYPE_CHECKING:
    from droits_ouverts.bilan.presentation_choix import AvisDit, ChoixDit

euros = langue.euros
UN_EURO = 1.0
PARTAGEE = 5
"""Number of cards from which a note is about the service, and no longer about one right."""


class Etat(StrEnum):
    """How a right is told: a status of the estimate, or the fact that it is already received."""

    PROBABLE = "probable"
    A_VERIFIER = "a_verifier"
    RECU = "recu"
    HORS = "hors"


LIBELLES = {
    Etat.PROBABLE: ("✓", gettext_noop("Probable")),
    Etat.A_VERIFIER: ("?", gettext_noop("À vérifier")),
    Etat.RECU: ("●", gettext_noop("Déjà reçu")),
    Etat.HORS: ("–", gettext_noop("Pas dans cette situation")),
}
PERIODES = {Versement.MENSUEL: gettext_noop("par mois"), Versement.ANNUEL: gettext_noop("par an"), Versement.UNIQUE: gettext_noop("une fois")}


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
    """One right, as a card shows it. `choix` and `avis`: what the person chose and what a professional thinks, once they are known."""

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
    choix: ChoixDit | None = None
    avis: AvisDit | None = None

    @property
    def groupe(self) -> Etat:
        """Under which heading the card stands: the professional's opinion in force, where there is one, else the estimate."""
        return self.avis.etat if self.avis and self.etat is not Etat.RECU else self.etat

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
        return _(LIBELLES[self.etat][1])

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


def interval_text(intervalle: Intervalle) -> str:
    """Write an interval in whole euros, never narrower than it is: "394 €", "jusqu’à 402 €", "216 à 326 €"."""
    bas, haut = math.floor(intervalle.min + 0.005), math.ceil(intervalle.max - 0.005)
    if intervalle.max - intervalle.min < UN_EURO:
        return euros(round(intervalle.max))
    if bas < UN_EURO:
        return _("jusqu’à {haut}").format(haut=euros(haut))
    return langue.euros_between(bas, haut)


def headline(estimation: Estimation, prenom: str) -> str:
    """Return the sentence that sums the check-up up, in the conditional: "Awa pourrait recevoir de 610 à 720 € de plus par mois"."""
    qui = prenom or _("Cette personne")
    total = estimation.gain_net_total
    if total is not None and total.max >= UN_EURO:
        bas, haut = math.floor(total.min + 0.005), math.ceil(total.max - 0.005)
        if total.max - total.min < UN_EURO:
            return _("{qui} pourrait recevoir environ {montant} de plus par mois").format(qui=qui, montant=euros(round(total.max)))
        if bas < UN_EURO:
            return _("{qui} pourrait recevoir jusqu’à {montant} de plus par mois").format(qui=qui, montant=euros(haut))
        return _("{qui} pourrait recevoir de {montants} de plus par mois").format(qui=qui, montants=langue.euros_between(bas, haut))
    nombre = sum(state_of(droit) is Etat.PROBABLE for droit in estimation.droits)
    if nombre:
        return ngettext("{qui} pourrait avoir {nombre} droit de plus", "{qui} pourrait avoir {nombre} droits de plus", nombre).format(qui=qui, nombre=nombre)
    if any(state_of(droit) is Etat.A_VERIFIER for droit in estimation.droits):
        if prenom:
            return _("Il faut d’autres réponses pour savoir ce que {qui} pourrait recevoir").format(qui=prenom)
        return _("Il faut d’autres réponses pour savoir ce que cette personne pourrait recevoir")
    return _("Pour l’instant, aucun nouveau droit n’apparaît dans cette situation")


def sub_headline(estimation: Estimation) -> str:
    """Return how many rights may be asked for, and what each month of delay would lose for good."""
    nombre = sum(state_of(droit) is Etat.PROBABLE for droit in estimation.droits)
    doute = sum(state_of(droit) is Etat.A_VERIFIER for droit in estimation.droits)
    phrases = []
    if nombre:
        phrases.append(ngettext("{nombre} droit à demander.", "{nombre} droits à demander.", nombre).format(nombre=nombre))
    if doute:
        phrases.append(ngettext("{nombre} droit à vérifier.", "{nombre} droits à vérifier.", doute).format(nombre=doute))
    if estimation.perdu_par_mois >= UN_EURO:
        perdu = _("Chaque mois d’attente ferait perdre environ {montant}, qui ne seraient pas rattrapés.")
        phrases.append(perdu.format(montant=euros(estimation.perdu_par_mois)))
    return " ".join(phrases)


def cards(estimation: Estimation, prenoms: Mapping[str, str]) -> list[Carte]:
    """Return every right as a card, in the order in which it helps: probable, to check, already received, not in this situation.

    Inside each, what is lost by waiting comes first, then what it would add, then its name.
    """
    ordre = list(Etat)
    droits = sorted(
        estimation.droits, key=lambda droit: (ordre.index(state_of(droit)), -droit.perdu_par_mois, _is_special(droit), -worth(droit), droit.libelle)
    )
    return [_card(droit, prenoms) for droit in droits]


SPECIAUX = frozenset({Sujet.SANTE, Sujet.SITUATION, Sujet.SEJOUR})


def _is_special(droit: EstimationDroit) -> bool:
    """Tell whether a right to check hangs on a special situation that nobody spoke of (a disability, a loss ...): it comes after the ordinary ones."""
    return state_of(droit) is Etat.A_VERIFIER and any(FAITS[m.fait].sujet in SPECIAUX for m in droit.manquants if m.fait in FAITS)


def not_computed(estimation: Estimation) -> list[str]:
    """Return the names of the catalogue's rights that the engine has no rule for: nothing is known of them, which is never a no."""
    connus = {droit.code for droit in estimation.droits}
    return [label_of(droit.libelle) for code, droit in load_catalogue().items() if code not in connus]


def interpreted(estimation: Estimation) -> list[str]:
    """Return the names of the rights that the interpreter computed beside the compiled month."""
    return [label_of(droit.libelle) for droit in estimation.droits if droit.code in estimation.interpretes]


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
        libelle=label_of(droit.libelle),
        etat=etat,
        decide_par=of_catalogue((connu.decide_par.texte or "") if connu else ""),
        montant=interval_text(intervalle) if montre and intervalle else "",
        periode=_(PERIODES.get(droit.versement, "")) if montre and droit.versement else "",
        barre=_bar(intervalle) if montre and intervalle else None,
        pourquoi=tuple(phrase for phrase, _article in motifs),
        articles=tuple(dict.fromkeys(article for _phrase, article in motifs if article)),
        perdu=_("Chaque mois d’attente ferait perdre environ {montant}.").format(montant=euros(droit.perdu_par_mois))
        if droit.perdu_par_mois >= UN_EURO and etat is Etat.PROBABLE
        else "",
        manquantes=tuple(_missing(manquant, prenoms) for manquant in droit.manquants) if etat in (Etat.A_VERIFIER, Etat.PROBABLE) else (),
        notes=_notes(droit),
        liens=tuple(Lien(texte=of_catalogue(lieu.texte), url=lieu.url or "") for lieu in connu.ou_demander if lieu.texte)
        if connu and etat is not Etat.HORS
        else (),
        erreur=unbroken(said(droit.erreur or "")),
    )


def label_of(libelle: str) -> str:
    """Return the name of a right in the language in force, be it the rule's or the catalogue's."""
    du_catalogue = translated(libelle, CATALOGUE, langue.current())
    return unbroken(du_catalogue) if du_catalogue != libelle else of_rules(libelle)


def of_catalogue(texte: str) -> str:
    """Return a text of the catalogue in the language in force."""
    return unbroken(translated(texte, CATALOGUE, langue.current()))


def of_rules(texte: str) -> str:
    """Return a sentence of a rule in the language in force."""
    return unbroken(translated(texte, REGLES, langue.current()))


def _reasons(droit: EstimationDroit, etat: Etat) -> list[tuple[str, str]]:
    """Return the sentences that matter: what is met for a probable right, what stands in the way for one that is not there."""
    voulu = {Etat.PROBABLE: True, Etat.HORS: False}.get(etat)
    if voulu is None:
        return []
    return [(unbroken(of_rules(motif.phrase)), motif.article) for motif in droit.motifs if motif.reussie is voulu and motif.phrase]


def _notes(droit: EstimationDroit) -> tuple[str, ...]:
    notes = [of_rules(note) for note in droit.avertissements]
    if droit.grade is Grade.A_VERIFIER:
        notes.append(_("Cette règle reste à vérifier auprès de l’organisme."))
    if droit.a_droit_constant:
        notes.append(_("La loi de ce mois n’est pas encore connue : le calcul suit la dernière qui l’est."))
    return tuple(dict.fromkeys(unbroken(note) for note in notes))


def without_general(cartes: list[Carte]) -> tuple[list[Carte], list[str]]:
    """Return the cards without the notes that many of them share, and those notes: they say nothing of this household, and are told once."""
    nombres = Counter(note for carte in cartes for note in carte.notes)
    generales = [note for note, nombre in nombres.items() if nombre >= PARTAGEE]
    return [replace(carte, notes=tuple(note for note in carte.notes if note not in generales)) for carte in cartes], generales


def _bar(intervalle: Intervalle) -> Barre | None:
    if intervalle.max - intervalle.min < UN_EURO:
        return None
    haut = next((borne for borne in (50, 100, 200, 500, 1000, 2000, 5000, 10000) if borne >= intervalle.max), math.ceil(intervalle.max))
    return Barre(minimum=max(intervalle.min, 0.0), maximum=intervalle.max, echelle=haut)


def _missing(manquant: Manquant, prenoms: Mapping[str, str]) -> QuestionManquante:
    return QuestionManquante(
        fait=manquant.fait,
        entite=manquant.entite,
        question=question_in(manquant.fait, manquant.entite, manquant.question, prenoms),
        refusee=manquant.refuse,
    )


def question_in(fait: str, entite: str, question: str, prenoms: Mapping[str, str]) -> str:
    """Return a question of the engine in the language in force, with the person's name in the place of her identifier."""
    traduite = question_said(fait, question, entite, prenoms)
    return unbroken(traduite) if traduite else question_text(entite, question, prenoms)


def question_text(entite: str, question: str, prenoms: Mapping[str, str]) -> str:
    """Return a question with the person's name in the place of her identifier, as whole words only."""
    nommee = re.sub(rf"\b{re.escape(entite)}\b", lambda _trouve: prenoms[entite], question) if entite in prenoms else question
    return unbroken(nommee)


def unbroken(texte: str) -> str:
    """Return a text whose signs never begin a line and whose numbers are never cut; its apostrophes are those of print."""
    insecable = re.sub(r"(?<=\d) (?=\d{3}\b)", "\u202f", re.sub(r" (?=[?!:;»€%])", "\u00a0", texte))
    return re.sub(r"(?<=\w)'(?=\w)", "’", insecable)


def next_question(estimation: Estimation, prenoms: Mapping[str, str]) -> QuestionManquante | None:
    """Return the question that would narrow the results most, None where nothing is left to ask."""
    suivante = estimation.question_suivante
    if suivante is None:
        return None
    return QuestionManquante(
        fait=suivante.fait,
        entite=suivante.entite,
        question=question_in(suivante.fait, suivante.entite, suivante.question, prenoms),
    )
