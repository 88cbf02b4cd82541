"""The clocks of followed rights and of papers that lapse, as the agenda shows them, and whom a member follows."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from droits_ouverts.agenda.echeances import Echeance as Dite
from droits_ouverts.agenda.echeances import Suivie
from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.coffre.services import prepare
from droits_ouverts.documents.models import Document
from droits_ouverts.documents.rules import BIENTOT
from droits_ouverts.foundation.durees import UN_JOUR
from droits_ouverts.personnes.selectors import identity_context, open_identity
from droits_ouverts.suivi.enums import Etat
from droits_ouverts.suivi.models import DroitSuivi, Echeance
from droits_ouverts.suivi.presentation import clock_name, label_of
from droits_ouverts.suivi.rules import FINS

if TYPE_CHECKING:
    from droits_ouverts.agenda.echeances import Demande

RETARD, MARGE = timedelta(days=60), timedelta(days=4)
"""How long a paper that lapsed is still told to who takes over; days by which two months differ."""
LIGNES_MAX: Final = 200
"""Clocks, or persons, of one answer."""


def clocks_of_days(sender: object, *, demande: Demande, **_rest: Any) -> Sequence[Dite]:  # noqa: ANN401  Django's own signature
    """Return the clocks that run on some days. One query, and one for the keys where names are said."""
    courent = Q(faite_le__isnull=True, pausee=False, a_faire_le__lte=demande.au)
    if demande.du is not None:
        courent &= Q(a_faire_le__gte=demande.du)
    if demande.faites_depuis is not None and demande.comptes is not None:
        # What others settled while she was away.
        courent |= Q(faite_le__range=(demande.faites_depuis, demande.au)) & ~Q(reglee_par_id__in=demande.comptes)
    rows = Echeance.objects.of_structures(demande.structures).filter(courent).exclude(droit_suivi__etat__in=[*FINS, Etat.ANNULE])
    if demande.comptes is not None:
        rows = rows.filter(droit_suivi__responsable_id__in=demande.comptes)
    lues = list(rows.select_related("droit_suivi__personne__rapprochee_de").order_by("a_faire_le", "pk")[:LIGNES_MAX])
    if demande.dites:
        prepare(identity_context(une.droit_suivi.personne.gardee) for une in lues)
    dites = []
    for une in lues:
        with suppress(ErasedError):
            dites.append(_told(une, dites=demande.dites))
    return dites


def _told(une: Echeance, *, dites: bool) -> Dite:
    droit = une.droit_suivi
    return Dite(
        cle=f"echeance-{une.pk}",
        le=une.a_faire_le,
        structure_id=une.structure_id,
        compte_id=droit.responsable_id,
        personne_id=droit.personne.gardee.pk,
        nom=open_identity(droit.personne.gardee).ecrite if dites else "",
        quoi=f"{clock_name(une.nature)} · {label_of(droit.droit)}" if dites else "",
        adresse=reverse("suivi:droit", args=[droit.pk]) if dites else "",
        faite=une.faite_le is not None,
    )


def papers_of_days(sender: object, *, demande: Demande, **_rest: Any) -> Sequence[Dite]:  # noqa: ANN401  Django's own signature
    """Return the days of papers that lapse: the one from which each is to be renewed, and the first on which it is no longer valid. One query, and one for the keys.

    They are whose who added the paper.
    """
    du = demande.du or demande.au - RETARD
    rows = Document.objects.of_structures(demande.structures).kept().filter(expire_le__range=(du - UN_JOUR, BIENTOT.after(demande.au) + MARGE))
    if demande.comptes is not None:
        rows = rows.filter(ajoute_par_id__in=demande.comptes)
    lus = list(rows.select_related("personne__rapprochee_de").order_by("expire_le", "pk")[:LIGNES_MAX])
    jours = [(papier, le, quoi) for papier in lus for le, quoi in _days_of(papier) if du <= le <= demande.au]
    if demande.dites:
        prepare(identity_context(papier.personne.gardee) for papier, _le, _quoi in jours)
    dites = []
    for papier, le, quoi in jours:
        with suppress(ErasedError):
            dites.append(
                Dite(
                    cle=f"papier-{papier.pk}-{le:%Y%m%d}",
                    le=le,
                    structure_id=papier.structure_id,
                    compte_id=papier.ajoute_par_id,
                    personne_id=papier.personne.gardee.pk,
                    nom=open_identity(papier.personne.gardee).ecrite if demande.dites else "",
                    quoi=f"{gettext(quoi)} · {papier.get_nature_display()}" if demande.dites else "",
                    adresse=reverse("documents:papier", args=[papier.personne.gardee.pk, papier.pk]) if demande.dites else "",
                )
            )
    return dites


def _days_of(papier: Document) -> list[tuple[date, str]]:
    fin = papier.expire_le
    return [(BIENTOT.before(fin), _("Papier à renouveler")), (fin + UN_JOUR, _("Papier qui n’est plus valable"))] if fin else []


def people_of(sender: object, *, structure_id: int, compte_id: int, **_rest: Any) -> Sequence[Suivie]:  # noqa: ANN401  Django's own signature
    """Return the persons whose rights under way a member follows. Two queries."""
    rows = DroitSuivi.objects.of_structures([structure_id]).under_way().filter(responsable_id=compte_id).select_related("personne__rapprochee_de")
    personnes = {droit.personne.gardee.pk: droit.personne.gardee for droit in rows.order_by("-updated_at")[:LIGNES_MAX]}
    prepare(identity_context(personne) for personne in personnes.values())
    suivies = []
    for numero, personne in personnes.items():
        with suppress(ErasedError):
            suivies.append(Suivie(personne_id=numero, nom=open_identity(personne).ecrite, adresse=reverse("suivi:personne", args=[numero])))
    return suivies
