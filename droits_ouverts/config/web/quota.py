"""How many persons one account opens in a day, and how often it searches: counted before the view, whatever the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from droits_ouverts.agenda.models import Action, RendezVous
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.comptes.models import Compte
from droits_ouverts.config.web.porte import PERSONNELLES, note_refusal
from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.limites import TropDeDemandesError, counted
from droits_ouverts.foundation.middleware import DomainErrorMiddleware
from droits_ouverts.orientation.models import Envoi, Orientation
from droits_ouverts.personnes.models import Partage
from droits_ouverts.personnes.rules_lecture import RECHERCHES
from droits_ouverts.personnes.services_lecture import count_opening
from droits_ouverts.suivi.models import DroitSuivi

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from droits_ouverts.foundation.types import GetResponse

RECHERCHENT = frozenset({"personnes:chercher", "personnes:nouvelle", "personnes:reunir", "bilan:reprendre"})
"""Pages that find somebody from what is typed."""
DE_QUI: dict[str, tuple[type[Bilan | Partage | Orientation | Envoi | DroitSuivi | RendezVous | Action], str]] = {
    "bilan_id": (Bilan, "personne_id"),
    "partage_id": (Partage, "personne_id"),
    "orientation_id": (Orientation, "personne_id"),
    "envoi_id": (Envoi, "orientation__personne_id"),
    "suivi_id": (DroitSuivi, "personne_id"),
    "rendez_vous_id": (RendezVous, "personne_id"),
    "action_id": (Action, "personne_id"),
}
"""What an address names, and the person of its row."""
LUES = "lues"
MINUTE = 60


class QuotaMiddleware:
    """Count, and refuse what is too much. No query for somebody whom this session already opened today; five for another one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Return the page of refusal, or None to let the view answer. What does not exist is counted as what does: a count tells nothing of it."""
        match = request.resolver_match
        if match is None or not PERSONNELLES.intersection(match.namespaces) or not isinstance(request.user, Compte):
            return None
        try:
            if match.view_name in RECHERCHENT and request.method == "POST":
                _count_search(request.user)
            if cle := next((f"{nom}:{kwargs[nom]}" for nom in ("personne_id", *DE_QUI) if nom in kwargs), ""):
                _count(request, request.user, cle)
        except DomainError as refus:
            note_refusal(request, refus.code)
            return DomainErrorMiddleware(self.get_response).process_exception(request, refus)
        return None


def _count_search(compte: Compte) -> None:
    if counted(scope="recherche", who=f"compte:{compte.pk}", seconds=MINUTE, at=timezone.now().timestamp()) > RECHERCHES:
        raise TropDeDemandesError(MINUTE)


def _count(request: HttpRequest, compte: Compte, cle: str) -> None:
    on = timezone.localdate()
    jour, lues = request.session.get(LUES, ("", []))
    if jour != on.isoformat():
        lues = []
    if cle in lues:
        return
    count_opening(compte.pk, _thing(cle), on=on)
    request.session[LUES] = (on.isoformat(), [*lues, cle])


def _thing(cle: str) -> str:
    """Who it is about: the person of a check-up, an agreement, an appointment or an action, else the thing itself."""
    nom, _, numero = cle.partition(":")
    if nom == "personne_id":
        return f"p{numero}"[:40]
    modele, chemin = DE_QUI[nom]
    personne_id = modele.objects.filter(pk=numero).values_list(chemin, flat=True).first()
    return f"p{personne_id}" if personne_id else f"{nom[0]}{numero}"[:40]
