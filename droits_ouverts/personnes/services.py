"""The verbs of persons: one function, one transaction, one journal line (ids only)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from droits_ouverts.coffre.index import set_index, set_near
from droits_ouverts.coffre.services import Sujet, seal
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.personnes import access, rules
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.errors import IdentityRefusedError
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.rules_recherche import neighbours_of, words_of_person
from droits_ouverts.personnes.selectors import CHAMP_IDENTITE, CHAMP_NOM, identity_context, search_value

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINALITE = "accompagnement"
A_SCELLER = "-"
"""Stands in the row until its envelope, which is bound to the row's number, is made: within one transaction, nobody reads it."""


@transaction.atomic
def create_person(*, actor: Compte, structure_id: int, identite: Identite, accord_mode: ModeAccord, accord_le: date, now: datetime) -> Personne:
    """Write down a person who agreed that her name be kept: how, and when. Raise `ForbiddenError`, `IdentityRefusedError`."""
    on = timezone.localtime(now).date()
    if not access.may_create(actor, structure_id, on=on):
        raise ForbiddenError
    gardee = rules.cleaned(identite)
    if erreurs := rules.check(gardee, accord_le=accord_le, today=on):
        raise IdentityRefusedError(erreurs)
    personne = Personne.objects.create(
        structure_id=structure_id, identite_scellee=A_SCELLER, accord_le=accord_le, accord_mode=ModeAccord(accord_mode), created_at=now
    )
    personne.identite_scellee = seal(gardee.to_bytes(), context=identity_context(personne))
    personne.save(update_fields=["identite_scellee"])
    index_identity(personne, gardee)
    record(actor=actor, verb="creer_personne", thing_kind="personne", thing_id=personne.pk, purpose=FINALITE, structure=structure_id)
    return personne


def index_identity(personne: Personne, identite: Identite) -> None:
    """Make a person be found by her name: whole with her birth date, and by each of its words with a typo. In a transaction."""
    sujet, structure = Sujet("personne", personne.pk), personne.structure_id
    set_index(sujet, structure=structure, champ=CHAMP_IDENTITE, valeur=search_value(identite.nom or identite.prenom, identite.naissance))
    set_near(sujet, structure=structure, champ=CHAMP_NOM, valeurs=neighbours_of(words_of_person(identite)))


def person_of(personne: Personne | Identite, *, actor: Compte, structure_id: int, accord_mode: ModeAccord, accord_le: date, now: datetime) -> Personne:
    """Return a person of this structure: the one given, or a new one of this identity. Raise `NotVisibleError`, and as `create_person`.

    She agrees each time that something be attached to her: its day is checked for a person already known too, and the caller keeps it.
    """
    if isinstance(personne, Identite):
        return create_person(actor=actor, structure_id=structure_id, identite=personne, accord_mode=accord_mode, accord_le=accord_le, now=now)
    if personne.structure_id != structure_id:
        raise NotVisibleError
    if erreurs := rules.check_agreement(accord_le, today=timezone.localtime(now).date()):
        raise IdentityRefusedError(erreurs)
    return personne
