"""The verbs of the path of one right: open it, move it, take its last step back, give it to a colleague. Papers, calls and clocks are in `services_suite`.

One function, one transaction, one line of the journal. `rang_vu`: the rank of the last move that the actor saw; another one since, and nothing is written.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from droits_ouverts.droits import services as droits
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.personnes.errors import DossierJointError
from droits_ouverts.personnes.models import Personne
from droits_ouverts.suivi import access
from droits_ouverts.suivi.enums import Etat, NatureMouvement, Origine, SensSilence
from droits_ouverts.suivi.errors import AlreadyFollowedError, MovedError, NotAColleagueError, NothingToCorrectError, StepRefusedError
from droits_ouverts.suivi.gestes import Chemin, day_of, locked, note
from droits_ouverts.suivi.models import DroitSuivi, Mouvement
from droits_ouverts.suivi.rules import ANNULE
from droits_ouverts.suivi.rules_saisie import Saisie, check_step

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

__all__ = ["Saisie", "assign_right", "correct_last", "move_right", "open_right"]


@transaction.atomic
def open_right(
    *, actor: Compte, personne_id: int, droit: str, saisie: Saisie, now: datetime, origine: Origine = Origine.MAIN, bilan_id: uuid.UUID | None = None
) -> DroitSuivi:
    """Begin to follow a right of a person. One that was opened by mistake begins again.

    Raise `UnknownDroitError`, `AlreadyFollowedError`, `StepRefusedError` (nothing is written), `NotVisibleError` for a person whom the actor may not read,
    `DossierJointError` for a file under another one.
    """
    personne = Personne.objects.filter(pk=personne_id).first()
    if personne is None or not access.may_follow(actor, personne.structure_id, on=day_of(now)):
        raise NotVisibleError
    if personne.rapprochee_de_id:
        raise DossierJointError(personne.rapprochee_de_id)
    droits.get(droit)
    ouvert = _opened(personne, actor, droit, saisie, now, Origine(origine), bilan_id)
    note(actor, "ouvrir_suivi", ouvert)
    return ouvert


@transaction.atomic
def move_right(*, droit_suivi_id: uuid.UUID, actor: Compte, rang_vu: int, saisie: Saisie, now: datetime) -> Mouvement:
    """Note the next step of a right. What a silence means is what the catalogue says on that day.

    Raise `MovedError` where somebody moved it since `rang_vu`, `StepRefusedError` (nothing is written), `NotVisibleError`.
    """
    chemin = Chemin.of(locked(droit_suivi_id, actor, now))
    _check_unmoved(chemin, rang_vu, voulu=saisie.vers)
    mouvement = _stepped(chemin, saisie, actor, now)
    note(actor, "noter_etape", chemin.droit)
    return mouvement


@transaction.atomic
def correct_last(*, droit_suivi_id: uuid.UUID, actor: Compte, rang_vu: int, mots: str = "", now: datetime) -> Mouvement:
    """Take back the last step in force, by a move that says so: what was written stays to be read. An undo within the minute is the same verb.

    Raise `MovedError`, `NothingToCorrectError`, `NotVisibleError`.
    """
    chemin = Chemin.of(locked(droit_suivi_id, actor, now))
    _check_unmoved(chemin, rang_vu, voulu="")
    mouvement = chemin.correction(mots=mots.strip(), actor=actor, now=now)
    if mouvement is None:
        raise NothingToCorrectError
    note(actor, "corriger_etape", chemin.droit)
    return mouvement


@transaction.atomic
def assign_right(*, droit_suivi_id: uuid.UUID, actor: Compte, responsable: Compte, now: datetime) -> DroitSuivi:
    """Say who does what is next: somebody who meets people for the same structure. Raise `NotAColleagueError`, `NotVisibleError`."""
    droit = locked(droit_suivi_id, actor, now)
    if not access.may_open(responsable, droit, on=day_of(now)):
        raise NotAColleagueError
    droit.responsable, droit.updated_at = responsable, max(now, droit.updated_at)
    droit.save(update_fields=["responsable", "updated_at"])
    note(actor, "confier_droit", droit)
    return droit


def _opened(personne: Personne, actor: Compte, code: str, saisie: Saisie, now: datetime, origine: Origine, bilan_id: uuid.UUID | None) -> DroitSuivi:
    connu = DroitSuivi.objects.select_for_update().filter(personne_id=personne.pk, structure_id=personne.structure_id, droit=code).first()
    if (connu is not None and connu.etat != ANNULE) or _followed_elsewhere(personne, code):
        raise AlreadyFollowedError
    if connu is None:
        connu = DroitSuivi(
            structure_id=personne.structure_id,
            personne=personne,
            droit=code,
            origine=origine,
            bilan_id=bilan_id,
            etat=saisie.vers,
            etat_le=saisie.fait_le,
            rang=1,
            premier_par=actor,
            responsable=actor,
            created_at=now,
            updated_at=now,
        )
        if erreurs := check_step(saisie, [], today=day_of(now)):
            raise StepRefusedError(erreurs)
        try:
            with transaction.atomic():
                connu.save(force_insert=True)
        except IntegrityError:
            # Somebody opened it in the same instant.
            raise AlreadyFollowedError from None
    chemin = Chemin.of(connu)
    _stepped(chemin, saisie, actor, now)
    return chemin.droit


def _followed_elsewhere(personne: Personne, code: str) -> bool:
    """Tell whether the right is followed in another file of hers: one right, one person. No query for who has one file."""
    autres = [numero for numero in files_of(personne) if numero != personne.pk]
    return bool(autres) and DroitSuivi.objects.of_structures([personne.structure_id]).real().filter(personne_id__in=autres, droit=code).exists()


def _stepped(chemin: Chemin, saisie: Saisie, actor: Compte, now: datetime) -> Mouvement:
    if erreurs := check_step(saisie, chemin.pas, today=day_of(now)):
        raise StepRefusedError(erreurs)
    return chemin.step(saisie, sens=meaning_of_silence(chemin.droit.droit), actor=actor, now=now)


def meaning_of_silence(code: str) -> str:
    """Return what the silence of the institution means for a right today, as the catalogue says: unknown where it depends, or where nobody knows."""
    sens = {silence.sens.value if silence.sens else "" for silence in droits.get(code).silences}
    seul = next(iter(sens)) if len(sens) == 1 else ""
    return seul if seul in {SensSilence.ACCORD.value, SensSilence.REFUS.value} else SensSilence.INCONNU.value


def _check_unmoved(chemin: Chemin, rang_vu: int, *, voulu: str) -> None:
    if chemin.droit.rang == rang_vu:
        return
    dernier = chemin.rows[-1]
    par = dernier.auteur.nom if dernier.auteur else ""
    reprise = dernier.nature == NatureMouvement.CORRECTION
    raise MovedError(vu=str(dernier.get_vers_display()), par=par, voulu=str(Etat(voulu).label) if voulu in Etat.values else "", reprise=reprise)
