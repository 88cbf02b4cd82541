"""The list of a round as a machine keeps it on a phone without a network: dated, with the day from which each part must be read again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from droits_ouverts.annuaire.models import Lieu, Service
from droits_ouverts.annuaire.recherche import Resultats, Trouvaille
from droits_ouverts.annuaire.selectors import due_on, is_due

VERSION: Final = 1
GARDE: Final = timedelta(days=30)
"""How long a copy is kept before it is fetched again: the house's choice."""


def as_copy(resultats: Resultats, *, on: date) -> dict[str, Any]:
    """Return a list as plain data. Days are ISO; hours are in OpenStreetMap's format; what nobody told is null or "inconnu", never a no."""
    repere = resultats.repere
    return {
        "version": VERSION,
        "le": on.isoformat(),
        "perime_le": (on + GARDE).isoformat(),
        "depuis": {"nom": repere.nom, "latitude": repere.latitude, "longitude": repere.longitude} if repere else None,
        "lieux": [_place(une, sure=True, on=on) for une in resultats.certaines] + [_place(une, sure=False, on=on) for une in resultats.a_verifier],
    }


def _place(une: Trouvaille, *, sure: bool, on: date) -> dict[str, Any]:
    lieu = une.lieu
    return {
        "numero": lieu.pk,
        "nom": lieu.nom,
        "adresse": lieu.adresse,
        "code_postal": lieu.code_postal,
        "commune": lieu.commune,
        "latitude": lieu.latitude,
        "longitude": lieu.longitude,
        "km": None if une.km is None else round(une.km, 2),
        "telephone": lieu.telephone,
        "horaires": lieu.horaires or None,
        "langues": lieu.langues,
        "accessible": lieu.accessible,
        "certain": sure,
        "a_verifier": list(une.inconnues),
        "verifie_le": _iso(lieu.verifie_le),
        "maj_le": _iso(lieu.maj_le),
        "a_revoir": is_due(lieu, on=on),
        "a_revoir_le": _iso(due_on(lieu)),
        "services": [_service(un, lieu) for un in une.services],
    }


def _service(un: Service, lieu: Lieu) -> dict[str, Any]:
    return {"nom": un.nom, "horaires": un.horaires or lieu.horaires or None, "gratuit": un.gratuit, "sans_rdv": un.sans_rdv, "langues": un.langues}


def _iso(jour: date | None) -> str | None:
    return jour.isoformat() if jour else None
