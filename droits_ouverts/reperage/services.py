"""The verbs of a round: planned, left, back, its report, closed, opened again, cancelled; and who is told that a team is late. One function, one transaction, one line."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from droits_ouverts.coffre.services import seal
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.foundation.types import HasPk
from droits_ouverts.journal.services import record
from droits_ouverts.reperage import access, rules
from droits_ouverts.reperage.contextes import words_context
from droits_ouverts.reperage.enums import EtatTournee, Forme
from droits_ouverts.reperage.errors import ReperageRefusedError, ReportChangedError, RoundStateError
from droits_ouverts.reperage.models import Campagne, Endroit, Equipier, Tournee
from droits_ouverts.structures.selectors import who_is_told, who_meets_people

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINALITE: Final = "aller_vers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voulue:
    """A round as it is planned. `id`: given by whoever plans it, so that it is one round however many times it is sent."""

    id: uuid.UUID
    forme: str
    debut: datetime
    fin: datetime
    equipe: tuple[int, ...]
    endroit: uuid.UUID | None = None
    campagne: uuid.UUID | None = None
    partenaire: str = ""
    prevenir: int | None = None


@transaction.atomic
def plan_round(*, actor: Compte, structure_id: int, voulue: Voulue, now: datetime) -> Tournee:
    """Write a planned round with its team. The same number sent again is the same round. Raise `ForbiddenError`, `ReperageRefusedError`."""
    on = timezone.localtime(now).date()
    if not access.may_write(actor, structure_id, on=on):
        raise ForbiddenError
    deja = Tournee.objects.of_structures([structure_id]).filter(pk=voulue.id).first()
    if isinstance(deja, Tournee):
        return deja
    faux = _check(voulue, structure_id, now)
    if faux:
        raise ReperageRefusedError(faux)
    tournee = Tournee.objects.create(
        id=voulue.id,
        structure_id=structure_id,
        campagne_id=voulue.campagne,
        forme=Forme(voulue.forme),
        endroit_id=voulue.endroit,
        partenaire=" ".join(voulue.partenaire.split()),
        debut_prevu_at=voulue.debut,
        fin_prevue_at=voulue.fin,
        prevenir_id=voulue.prevenir,
        cree_par=actor,
        cree_at=now,
    )
    Equipier.objects.bulk_create(Equipier(tournee=tournee, compte_id=compte) for compte in dict.fromkeys(voulue.equipe))
    note(actor, "prevoir_tournee", tournee)
    return tournee


def _check(voulue: Voulue, structure_id: int, now: datetime) -> dict[str, str]:
    """Return what is wrong with a round, field by field. Four queries at most."""
    on, faux = timezone.localtime(now).date(), {}
    if voulue.forme not in Forme.values:
        faux["forme"] = "inconnu"
    if not voulue.debut < voulue.fin <= voulue.debut + rules.DUREE_MAX:
        faux["fin"] = "impossible"
    if abs((timezone.localtime(voulue.debut).date() - on).days) > 366:
        faux["jour"] = "trop_loin"
    connus = {compte.pk for compte in who_meets_people(structure_id, on=on)}
    if not voulue.equipe or not set(voulue.equipe) <= connus:
        faux["equipe"] = "inconnu" if voulue.equipe else "vide"
    elif rules.needs_two(voulue.forme, equipe=len(set(voulue.equipe)), partenaire=voulue.partenaire):
        faux["equipe"] = "a_deux"
    if rules.names_somebody(voulue.partenaire):
        faux["partenaire"] = "quelqu_un"
    if voulue.prevenir is not None and (voulue.prevenir in voulue.equipe or voulue.prevenir not in {compte.pk for compte in who_is_told(structure_id, on=on)}):
        faux["prevenir"] = "inconnu"
    for champ, modele in (("endroit", Endroit), ("campagne", Campagne)):
        numero = getattr(voulue, champ)
        if numero is not None and not modele.objects.of_structures([structure_id]).filter(pk=numero).exists():
            faux[champ] = "inconnu"
    return faux


@transaction.atomic
def leave(*, actor: Compte, tournee_id: uuid.UUID, now: datetime) -> Tournee:
    """Note that the team leaves. Raise `NotVisibleError`, `RoundStateError`."""
    tournee = locked_round(actor, tournee_id, now, {EtatTournee.PREVUE})
    tournee.partie_at = now
    tournee.save(update_fields=["partie_at"])
    note(actor, "partir_en_tournee", tournee)
    return tournee


@transaction.atomic
def come_back(*, actor: Compte, tournee_id: uuid.UUID, now: datetime) -> Tournee:
    """Note that the team is back: nobody worries any more. Raise `NotVisibleError`, `RoundStateError`."""
    tournee = locked_round(actor, tournee_id, now, {EtatTournee.EN_COURS})
    tournee.rentree_at = now
    tournee.save(update_fields=["rentree_at"])
    note(actor, "rentrer_de_tournee", tournee)
    return tournee


@transaction.atomic
def go_out_again(*, actor: Compte, tournee_id: uuid.UUID, now: datetime) -> Tournee:
    """Take back that the team is back. Raise `NotVisibleError`, `RoundStateError`."""
    tournee = locked_round(actor, tournee_id, now, {EtatTournee.RENTREE})
    tournee.rentree_at = None
    tournee.save(update_fields=["rentree_at"])
    note(actor, "repartir_en_tournee", tournee)
    return tournee


@transaction.atomic
def write_report(*, actor: Compte, tournee_id: uuid.UUID, mots: rules.Mots, rang_vu: int, now: datetime) -> Tournee:
    """Write what the team says of the places and hands over. Raise `NotVisibleError`, `RoundStateError`, `ReportChangedError`, `ReperageRefusedError`."""
    tournee = locked_round(actor, tournee_id, now, {EtatTournee.EN_COURS, EtatTournee.RENTREE})
    if tournee.rang != rang_vu:
        raise ReportChangedError
    propres = rules.Mots(observations=mots.observations.strip(), consignes=mots.consignes.strip())
    if faux := rules.check_words(propres):
        raise ReperageRefusedError(faux)
    tournee.mots_scelles = seal(propres.to_bytes(), context=words_context(tournee)) if propres != rules.Mots() else ""
    tournee.rang += 1
    tournee.save(update_fields=["mots_scelles", "rang"])
    note(actor, "ecrire_compte_rendu", tournee)
    return tournee


@transaction.atomic
def close_round(*, actor: Compte, tournee_id: uuid.UUID, now: datetime) -> Tournee:
    """Close a round once the team is back: its report is no longer written. Raise `NotVisibleError`, `RoundStateError`."""
    tournee = locked_round(actor, tournee_id, now, {EtatTournee.RENTREE})
    tournee.close_at = now
    tournee.save(update_fields=["close_at"])
    note(actor, "clore_tournee", tournee)
    return tournee


@transaction.atomic
def reopen_round(*, actor: Compte, tournee_id: uuid.UUID, now: datetime) -> Tournee:
    """Open a closed round again: what was forgotten is noted. Raise `NotVisibleError`, `RoundStateError`."""
    tournee = locked_round(actor, tournee_id, now, {EtatTournee.CLOSE})
    tournee.close_at = None
    tournee.save(update_fields=["close_at"])
    note(actor, "rouvrir_tournee", tournee)
    return tournee


@transaction.atomic
def cancel_round(*, actor: Compte, tournee_id: uuid.UUID, annulee: bool, now: datetime) -> Tournee:
    """Cancel a round that has not left, or plan it again. Raise `NotVisibleError`, `RoundStateError`."""
    tournee = locked_round(actor, tournee_id, now, {EtatTournee.PREVUE if annulee else EtatTournee.ANNULEE})
    tournee.annulee_at = now if annulee else None
    tournee.save(update_fields=["annulee_at"])
    note(actor, "annuler_tournee" if annulee else "retablir_tournee", tournee)
    return tournee


@transaction.atomic
def mark_told(*, tournee_id: uuid.UUID, now: datetime) -> Tournee | None:
    """Note that somebody is being told that a team is late; None where it came back meanwhile, or where she was told already."""
    tournee: Tournee | None = Tournee.objects.select_for_update(of=("self",)).select_related("prevenir").filter(pk=tournee_id).first()
    if tournee is None or tournee.alerte_at is not None or not rules.is_late(moments_of(tournee), now):
        return None
    tournee.alerte_at = now
    tournee.save(update_fields=["alerte_at"])
    note(None, "dire_retard_tournee", tournee)
    return tournee


@transaction.atomic
def unmark_told(*, tournee_id: uuid.UUID, le: datetime) -> None:
    """Note that whom a team asked could not be told yet: the next run tells. `le`: when she was noted as told; anything noted since stands."""
    for tournee in Tournee.objects.select_for_update(of=("self",)).filter(pk=tournee_id, alerte_at=le):
        tournee.alerte_at = None
        tournee.save(update_fields=["alerte_at"])
        note(None, "reprendre_retard_tournee", tournee)


def locked_round(actor: Compte, tournee_id: uuid.UUID, now: datetime, etats: Collection[EtatTournee]) -> Tournee:
    """Return a round that the actor may write of, its row locked. Raise `NotVisibleError` for any other, `RoundStateError` where it stands elsewhere."""
    miennes = access.structures_of(actor, on=timezone.localtime(now).date())
    tournee = Tournee.objects.of_structures(miennes).select_for_update().filter(pk=tournee_id).first()
    if not isinstance(tournee, Tournee):
        raise NotVisibleError
    if rules.state(moments_of(tournee)) not in etats:
        raise RoundStateError
    return tournee


def moments_of(tournee: Tournee) -> rules.Moments:
    """Return the moments that say where a round is."""
    return rules.Moments(
        fin_prevue=tournee.fin_prevue_at, partie=tournee.partie_at, rentree=tournee.rentree_at, close=tournee.close_at, annulee=tournee.annulee_at
    )


def note(actor: HasPk | None, verb: str, tournee: Tournee) -> None:
    """Write the line of a verb, about the round."""
    record(actor=actor, verb=verb, thing_kind="tournee", thing_id=tournee.pk, purpose=FINALITE, structure=tournee.structure_id)
