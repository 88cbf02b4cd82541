"""The verbs of the link between encounters and a file: made because she agrees, gone as soon as she takes it back. One function, one transaction, one line about her."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.services_droits import locked
from droits_ouverts.reperage.errors import LinkRefusedError
from droits_ouverts.reperage.models import LienRencontre, Rencontre
from droits_ouverts.reperage.services import FINALITE

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


@transaction.atomic
def link_encounter(*, actor: Compte, personne_id: int, rencontre_id: uuid.UUID, accord_mode: str, accord_le: date, now: datetime) -> LienRencontre:
    """Say that an encounter was with a person, since she agrees. Raise `NotVisibleError`, `LinkRefusedError` without an agreement or for one that is linked."""
    personne = locked(personne_id, actor, now)
    rencontre = Rencontre.objects.of_structures([personne.structure_id]).counted().select_for_update().filter(pk=rencontre_id).first()
    if not isinstance(rencontre, Rencontre):
        raise NotVisibleError
    aujourd_hui = timezone.localtime(now).date()
    deja = LienRencontre.objects.of_structures([personne.structure_id]).filter(rencontre=rencontre).exists()
    if accord_mode not in ModeAccord.values or not rencontre.le <= accord_le <= aujourd_hui or deja:
        raise LinkRefusedError
    lien: LienRencontre = LienRencontre.objects.create(
        rencontre=rencontre, structure_id=personne.structure_id, personne=personne, accord_mode=ModeAccord(accord_mode), accord_le=accord_le, par=actor
    )
    _note(actor, "lier_rencontre", lien)
    return lien


@transaction.atomic
def unlink_encounter(*, actor: Compte, personne_id: int, lien_id: int, now: datetime) -> None:
    """Take her agreement back: the encounter is nobody's again, and nothing says that it was hers. Raise `NotVisibleError`."""
    personne = locked(personne_id, actor, now)
    lien = LienRencontre.objects.of_structures([personne.structure_id]).filter(pk=lien_id, personne_id__in=files_of(personne)).first()
    if not isinstance(lien, LienRencontre):
        raise NotVisibleError
    _note(actor, "delier_rencontre", lien)
    lien.delete()


def _note(actor: Compte, verb: str, lien: LienRencontre) -> None:
    record(actor=actor, verb=verb, thing_kind="personne", thing_id=lien.personne_id, purpose=FINALITE, structure=lien.structure_id)
