"""The verbs of what a person asks of her file: how to reach her, what to correct, that it be erased. One function, one transaction, one journal line."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from droits_ouverts.coffre.services import seal
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.personnes import access, rules, rules_contact, rules_effacement, rules_partage, rules_rectification
from droits_ouverts.personnes.dossiers import files_of, persons_of_files
from droits_ouverts.personnes.enums import EtatPartage, ModeAccord, ObjetRectification, Obstacle, SuiteRectification
from droits_ouverts.personnes.errors import DossierJointError, ErasureStateError, FileHeldError, RectificationRefusedError
from droits_ouverts.personnes.models import DemandeEffacement, Partage, Personne, Rapprochement, Rectification
from droits_ouverts.personnes.rules_rectification import Contenu
from droits_ouverts.personnes.selectors import contact_context, identity_context, open_identity
from droits_ouverts.personnes.selectors_droits import rectification_context
from droits_ouverts.personnes.services import index_identity
from droits_ouverts.personnes.services_partage import withdraw
from droits_ouverts.personnes.signals import effacement_demande, effacement_verifie

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.rules import Identite
    from droits_ouverts.personnes.rules_contact import Contact

FINALITE, EXERCICE = "accompagnement", "droits_de_la_personne"


@transaction.atomic
def set_contact(*, actor: Compte, personne_id: int, contact: Contact, now: datetime) -> Personne:
    """Note how a person may be reached without danger, in place of what she said before: what became dangerous is not kept. Raise `NotVisibleError`."""
    personne = locked(personne_id, actor, now)
    personne.contact_scelle = seal(rules_contact.cleaned(contact).to_bytes(), context=contact_context(personne))
    personne.save(update_fields=["contact_scelle"])
    if personne.reunie:
        # What her other files said of it holds no more: it stays sealed in them, as it was.
        liens = Rapprochement.objects.of_structures([personne.structure_id]).standing().of_files(files_of(personne))
        liens.filter(contact_redit_at__isnull=True).update(contact_redit_at=now)
    _note(actor, "noter_comment_joindre", personne, FINALITE)
    return personne


@transaction.atomic
def give_copy(*, actor: Compte, personne_id: int, now: datetime) -> Personne:
    """Note that a person was given the copy of all that is held of her. Raise `NotVisibleError`."""
    personne = locked(personne_id, actor, now)
    _note(actor, "donner_copie", personne, EXERCICE)
    return personne


@transaction.atomic
def rectify_identity(*, actor: Compte, personne_id: int, identite: Identite, pourquoi: str, now: datetime) -> Rectification:
    """Correct how a person is called, her birth date or the language of her sheet; the former one stays in the history.

    Raise `NotVisibleError`, `RectificationRefusedError`.
    """
    personne = locked(personne_id, actor, now)
    avant, apres = open_identity(personne), rules.cleaned(identite)
    if erreurs := rules_rectification.check_identity(avant, apres, pourquoi=pourquoi, today=timezone.localtime(now).date()):
        raise RectificationRefusedError(erreurs)
    personne.identite_scellee = seal(apres.to_bytes(), context=identity_context(personne))
    personne.save(update_fields=["identite_scellee"])
    index_identity(personne, apres)
    contenu = Contenu(avant=rules_rectification.told(avant), apres=rules_rectification.told(apres), pourquoi=pourquoi.strip())
    _note(actor, "rectifier_identite", personne, EXERCICE)
    return _written(personne, ObjetRectification.IDENTITE, SuiteRectification.FAITE, contenu, actor, now)


@transaction.atomic
def note_rectification(
    *, actor: Compte, personne_id: int, bilan: uuid.UUID | None, suite: SuiteRectification, contenu: Contenu, now: datetime
) -> Rectification:
    """Note beside what is kept what a person says of it, or that her correction is refused and why: what was kept stays as it was.

    `bilan`: the check-up of hers that it is about; the caller has looked that it is hers. Raise `NotVisibleError`, `RectificationRefusedError`.
    """
    personne = locked(personne_id, actor, now)
    if erreurs := rules_rectification.check_note(contenu, suite):
        raise RectificationRefusedError(erreurs)
    _note(actor, "refuser_rectification" if suite is SuiteRectification.REFUSEE else "noter_rectification", personne, EXERCICE)
    return _written(personne, ObjetRectification.AUTRE if bilan is None else ObjetRectification.BILAN, suite, contenu, actor, now, bilan)


@transaction.atomic
def ask_erasure(*, actor: Compte, personne_id: int, mode: ModeAccord, obstacle: Obstacle, now: datetime) -> DemandeEffacement:
    """Note that a person asks that everything be erased: it will be in seven days, unless she changes her mind or an obstacle was told.

    Without an obstacle, what she shares is withdrawn at once. Raise `NotVisibleError`, `ErasureStateError` where it is already asked, `FileHeldError` where a
    hold keeps the file and no obstacle is told.
    """
    personne = locked(personne_id, actor, now)
    on = timezone.localtime(now).date()
    if DemandeEffacement.objects.of_files(files_of(personne)).standing().exists():
        raise ErasureStateError
    if obstacle == Obstacle.AUCUN and is_held(personne):
        raise FileHeldError
    if obstacle == Obstacle.AUCUN:
        for partage in Partage.objects.of_files(files_of(personne)).prefetch_related("suites"):
            if rules_partage.state(partage.termes, on) not in {EtatPartage.RETIRE, EtatPartage.EXPIRE}:
                withdraw(actor=actor, partage_id=partage.pk, mode=mode, now=now)
    demande = DemandeEffacement.objects.create(
        personne=personne,
        mode=ModeAccord(mode),
        obstacle=Obstacle(obstacle),
        par=actor,
        demandee_at=now,
        a_partir_du=rules_effacement.erasure_day(on),
    )
    if obstacle == Obstacle.AUCUN:
        for numero in files_of(personne):
            effacement_demande.send(sender=Personne, structure_id=personne.structure_id, personne_id=numero, actor=actor, now=now)
    _note(actor, "demander_effacement" if obstacle == Obstacle.AUCUN else "refuser_effacement", personne, EXERCICE)
    return demande


@transaction.atomic
def cancel_erasure(*, actor: Compte, personne_id: int, now: datetime) -> DemandeEffacement:
    """Note that she changed her mind; what she had shared stays withdrawn. Raise `NotVisibleError`, `ErasureStateError`."""
    personne = locked(personne_id, actor, now)
    demande = DemandeEffacement.objects.of_person(personne).standing().select_for_update().first()
    if demande is None or not rules_effacement.may_cancel(demande.a_partir_du, timezone.localtime(now).date()):
        raise ErasureStateError
    demande.annulee_at, demande.annulee_par = now, actor
    demande.save(update_fields=["annulee_at", "annulee_par"])
    _note(actor, "annuler_effacement", personne, EXERCICE)
    return demande


def is_held(personne: Personne) -> bool:
    """Tell whether a later room holds one of her files, so that nothing of them is erased."""
    return any(is_held_alone(une) for une in persons_of_files(personne.gardee))


def is_held_alone(personne: Personne) -> bool:
    """Tell whether a later room holds this very file."""
    return any(tenu for _, tenu in effacement_verifie.send(sender=Personne, structure_id=personne.structure_id, personne_id=personne.pk))


def locked(personne_id: int, actor: Compte, now: datetime) -> Personne:
    """Return a person whom the actor may read whole, locked until the transaction ends. Raise `NotVisibleError` for any other, `DossierJointError` for a file under another."""
    personne = Personne.objects.select_for_update().filter(pk=personne_id).first()
    if personne is None or not access.may_open(actor, personne, on=timezone.localtime(now).date()):
        raise NotVisibleError
    if personne.rapprochee_de_id:
        raise DossierJointError(personne.rapprochee_de_id)
    return personne


def _written(
    personne: Personne,
    objet: ObjetRectification,
    suite: SuiteRectification,
    contenu: Contenu,
    actor: Compte,
    now: datetime,
    bilan: uuid.UUID | None = None,
) -> Rectification:
    ligne = Rectification(personne=personne, objet=objet, suite=suite, bilan=bilan, par=actor, at=now)
    ligne.contenu_scelle = seal(contenu.to_bytes(), context=rectification_context(ligne))
    ligne.save()
    return ligne


def _note(actor: Compte, verb: str, personne: Personne, purpose: str) -> None:
    record(actor=actor, verb=verb, thing_kind="personne", thing_id=personne.pk, purpose=purpose, structure=personne.structure_id)
