"""Followed rights, and the steps that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.enums import MotifDecision
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.rules_saisie import Saisie
from droits_ouverts.suivi.services import move_right, open_right

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 27)

VERS_VERSE = ("choisi", "depose", "accorde", "verse")


def said(vers: str, fait_le: date = TODAY, **reste: object) -> Saisie:
    """What is said of a step, with what it cannot do without."""
    valeurs: dict[str, object] = {"preuve": "vu"}
    if vers in {"ecarte", "renonce"}:
        valeurs["motif_personne"] = "demarche_compliquee"
    if vers in {"refuse", "perdu"}:
        valeurs["motif_decision"] = MotifDecision.RESSOURCES.value
    return Saisie(vers=vers, fait_le=fait_le, **(valeurs | reste))  # type: ignore[arg-type]  # the test's own values


def followed(
    membre: Membre,
    personne: Personne,
    *pas: str,
    droit: str = "prime_activite",
    depuis: date = TODAY - timedelta(days=40),
    now: datetime = NOW,
    **dernier: object,
) -> DroitSuivi:
    """A followed right that took these steps, one a week; `dernier`: what is said with the last one."""
    chemin = pas or ("choisi",)
    jours = [min(depuis + timedelta(days=7 * rang), timezone.localtime(now).date()) for rang in range(len(chemin))]
    dits = [said(vers, jour, **(dernier if rang == len(chemin) else {})) for rang, (vers, jour) in enumerate(zip(chemin, jours, strict=True), 1)]
    suivi = open_right(actor=membre.compte, personne_id=personne.pk, droit=droit, saisie=dits[0], now=now)
    return moved(membre, suivi, dits[1:], now=now)


def moved(membre: Membre, suivi: DroitSuivi, dits: Iterable[Saisie], *, now: datetime = NOW) -> DroitSuivi:
    """The same right after these steps."""
    for dit in dits:
        suivi.refresh_from_db()
        move_right(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=suivi.rang, saisie=dit, now=now)
    suivi.refresh_from_db()
    return suivi
