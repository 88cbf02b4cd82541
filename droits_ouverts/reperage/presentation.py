"""How counts are said: tables with their words, a reach with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.annuaire.enums import Besoin
from droits_ouverts.foundation.langue import number
from droits_ouverts.reperage.enums import Axe, Forme, Langue, Nature, Raison, Situation, Suite, Tranche

if TYPE_CHECKING:
    from droits_ouverts.reperage.rules_comptes import Chiffres, Portee

LISTES: Final = {
    Axe.SUITE: Suite,
    Axe.RAISON: Raison,
    Axe.OBJET: Besoin,
    Axe.AGE: Tranche,
    Axe.LANGUE: Langue,
    Axe.SITUATION: Situation,
    Axe.FORME: Forme,
}
MONTRES: Final = (Axe.SUITE, Axe.RAISON, Axe.OBJET, Axe.AGE, Axe.LANGUE, Axe.SITUATION, Axe.REVUE)
TENTATIVES: Final[Mapping[str, str | Promise]] = {
    Forme.PORTE_A_PORTE: gettext_lazy("Portes frappées"),
    Forme.TELEPHONE: gettext_lazy("Appels passés"),
    Forme.COURRIER: gettext_lazy("Courriers envoyés"),
    Forme.MESSAGE: gettext_lazy("Messages envoyés"),
    Forme.ATELIER: gettext_lazy("Personnes invitées"),
}
ABSENTES: Final[Mapping[str, str | Promise]] = {
    Forme.PORTE_A_PORTE: gettext_lazy("Personne n’a ouvert"),
    Forme.TELEPHONE: gettext_lazy("Personne n’a répondu"),
    Forme.COURRIER: gettext_lazy("Courriers revenus"),
    Forme.MESSAGE: gettext_lazy("Sans réponse"),
    Forme.ATELIER: gettext_lazy("Ne sont pas venues"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """One answer and its count; `cache`: not said outside the team."""

    dit: str
    nombre: int
    cache: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tableau:
    """The counts of one question."""

    titre: str
    lignes: Sequence[Ligne]


def effort_name(nature: str, forme: str) -> str:
    """Return how what is counted is called, in this way of going towards people."""
    if nature == Nature.TENTATIVE:
        return str(TENTATIVES.get(forme, _("Personnes abordées")))
    if nature == Nature.ABSENTE:
        return str(ABSENTES.get(forme, _("N’ont pas voulu parler")))
    return str({Nature.DOCUMENT: _("Documents laissés"), Nature.MINUTES: _("Minutes passées")}[Nature(nature)])


def answer_name(axe: str, valeur: str) -> str:
    """Return an answer in words; what was not said is said so."""
    if axe == Axe.HEURE:
        return _("%(heure)s h") % {"heure": valeur}
    if axe == Axe.REVUE:
        return _("Déjà rencontrée") if valeur == "oui" else _("Première fois")
    if not valeur:
        return _("Non dit")
    dit = str(LISTES[Axe(axe)](valeur).label)
    return dit[:1].upper() + dit[1:]


def tables_of(chiffres: Chiffres) -> list[Tableau]:
    """Return the counts question by question, those to which nobody answered left out."""
    tous = [(axe, chiffres.by(axe)) for axe in MONTRES]
    return [
        Tableau(titre=_cap(str(axe.label)), lignes=[Ligne(dit=answer_name(axe, valeur), nombre=nombre) for valeur, nombre in comptes.items()])
        for axe, comptes in tous
        if any(comptes)
    ]


def protected_table(axe: Axe, comptes: Sequence[tuple[str, int | None]]) -> Tableau:
    """Return the counts of a question as they may be said outside the team."""
    return Tableau(
        titre=_cap(str(axe.label)), lignes=[Ligne(dit=answer_name(axe, valeur), nombre=nombre or 0, cache=nombre is None) for valeur, nombre in comptes]
    )


def percent(taux: float) -> str:
    """Return a proportion in per cent: a decimal under ten, none above, never "0 %" for what is not nothing."""
    pour_cent = 100 * taux
    return f"{number(round(pour_cent, 1) if pour_cent < 10 else round(pour_cent))}\u00a0%"


def reach_said(portee: Portee) -> str:
    """Return a reach in a sentence, with its interval; or why there is none."""
    intervalle = portee.intervalle
    if intervalle is not None:
        return _("%(taux)s (entre %(bas)s et %(haut)s)") % {
            "taux": percent(intervalle.taux),
            "bas": percent(intervalle.bas),
            "haut": percent(intervalle.haut),
        }
    return _("pas de taux : plus de rencontres que d’essais comptés") if portee.tentatives else _("pas de taux : aucun essai compté")


def _cap(texte: str) -> str:
    return texte[:1].upper() + texte[1:]
