"""What this room answers to earlier ones: its block on a right's page, what her copy holds of letters; its rows go with the right they are about."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from droits_ouverts.bilan.rubriques import Bloc, Rubrique, Valeur
from droits_ouverts.courriers.models import Courrier
from droits_ouverts.courriers.rules import FINI
from droits_ouverts.courriers.selectors import open_text
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.presentation import label_of


def forget_rights(sender: object, *, structure_id: int, droit_suivi_ids: Iterable[uuid.UUID], **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Remove the letters about followed rights that are being erased."""
    with as_service(Service.EFFACEMENT):
        Courrier.objects.of_structures([structure_id]).filter(droit_suivi_id__in=list(droit_suivi_ids)).delete()


def show_on_right(sender: object, *, droit_suivi: DroitSuivi, **_rest: Any) -> Bloc | None:  # noqa: ANN401  Django's own signature
    """Return the letters of a right for its page, and the way to write one. One query. Nothing for who wants to be left in peace and has none."""
    lus = list(Courrier.objects.of_structures([droit_suivi.structure_id]).filter(droit_suivi=droit_suivi, retire_at__isnull=True).recent_first()[:5])
    if droit_suivi.etat in FINI and not lus:
        return None
    return Bloc(
        titre=_("Courriers"),
        phrases=tuple(_said(un) for un in lus) or (_("Une lettre s’écrit à partir du dossier. La personne la relit et la signe."),),
        adresse=reverse("courriers:liste", args=[droit_suivi.pk]),
        bouton=_("Écrire un courrier"),
    )


def tell_copy(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> Sequence[Rubrique]:  # noqa: ANN401  Django's own signature
    """Return the letters of a person: what each asks, its words while they are kept, when it left. One query."""
    siens = (
        Courrier.objects.of_structures([structure_id]).filter(droit_suivi__personne_id=personne_id).select_related("par", "droit_suivi").order_by("created_at")
    )
    return (Rubrique(code="courriers", titre=_("Courriers"), lignes=tuple(_letter(un) for un in siens)),)


def _said(un: Courrier) -> str:
    if un.envoye_le:
        return _("{courrier} : parti le {jour}.").format(courrier=un.get_nature_display(), jour=date_format(un.envoye_le, "j F Y"))
    if un.imprime_le:
        return _("{courrier} : imprimé le {jour}, à envoyer.").format(courrier=un.get_nature_display(), jour=date_format(un.imprime_le, "j F Y"))
    return _("{courrier} : à relire et à imprimer.").format(courrier=un.get_nature_display())


def _letter(un: Courrier) -> tuple[Valeur, ...]:
    texte = open_text(un)
    mots = f"{texte.expediteur}\n\n{texte.destinataire}\n\n{texte.objet}\n\n{texte.corps}" if texte else ""
    return (
        Valeur(code="droit", titre=_("Droit"), texte=label_of(un.droit_suivi.droit), quoi=un.droit_suivi.droit),
        Valeur(code="nature", titre=_("Courrier"), texte=str(un.get_nature_display()), quoi=un.nature),
        Valeur(code="texte", titre=_("Texte"), texte=mots, quoi=mots),
        _day("imprime_le", _("Imprimé le"), un.imprime_le),
        _day("parti_le", _("Parti le"), un.envoye_le),
        _day("retire_le", _("Retiré le"), un.retire_at),
        Valeur(code="prepare_par", titre=_("Préparé par"), texte=un.par.nom, quoi=un.par.nom),
        _day("prepare_le", _("Préparé le"), un.created_at),
        _day("modifie_le", _("Modifié le"), un.updated_at),
    )


def _day(code: str, titre: str, jour: date | datetime | None) -> Valeur:
    return Valeur(code=code, titre=titre, texte=date_format(jour, "j F Y") if jour else "", quoi=jour or "")
