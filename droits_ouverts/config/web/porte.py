"""The door of the pages about persons: one check for every page of theirs, those to come included."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.errors import ForbiddenError
from droits_ouverts.foundation.middleware import DomainErrorMiddleware
from droits_ouverts.foundation.types import GetResponse
from droits_ouverts.structures import access
from droits_ouverts.structures.enums import Activite
from droits_ouverts.structures.selectors import memberships_of

PERSONNELLES = frozenset(
    {"agenda", "bilan", "carnet", "conservation", "courriers", "documents", "ecarts", "orientation", "personnes", "reperage", "reprise", "suivi", "veille"}
)
"""Namespaces whose every page speaks of a person."""

POURQUOI: dict[Activite, str] = {
    Activite.MANDAT: _("Une personne élue ne voit aucune page sur une personne : elle lit des chiffres, jamais un nom ni une situation."),
    Activite.TECHNIQUE: _("L’administration technique fait marcher le service sans lire ce qu’il contient."),
    Activite.COORDINATION: _("La coordination relie les services entre eux : les bilans se lisent dans la structure qui rencontre la personne."),
    Activite.PILOTAGE: _("Le pilotage suit le programme : les bilans se lisent dans la structure qui rencontre la personne."),
    Activite.AUCUNE: _("Votre compte n’est membre d’aucune structure qui fait des bilans."),
}


class PortePersonnesMiddleware:
    """Refuse, before the view, the pages about persons to an account that meets nobody. One query on those pages, which spares the views theirs."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as the view does. For which structures she meets people is asked once."""
        with access.asked_once():
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object) -> HttpResponse | None:
        """Return the page of refusal, or None to let the view answer. It looks at no row of the page: a refusal tells nothing of them."""
        match = request.resolver_match
        if match is None or not PERSONNELLES.intersection(match.namespaces) or not isinstance(request.user, Compte):
            return None
        today = timezone.localdate()
        if access.meets_people(request.user, today):
            return None
        activite = access.activity_of(memberships_of(request.user, on=today))
        refus = ForbiddenError(
            title=_("Cette page est réservée à celles et ceux qui rencontrent les personnes"),
            what=_("Rien ne vous a été montré, et rien n’a été changé."),
            why=POURQUOI.get(activite, POURQUOI[Activite.AUCUNE]),
            next_step=_("L’accueil dit ce que vous pouvez faire ici aujourd’hui."),
        )
        note_refusal(request, f"porte_{activite.value}")
        return DomainErrorMiddleware(self.get_response).process_exception(request, refus)


def note_refusal(request: HttpRequest, motif: str) -> None:
    """Keep why a request was refused: a code, for its line in the journal (`lecture`)."""
    request.refus = motif  # type: ignore[attr-defined]  # a mark of ours on Django's request
