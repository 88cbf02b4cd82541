"""What this room answers to earlier ones: her page closes when she asks to be erased, goes with her, stands in her copy and on the page that professionals read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from droits_ouverts.bilan.rubriques import Bloc, Rubrique, Valeur
from droits_ouverts.carnet.models import Carnet
from droits_ouverts.carnet.selectors import open_words
from droits_ouverts.carnet.services import close
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.lignes.contexte import Service, as_service

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.models import Personne


def forget_person(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Remove the carnets of an erased person."""
    with as_service(Service.EFFACEMENT):
        Carnet.objects.of_structures([structure_id]).filter(personne_id=personne_id).delete()


def close_page(sender: object, *, structure_id: int, personne_id: int, actor: Compte, now: datetime, **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Close her page as soon as she asks that everything be erased. In her transaction."""
    for carnet in Carnet.objects.of_structures([structure_id]).standing().filter(personne_id=personne_id):
        close(carnet, actor=actor, now=now)


def show_on_page(sender: object, *, personne: Personne, **_rest: Any) -> Bloc:  # noqa: ANN401  Django's own signature
    """Return the way to her own page, for the page that professionals read. No query: whether she has a code is said on the next one."""
    return Bloc(
        titre=_("Sa page à elle"),
        phrases=(_("Une page rien qu’à elle : ses dates, ses démarches, qui appeler. Elle l’ouvre avec un code, sans compte."),),
        adresse=reverse("carnet:donner", args=[personne.pk]),
        bouton=_("Lui donner un code, ou fermer sa page"),
    )


def tell_copy(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> Sequence[Rubrique]:  # noqa: ANN401  Django's own signature
    """Return the codes that a person was given for her page. One query."""
    siens = Carnet.objects.of_structures([structure_id]).filter(personne_id=personne_id).select_related("donne_par").order_by("donne_at")
    return (Rubrique(code="pages", titre=_("Codes reçus pour sa page"), lignes=tuple(_told(carnet) for carnet in siens)),)


def _told(carnet: Carnet) -> tuple[Valeur, ...]:
    mots = open_words(carnet)
    risque = "oui" if carnet.malgre_le_risque else "non"
    return (
        _text("donne_par", _("Donné par"), carnet.donne_par.nom),
        _day("donne_le", _("Donné le"), carnet.donne_at),
        _day("sert_jusqu_au", _("Sert jusqu’au"), carnet.expire_at),
        _day("ferme_le", _("Fermé le"), carnet.revoque_at),
        Valeur(code="malgre_le_risque", titre=_("Demandé malgré le risque"), texte=_("oui") if carnet.malgre_le_risque else _("non"), quoi=risque),
        _text("appeler", _("Qui appeler"), " ".join(filter(None, (mots.qui, mots.numero)))),
        _text("ouvertures", _("Ouvert, en fois"), str(carnet.ouvertures)),
        _day("ouvert_le", _("Ouvert la dernière fois le"), carnet.ouvert_at),
    )


def _text(code: str, titre: str, texte: str) -> Valeur:
    return Valeur(code=code, titre=titre, texte=texte, quoi=texte)


def _day(code: str, titre: str, jour: datetime | None) -> Valeur:
    return Valeur(code=code, titre=titre, texte=date_format(jour, "j F Y") if jour else "", quoi=jour or "")
