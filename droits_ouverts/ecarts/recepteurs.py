"""What this room answers to earlier ones: its block on a right's page, what her copy holds, what goes with an erased right."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from droits_ouverts.bilan.rubriques import Bloc, Rubrique, Valeur
from droits_ouverts.ecarts.comparaison import COMPARABLES
from droits_ouverts.ecarts.models import GainDecide
from droits_ouverts.ecarts.presentation import interval, sentences
from droits_ouverts.ecarts.selectors import gain_of, open_gain
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.presentation import label_of


def forget_rights(sender: object, *, structure_id: int, droit_suivi_ids: Iterable[uuid.UUID], **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Remove what rights that are being erased brought."""
    with as_service(Service.EFFACEMENT):
        GainDecide.objects.of_structures([structure_id]).filter(droit_suivi_id__in=list(droit_suivi_ids)).delete()


def show_on_right(sender: object, *, droit_suivi: DroitSuivi, **_rest: Any) -> Bloc | None:  # noqa: ANN401  Django's own signature
    """Return what the decision of a right brings, for its page. One query where an amount may have been decided, none before."""
    if droit_suivi.ouvert_le is None and droit_suivi.verse_le is None:
        return None
    ligne = gain_of(droit_suivi)
    if ligne is None:
        return None
    return Bloc(
        titre=_("Ce que ce droit apporte vraiment"),
        phrases=sentences(ligne, open_gain(ligne)),
        adresse=reverse("ecarts:gain", args=[droit_suivi.pk]),
        bouton=_("Voir le calcul"),
    )


def show_comparison(sender: object, *, droit_suivi: DroitSuivi, **_rest: Any) -> Bloc | None:  # noqa: ANN401  Django's own signature
    """Return the way to compare a decision with its estimate, for the page of the right. No query."""
    if droit_suivi.bilan_id is None or droit_suivi.etat not in COMPARABLES:
        return None
    return Bloc(
        titre=_("L’organisme a dit autre chose ?"),
        phrases=(_("Comparez la décision avec l’estimation du bilan."),),
        adresse=reverse("ecarts:comparer", args=[droit_suivi.pk]),
        bouton=_("Comparer"),
    )


def tell_copy(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> Sequence[Rubrique]:  # noqa: ANN401  Django's own signature
    """Return what the decided rights of a person bring. One query."""
    siens = GainDecide.objects.of_structures([structure_id]).filter(droit_suivi__personne_id=personne_id).select_related("droit_suivi").order_by("demande_at")
    return (Rubrique(code="gains", titre=_("Ce que ses droits apportent"), lignes=tuple(_gain(un) for un in siens)),)


def _gain(un: GainDecide) -> tuple[Valeur, ...]:
    gain = open_gain(un)
    net = interval(gain.net) if gain else ""
    moins = ", ".join(f"{label_of(code)} : {interval(ecart)}" for code, ecart in gain.reductions.items()) if gain else ""
    return (
        Valeur(code="droit", titre=_("Droit"), texte=label_of(un.droit_suivi.droit), quoi=un.droit_suivi.droit),
        Valeur(code="etat", titre=_("Calcul"), texte=str(un.get_etat_display()), quoi=un.etat),
        Valeur(code="net", titre=_("Gain net par mois"), texte=net, quoi=net),
        Valeur(code="en_moins", titre=_("En moins ailleurs"), texte=moins, quoi=moins),
        Valeur(code="bilan", titre=_("Bilan"), texte=str(un.bilan_id or ""), quoi=str(un.bilan_id or "")),
        _day("demande_le", _("Demandé le"), un.demande_at),
        _day("calcule_le", _("Calculé le"), un.calcule_at),
    )


def _day(code: str, titre: str, jour: datetime | None) -> Valeur:
    return Valeur(code=code, titre=titre, texte=date_format(jour, "j F Y") if jour else "", quoi=jour or "")
