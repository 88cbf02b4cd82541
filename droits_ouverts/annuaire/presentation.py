"""What pages of the directory show, in words: hours of a week, days since, a small map drawn from positions alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians
from typing import Any, Final

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.annuaire import horaires
from droits_ouverts.annuaire.champs import field_name
from droits_ouverts.annuaire.enums import Besoin, Ouverture, Savoir
from droits_ouverts.annuaire.langues import LANGUES, PROPRES
from droits_ouverts.annuaire.models import Correction, Lieu, Service
from droits_ouverts.annuaire.recherche import Resultats, Trouvaille
from droits_ouverts.annuaire.reperes import Repere
from droits_ouverts.annuaire.rules import KM_PAR_DEGRE, besoins_of
from droits_ouverts.foundation import langue
from droits_ouverts.foundation.jours import date_format

LARGEUR, HAUTEUR, MARGE = 640, 420, 34
QUALITES: Final = {
    "gratuit": gettext_lazy("Gratuit"),
    "sans_rdv": gettext_lazy("Sans rendez-vous"),
    "accessible": gettext_lazy("Accessible en fauteuil"),
}
INCONNUES: Final = {
    "gratuit": gettext_lazy("prix à demander"),
    "sans_rdv": gettext_lazy("rendez-vous à vérifier"),
    "accessible": gettext_lazy("accès en fauteuil à vérifier"),
    "langue": gettext_lazy("langues parlées à demander"),
    "ouvert": gettext_lazy("horaires à vérifier"),
}
NIETS: Final = {"gratuit": gettext_lazy("Payant"), "sans_rdv": gettext_lazy("Sur rendez-vous"), "accessible": gettext_lazy("Pas d’accès en fauteuil")}


def distance(km: float | None) -> str:
    """Return a distance in words: metres by fifties below one kilometre, kilometres above; nothing where it is not known."""
    if km is None:
        return ""
    if km < 0.95:
        return langue.isolated(f"{max(50, round(km * 20) * 50)}\u00a0m")
    return langue.isolated(f"{langue.number(round(km, 1) if km < 10 else round(km))}\u00a0km")


def week(texte: str) -> list[tuple[str, str]] | None:
    """Return each day with its hours in words, None where they are not of the format that is read."""
    lue = horaires.week(texte)
    if lue is None:
        return None
    return [(str(WEEKDAYS[jour]).capitalize(), ", ".join(f"{de}\u2013{a}" for de, a in plages) or _("fermé")) for jour, plages in lue]


def qualities(fiche: Lieu | Service, lieu: Lieu | None = None) -> list[tuple[str | Promise, bool]]:
    """Return what is known of a place or a service, each with whether it is a yes. What nobody said is not there."""
    dites = {nom: getattr(fiche, nom) for nom in QUALITES if hasattr(fiche, nom)}
    if lieu is not None and dites["accessible"] == Savoir.INCONNU:
        dites["accessible"] = lieu.accessible
    return [(QUALITES[nom] if dit == Savoir.OUI else NIETS[nom], dit == Savoir.OUI) for nom, dit in dites.items() if dit != Savoir.INCONNU]


def languages(codes: Sequence[str]) -> list[str]:
    """Return the names of languages; a code that we do not name is left as it is."""
    return [str(LANGUES.get(code, code)) for code in codes]


def spoken(codes: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return languages as they name themselves: code for the reader of the page, own name, and the name in the language of the page where it is another."""
    dites = []
    for code in codes:
        nom, propre = str(LANGUES.get(code, code)), PROPRES.get(code, "")
        dites.append((code if code in PROPRES else "", propre or nom, nom if propre and propre.casefold() != nom.casefold() else ""))
    return dites


def language_choices() -> list[tuple[str, str]]:
    """Return the languages to choose from, each in its own name and in the one of the page."""
    return [(code, f"{langue.isolated(propre)} ({nom})" if nom else propre) for code in LANGUES for _code, propre, nom in spoken([code])]


def needs(thematiques: Sequence[str]) -> list[str]:
    """Return the needs that these thématiques answer, in words."""
    return [str(Besoin(besoin).label) for besoin in besoins_of(thematiques)]


def day(jour: date | None) -> str:
    """Return a day in full, nothing for none."""
    return date_format(jour, "j F Y") if jour else ""


def shown(valeur: object) -> str:
    """Return a value of a field in words: yes, no, not known; languages by their names; a day; nothing for nothing."""
    if isinstance(valeur, (list, tuple)):
        return ", ".join(languages([str(une) for une in valeur]))
    if isinstance(valeur, date):
        return day(valeur)
    return str(Savoir(valeur).label) if valeur in Savoir.values else "" if valeur is None else str(valeur)


def corrected(corrections: Sequence[tuple[Correction, object]]) -> list[tuple[Correction, str, str, str, bool]]:
    """Return corrections (each with what the source says now) in words: the field, ours, the source's, and whether the source changed since."""
    return [(une, field_name(une.champ), shown(une.valeur), shown(source), source != une.avant) for une, source in corrections]


def changed(fiches: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what an import changed, its fields and their values in words."""
    return [une | {"champs": [(field_name(champ), shown(avant), shown(apres)) for champ, avant, apres in une["champs"]]} for une in fiches]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A mark on the map: its number, its place in the drawing, the line of the list that it leads to."""

    rang: int
    x: int
    y: int
    nom: str
    sur: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Carte:
    """A drawing of positions: no ground, a scale, north above."""

    points: tuple[Point, ...]
    ici: tuple[int, int] | None
    echelle: int
    echelle_mots: str
    largeur: int = LARGEUR
    hauteur: int = HAUTEUR


PAS_KM: Final = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)


def drawn(trouvailles: Sequence[tuple[Trouvaille, bool]], repere: Repere | None) -> Carte | None:
    """Return the map of a list (each with whether it is sure), None where fewer than two points have a position."""
    situes = [(rang, une.lieu, sur) for rang, (une, sur) in enumerate(trouvailles, 1) if une.lieu.latitude is not None]
    bruts = [(lieu.latitude or 0.0, lieu.longitude or 0.0) for _rang, lieu, _sur in situes]
    tous = bruts + ([(repere.latitude, repere.longitude)] if repere else [])
    if len(tous) < 2:
        return None
    milieu = cos(radians(sum(lat for lat, _ in tous) / len(tous)))
    xs, ys = [lon * milieu for _, lon in tous], [lat for lat, _ in tous]
    etendue = max((max(xs) - min(xs)) / (LARGEUR - 2 * MARGE), (max(ys) - min(ys)) / (HAUTEUR - 2 * MARGE), 0.000004)
    cx, cy = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    places = [(round(LARGEUR / 2 + (x - cx) / etendue), round(HAUTEUR / 2 - (y - cy) / etendue)) for x, y in zip(xs, ys, strict=True)]
    pixels_km = 1 / (KM_PAR_DEGRE * etendue)
    pas = next((km for km in PAS_KM if km * pixels_km >= 60), PAS_KM[-1])
    return Carte(
        points=tuple(Point(rang=rang, x=place[0], y=place[1], nom=lieu.nom, sur=sur) for (rang, lieu, sur), place in zip(situes, places, strict=False)),
        ici=places[-1] if repere else None,
        echelle=round(pas * pixels_km),
        echelle_mots=distance(pas),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneLieu:
    """A place as the list shows it."""

    rang: int
    lieu: Lieu
    services: tuple[Service, ...]
    de_plus: int
    distance: str
    ouverture: str
    qualites: list[tuple[str | Promise, bool]]
    langues: list[tuple[str, str, str]]
    inconnues: list[str | Promise]


SERVICES_MAX: Final = 3


def lines(resultats: Resultats) -> tuple[list[LigneLieu], list[LigneLieu]]:
    """Return the lines of the places that answer surely, and of those to check; one numbering for both."""
    sures = [_line(rang, une) for rang, une in enumerate(resultats.certaines, 1)]
    return sures, [_line(rang, une) for rang, une in enumerate(resultats.a_verifier, len(sures) + 1)]


def _line(rang: int, une: Trouvaille) -> LigneLieu:
    qualites = [qualite for service in une.services[:1] for qualite in qualities(service, une.lieu)] if une.services else qualities(une.lieu)
    return LigneLieu(
        rang=rang,
        lieu=une.lieu,
        services=une.services[:SERVICES_MAX],
        de_plus=max(0, len(une.services) - SERVICES_MAX),
        distance=distance(une.km),
        ouverture=une.ouverture.value,
        qualites=qualites,
        langues=spoken(list(dict.fromkeys([*une.lieu.langues, *(code for service in une.services for code in service.langues)]))),
        inconnues=[INCONNUES[nom] for nom in dict.fromkeys([*une.inconnues, *(["ouvert"] if une.ouverture is Ouverture.INCONNU else [])])],
    )
