"""An import is undone whole, by batches, as long as nothing was done since on what it made: what was is left, and said row by row."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.fields.reverse_related import ForeignObjectRel

from droits_ouverts.bilan.effacement import erase_rows
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.services_droits import is_held
from droits_ouverts.reprise.enums import Statut
from droits_ouverts.reprise.models import LigneReprise, Reprise
from droits_ouverts.reprise.services import FINALITE, PAR_LOT, forget_tables, locked, note
from droits_ouverts.suivi.models import DroitSuivi, Echeance, Mouvement
from droits_ouverts.suivi.services import correct_last

if TYPE_CHECKING:
    from django.db.models import Model

    from droits_ouverts.comptes.models import Compte

RESTE = "reste"
"""What a row that could not be undone says: something was done since."""
ANNULEE = "annulee"


@transaction.atomic
def begin_undo(*, actor: Compte, reprise_id: uuid.UUID, now: datetime) -> Reprise:
    """Begin to undo an import, finished or cut; its table goes at once. Raise `NotReadyError`."""
    reprise = locked(actor, reprise_id, now, Statut.FAITE, Statut.EN_COURS)
    reprise.statut, reprise.tableau_scelle, reprise.essai_scelle = Statut.EN_ANNULATION, "", ""
    reprise.save()
    note(actor, "annuler_reprise", reprise)
    forget_tables([reprise], purpose=FINALITE, now=now)
    return reprise


@transaction.atomic
def advance_undo(*, actor: Compte, reprise_id: uuid.UUID, now: datetime) -> Reprise:
    """Undo the next rows, the last one first. Raise `NotReadyError`."""
    reprise = locked(actor, reprise_id, now, Statut.EN_ANNULATION)
    restent = list(LigneReprise.objects.filter(reprise=reprise, personne__isnull=False, refus="").order_by("-rang")[: PAR_LOT + 1])
    for ligne in restent[:PAR_LOT]:
        # A row about somebody who was just erased went with her.
        if LigneReprise.objects.filter(pk=ligne.pk).exists():
            ligne.refus = ANNULEE if _undone(ligne, reprise, actor, now) else RESTE
            LigneReprise.objects.filter(pk=ligne.pk).update(refus=ligne.refus)
    if len(restent) <= PAR_LOT:
        reprise.statut, reprise.finie_at = Statut.ANNULEE, now
        reprise.save(update_fields=["statut", "finie_at"])
    return reprise


def _undone(ligne: LigneReprise, reprise: Reprise, actor: Compte, now: datetime) -> bool:
    """Undo one row, or tell that it stays. A person whom it wrote down is erased with her key, as any other erasing."""
    personne = Personne.objects.select_for_update().filter(pk=ligne.personne_id or 0).first()
    if personne is None:
        return True
    siennes = list(LigneReprise.objects.filter(reprise=reprise, personne_id=personne.pk))
    if ligne.creee:
        if not _untouched(personne, siennes):
            return False
        erase_rows(structure_id=reprise.structure_id, bilan_ids=[], personne=personne, actor=actor, purpose="reprise_annulee", now=now)
        return True
    if any(une.creee for une in siennes):
        # She goes with the row that wrote her down, and her rights with her, unless something was done since.
        return _untouched(personne, siennes) or _taken_back(ligne, actor, now)
    return _taken_back(ligne, actor, now)


def _taken_back(ligne: LigneReprise, actor: Compte, now: datetime) -> bool:
    """Take back the steps of a row, by corrections, where nothing was done since; the steps stay to be read."""
    if ligne.droit_suivi is None:
        return True
    suivi = DroitSuivi.objects.select_for_update().filter(pk=ligne.droit_suivi).first()
    if suivi is None or not _as_left(suivi, ligne):
        return suivi is None
    rang = ligne.rang_apres
    for _etape in range(ligne.rang_apres - ligne.rang_avant):
        rang = correct_last(droit_suivi_id=suivi.pk, actor=actor, rang_vu=rang, now=now).rang
    return True


def _untouched(personne: Personne, siennes: list[LigneReprise]) -> bool:
    """Tell whether all there is of a person is what these rows made."""
    if is_held(personne):
        return False
    par_droit = {ligne.droit_suivi: ligne for ligne in siennes if ligne.droit_suivi}
    suivis = list(DroitSuivi.objects.filter(personne=personne, structure_id=personne.structure_id))
    if any(suivi.pk not in par_droit or not _as_left(suivi, par_droit[suivi.pk]) for suivi in suivis):
        return False
    return not _anything(personne, but=(DroitSuivi, LigneReprise))


def _as_left(suivi: DroitSuivi, ligne: LigneReprise) -> bool:
    return suivi.rang == ligne.rang_apres and not _anything(suivi, but=(Mouvement, Echeance))


def _anything(thing: Model, *, but: tuple[type[Model], ...]) -> bool:
    """Tell whether a row of any room names this one. One query a table."""
    # Hidden ones too: a room may name a person without a road back.
    liens = [lien for lien in thing._meta.get_fields(include_hidden=True) if isinstance(lien, ForeignObjectRel) and lien.related_model not in but]  # noqa: SLF001  Django's own name for it
    return any(lien.related_model._base_manager.filter(**{lien.field.name: thing.pk}).exists() for lien in liens)  # noqa: SLF001  Django’s own name for it
