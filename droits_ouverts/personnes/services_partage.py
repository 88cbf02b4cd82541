"""The verbs of what a person agrees to share: one function, one transaction, one journal line (ids only)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.journal.services import record
from droits_ouverts.personnes import access, rules_partage
from droits_ouverts.personnes.enums import EtatPartage, Finalite, ModeAccord, NatureSuite, Portee
from droits_ouverts.personnes.errors import DossierJointError, ErasureAskedError, PartageEndedError, PartageRefusedError
from droits_ouverts.personnes.models import DemandeEffacement, Partage, Personne, Rapprochement, SuitePartage
from droits_ouverts.personnes.signals import accord_retire
from droits_ouverts.structures.models import Structure

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.rules_partage import Accord

OUVERTS = frozenset({EtatPartage.A_VENIR, EtatPartage.EN_COURS, EtatPartage.RESTREINT})


@transaction.atomic
def share(*, actor: Compte, personne_id: int, accord: Accord, now: datetime) -> Partage:
    """Note that a person agrees that another structure read a part of what this one holds of her.

    A sensitive scope comes alone, `accord.explication` telling that it was explained by itself before she said yes.
    It opens the file on which it was given, and no other of hers. Raise `NotVisibleError` for a person whom the actor cannot share, `PartageRefusedError`,
    `ErasureAskedError` while her erasure is asked, `DossierJointError` for a file under another one.
    """
    on = timezone.localtime(now).date()
    personne = Personne.objects.select_for_update().filter(pk=personne_id).first()
    if personne is None or not access.may_share(actor, personne, on=on):
        raise NotVisibleError
    if personne.rapprochee_de_id:
        raise DossierJointError(personne.rapprochee_de_id)
    _check_stays(personne.pk)
    if accord.vers_structure_id == personne.structure_id or not Structure.objects.filter(pk=accord.vers_structure_id).exists():
        raise PartageRefusedError({"vers_structure": "inconnue"})
    if erreurs := rules_partage.check(accord, today=on):
        raise PartageRefusedError(erreurs)
    partage = Partage.objects.create(
        personne=personne,
        de_structure_id=personne.structure_id,
        vers_structure_id=accord.vers_structure_id,
        portees=rules_partage.written(accord.portees),
        finalite=Finalite(accord.finalite),
        debut=accord.debut,
        fin=accord.fin,
        accord_mode=ModeAccord(accord.mode),
        explication=accord.explication,
        langue=accord.langue,
        enregistre_par=actor,
        created_at=now,
    )
    _note(actor, "partager", partage)
    return partage


@transaction.atomic
def narrow(*, actor: Compte, partage_id: int, garder: Iterable[Portee], mode: ModeAccord, now: datetime) -> SuitePartage:
    """Note that she now shares these scopes only, fewer than before. Raise `NotVisibleError`, `PartageEndedError`, `PartageRefusedError`."""
    partage = _locked(partage_id)
    if not access.may_change_share(actor, partage, on=timezone.localtime(now).date()):
        raise NotVisibleError
    _check_runs(partage, now)
    gardees = frozenset(garder)
    if erreurs := rules_partage.check_narrowing(partage.termes, gardees):
        raise PartageRefusedError(erreurs)
    return _follow(partage, NatureSuite.RESTREINT, gardees, mode, actor, now, verb="restreindre_partage")


@transaction.atomic
def withdraw(*, actor: Compte, partage_id: int, mode: ModeAccord, now: datetime) -> SuitePartage:
    """Note that she withdraws the agreement: the other structure reads nothing by it from the next request on.

    She may say it to either structure. Raise `NotVisibleError`, `PartageEndedError`.
    """
    partage = _locked(partage_id)
    if not access.may_withdraw(actor, partage, on=timezone.localtime(now).date()):
        raise NotVisibleError
    _check_runs(partage, now)
    suite = _follow(partage, NatureSuite.RETIRE, frozenset(), mode, actor, now, verb="retirer_partage")
    accord_retire.send(sender=Partage, structure_id=partage.de_structure_id, personne_id=partage.personne_id, actor=actor, now=now)
    return suite


@transaction.atomic
def undo(*, actor: Compte, partage_id: int, now: datetime) -> SuitePartage:
    """Take back, within its minute, a narrowing or a withdrawal that the actor herself had noted by mistake.

    Raise `NotVisibleError`, `PartageEndedError`, `ErasureAskedError`.
    """
    partage = _locked(partage_id)
    if not access.may_withdraw(actor, partage, on=timezone.localtime(now).date()):
        raise NotVisibleError
    derniere = partage.suites.order_by("-pk").first()
    if derniere is None or derniere.par_id != actor.pk or not rules_partage.may_undo(partage.termes, now):
        raise PartageEndedError
    _check_stays(partage.personne_id)
    reste = rules_partage.before_last(partage.termes)
    return _follow(partage, NatureSuite.RETABLI, reste, ModeAccord(derniere.mode), actor, now, verb="retablir_partage")


def forget_agreements(personne_id: int) -> int:
    """Remove the agreements of a person who is being erased, then what followed them; return how many. In the caller's transaction.

    The agreements go first: what followed one is never removed while it stands.
    """
    partages = Partage.objects.filter(personne_id=personne_id)
    numeros = list(partages.values_list("pk", flat=True))
    suites = SuitePartage.objects.filter(partage_id__in=numeros)
    partages._raw_delete(partages.db)  # noqa: SLF001  Django's own deletion would take what followed first, which the database refuses
    with as_service(Service.EFFACEMENT):
        suites._raw_delete(suites.db)  # noqa: SLF001  for the same reason
    return len(numeros)


@as_service(Service.EFFACEMENT)
def _check_stays(personne_id: int) -> None:
    siens = [personne_id]
    # By the links: whoever reads this file by an agreement sees no row of the one under which it is.
    while gardee := Rapprochement.objects.standing().filter(jointe_id=siens[-1]).values_list("gardee_id", flat=True).first():
        siens.append(gardee)
    if DemandeEffacement.objects.standing().filter(personne_id__in=siens).exists():
        raise ErasureAskedError


def _locked(partage_id: int) -> Partage:
    partage = Partage.objects.select_for_update().filter(pk=partage_id).first()
    if partage is None:
        raise NotVisibleError
    return partage


def _check_runs(partage: Partage, now: datetime) -> None:
    if rules_partage.state(partage.termes, timezone.localtime(now).date()) not in OUVERTS:
        raise PartageEndedError


def _follow(partage: Partage, nature: NatureSuite, portees: frozenset[Portee], mode: ModeAccord, actor: Compte, now: datetime, *, verb: str) -> SuitePartage:
    suite = SuitePartage.objects.create(partage=partage, nature=nature, portees=rules_partage.written(portees), mode=ModeAccord(mode), par=actor, at=now)
    _note(actor, verb, partage)
    return suite


def _note(actor: Compte, verb: str, partage: Partage) -> None:
    record(actor=actor, verb=verb, thing_kind="partage", thing_id=partage.pk, purpose=partage.finalite, structure=partage.de_structure_id)
