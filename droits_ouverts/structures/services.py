"""The verbs of structures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.structures import access
from droits_ouverts.structures.enums import Genre, Profession, Role
from droits_ouverts.structures.models import Membre, Structure


@transaction.atomic
def create_structure(*, code: str, nom: str, genre: Genre, site_ids: Iterable[int] = (), actor: Compte | None) -> Structure:
    """Enter a partner organisation. `actor` is None at installation. Raise `django.db.IntegrityError` for a taken code or name."""
    structure = Structure.objects.create(code=code, nom=nom, genre=genre)
    structure.sites.set(site_ids)
    record(actor=actor, verb="creer_structure", thing_kind="structure", thing_id=structure.pk, purpose="administration", structure=structure)
    return structure


@transaction.atomic
def add_membre(
    *, structure_id: int, compte_id: int, role: Role, profession: Profession = Profession.AUTRE, depuis_le: date, actor: Compte | None, on: date
) -> Membre:
    """Make an account a member from `depuis_le` on. `actor` is None at installation.

    Raise `NotVisibleError` or `ForbiddenError` as `_check_may_manage` does, `django.db.IntegrityError` if the account already is one.
    """
    _check_may_manage(actor, structure_id, on)
    membre = Membre.objects.create(structure_id=structure_id, compte_id=compte_id, role=role, profession=profession, depuis_le=depuis_le)
    record(actor=actor, verb="ajouter_membre", thing_kind="membre", thing_id=membre.pk, purpose="administration", structure=structure_id)
    return membre


@transaction.atomic
def end_membre(*, membre_id: int, jusqu_au: date, actor: Compte | None, on: date) -> Membre:
    """End a membership: `jusqu_au` is its last day.

    Raise `NotVisibleError` or `ForbiddenError` as `_check_may_manage` does, `django.db.IntegrityError` for a last day before the first.
    """
    membre = Membre.objects.select_for_update().filter(pk=membre_id).first()
    if membre is None:
        raise NotVisibleError
    _check_may_manage(actor, membre.structure_id, on)
    membre.jusqu_au = jusqu_au
    membre.save(update_fields=["jusqu_au"])
    record(actor=actor, verb="retirer_membre", thing_kind="membre", thing_id=membre.pk, purpose="administration", structure=membre.structure_id)
    return membre


def _check_may_manage(actor: Compte | None, structure_id: int, on: date) -> None:
    """Raise `NotVisibleError` if the structure is not the actor's, `ForbiddenError` if it is but another role manages its members."""
    if actor is None:
        return
    if not access.is_member(actor, structure_id, on):
        raise NotVisibleError
    if not access.may_manage_members(actor, structure_id, on):
        raise ForbiddenError(why="Seule une personne responsable de la structure gère ses membres.")
