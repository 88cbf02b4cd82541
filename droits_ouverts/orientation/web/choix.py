"""Choosing among the places of the directory in the form of an orientation: by a search, by `?lieu=`, and what was ticked before stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from droits_ouverts.annuaire.proches import by_number, nearest_for, nearest_named
from droits_ouverts.orientation.web.forms import EnvoyerForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from droits_ouverts.annuaire.models import Lieu
    from droits_ouverts.orientation.models import Destinataire
    from droits_ouverts.suivi.models import DroitSuivi

TROUVES_MAX, COCHES_MAX = 6, 20


def sending_form(request: HttpRequest, droit: DroitSuivi, possibles: Sequence[Destinataire]) -> EnvoyerForm:
    """Return the form: what is asked to be sent, or, while a place is looked for, what was typed so far, nothing refused yet."""
    services = [(un.pk, un.nom) for un in possibles]
    envoi = request.method == "POST" and not is_search(request)
    donnees = request.POST if request.method == "POST" else request.GET
    coches = _numbers(donnees.getlist("lieux" if request.method == "POST" else "lieu"))
    lieux = by_number(coches) if coches else []
    if is_search(request):
        lieux += [lieu for lieu in _found(request, droit) if lieu not in lieux]
    options = [(lieu.pk, _said(lieu)) for lieu in lieux]
    if envoi:
        return EnvoyerForm(request.POST, services=services, lieux=options, today=timezone.localdate())
    # A service of the list that is this place is ticked there: it is not added twice.
    connus = {un.service_annuaire: un.pk for un in possibles}
    deja = [connus[str(pk)] for pk in coches if str(pk) in connus]
    initial = _typed(request) if is_search(request) else {"destinataires": deja, "lieux": [pk for pk in coches if str(pk) not in connus]}
    return EnvoyerForm(services=services, lieux=[un for un in options if str(un[0]) not in connus], today=timezone.localdate(), initial=initial)


def is_search(request: HttpRequest) -> bool:
    """Tell whether a place is looked for: by its button, or as it is typed."""
    return request.method == "POST" and (request.POST.get("geste") == "chercher" or request.headers.get("HX-Trigger-Name") == "cherche")


def _typed(request: HttpRequest) -> dict[str, Any]:
    plusieurs = {"destinataires", "lieux", "champs"}
    return {nom: request.POST.getlist(nom) if nom in plusieurs else request.POST.get(nom, "") for nom in EnvoyerForm.base_fields}


def _found(request: HttpRequest, droit: DroitSuivi) -> list[Lieu]:
    commune, mots = droit.site.commune_insee if droit.site else "", " ".join(request.POST.get("cherche", "").replace("\0", " ").split())
    ou: dict[str, Any] = {"code_insee": commune, "at": timezone.localtime(), "n": TROUVES_MAX}
    return [un.lieu for un in (nearest_named(mots, **ou) if mots else nearest_for(droit.droit, **ou)).lieux]


def _numbers(textes: Sequence[str]) -> list[int]:
    return [int(texte) for texte in textes[:COCHES_MAX] if texte.isascii() and texte.isdigit() and len(texte) < 16]


def _said(lieu: Lieu) -> str:
    ville = f"{lieu.code_postal} {lieu.commune}".strip()
    return " · ".join(part for part in (lieu.nom, lieu.adresse, ville) if part)
