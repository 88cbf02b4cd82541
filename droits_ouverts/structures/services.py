"""The verbs of structures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.services import end_sessions, remove_second_factors
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.journal.services import record
from droits_ouverts.structures import access, rules
from droits_ouverts.structures.enums import Genre, Profession, Role
from droits_ouverts.structures.errors import AlreadyMemberError, LastResponsableError, MandateElsewhereError
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

    Raise `NotVisibleError` or `ForbiddenError` as `check_may_manage` does, `AlreadyMemberError`, `MandateElsewhereError`.
    """
    check_may_manage(actor, structure_id, on)
    if Membre.objects.present(on).filter(compte_id=compte_id, structure_id=structure_id).exists():
        raise AlreadyMemberError
    check_roles_agree(compte_id, structure_id, role, on)
    try:
        with transaction.atomic():
            membre = Membre.objects.create(structure_id=structure_id, compte_id=compte_id, role=role, profession=profession, depuis_le=depuis_le)
    except IntegrityError as error:
        # Added by somebody else at the same instant, or already expected from a later day on.
        if Membre.objects.filter(compte_id=compte_id, structure_id=structure_id, jusqu_au=None).exists():
            raise AlreadyMemberError from error
        raise
    record(actor=actor, verb="ajouter_membre", thing_kind="membre", thing_id=membre.pk, purpose="administration", structure=structure_id)
    return membre


@transaction.atomic
def change_membre(*, membre_id: int, role: Role, profession: Profession, actor: Compte | None, on: date) -> Membre:
    """Change what a member does and is; her sessions end. Nothing is written where nothing changes.

    Raise `NotVisibleError` or `ForbiddenError` as `check_may_manage` does, `LastResponsableError`, `MandateElsewhereError`.
    """
    membre = _locked(membre_id, actor, on)
    if (membre.role, membre.profession) == (role, profession):
        return membre
    if role != Role.RESPONSABLE:
        _check_someone_stays(membre, on)
    check_roles_agree(membre.compte_id, membre.structure_id, role, on, besides=membre.pk)
    membre.role, membre.profession = role, profession
    membre.save(update_fields=["role", "profession"])
    end_sessions(membre.compte_id)
    record(actor=actor, verb="changer_membre", thing_kind="membre", thing_id=membre.pk, purpose="administration", structure=membre.structure_id)
    return membre


@transaction.atomic
def end_membre(*, membre_id: int, jusqu_au: date, actor: Compte | None, on: date) -> Membre:
    """End a membership: `jusqu_au` is its last day. Her sessions end.

    Raise `NotVisibleError` or `ForbiddenError` as `check_may_manage` does, `LastResponsableError`,
    `django.db.IntegrityError` for a last day before the first.
    """
    membre = _locked(membre_id, actor, on)
    _check_someone_stays(membre, on)
    membre.jusqu_au = jusqu_au
    membre.save(update_fields=["jusqu_au"])
    end_sessions(membre.compte_id)
    record(actor=actor, verb="retirer_membre", thing_kind="membre", thing_id=membre.pk, purpose="administration", structure=membre.structure_id)
    return membre


@transaction.atomic
def suspend_membre(*, membre_id: int, actor: Compte | None, on: date) -> Membre:
    """Take from a member all that the structure gives, at once and until `restore_membre`. Her sessions end.

    Raise `NotVisibleError` or `ForbiddenError` as `check_may_manage` does, `LastResponsableError`.
    """
    membre = _locked(membre_id, actor, on)
    if membre.suspendu_le is not None:
        return membre
    _check_someone_stays(membre, on)
    membre.suspendu_le = on
    membre.save(update_fields=["suspendu_le"])
    end_sessions(membre.compte_id)
    record(actor=actor, verb="suspendre_membre", thing_kind="membre", thing_id=membre.pk, purpose="administration", structure=membre.structure_id)
    return membre


@transaction.atomic
def restore_membre(*, membre_id: int, actor: Compte | None, on: date) -> Membre:
    """Give back what `suspend_membre` took. Raise as `check_may_manage` does."""
    membre = _locked(membre_id, actor, on)
    if membre.suspendu_le is None:
        return membre
    membre.suspendu_le = None
    membre.save(update_fields=["suspendu_le"])
    record(actor=actor, verb="retablir_membre", thing_kind="membre", thing_id=membre.pk, purpose="administration", structure=membre.structure_id)
    return membre


@transaction.atomic
def free_second_step(*, membre_id: int, actor: Compte, on: date) -> Membre:
    """Take from the account of a member the second step that she lost with her device: she sets up another one after her password. Her sessions end.

    Nobody does it for herself: somebody who knows her says that it is she. Raise as `check_may_manage` does, and `ForbiddenError` for one's own account.
    """
    membre = _locked(membre_id, actor, on)
    if membre.compte_id == actor.pk:
        raise ForbiddenError(
            why=_("Personne ne retire sa propre seconde étape de cette façon."),
            next_step=_("Demandez-le à une autre personne responsable, qui vous connaît, ou à qui administre le service."),
        )
    remove_second_factors(compte=membre.compte, actor=actor)
    record(actor=actor, verb="liberer_seconde_etape", thing_kind="membre", thing_id=membre.pk, purpose="administration", structure=membre.structure_id)
    return membre


def _locked(membre_id: int, actor: Compte | None, on: date) -> Membre:
    membre = Membre.objects.select_for_update().filter(pk=membre_id).first()
    if membre is None:
        raise NotVisibleError
    check_may_manage(actor, membre.structure_id, on)
    return membre


def check_may_manage(actor: Compte | None, structure_id: int, on: date) -> None:
    """Raise `NotVisibleError` if the structure is not the actor's, `ForbiddenError` if it is but another role manages its members."""
    if actor is None:
        return
    if not access.is_member(actor, structure_id, on):
        raise NotVisibleError
    if not access.may_manage_members(actor, structure_id, on):
        raise ForbiddenError(why=_("Seule une personne responsable de la structure gère ses membres."))


def _check_someone_stays(membre: Membre, on: date) -> None:
    """Raise `LastResponsableError` where the structure would have nobody left to manage its members."""
    if membre.role != Role.RESPONSABLE:
        return
    others = Membre.objects.present(on).filter(structure_id=membre.structure_id, role=Role.RESPONSABLE, jusqu_au=None).exclude(pk=membre.pk)
    if not others.exists():
        raise LastResponsableError


@as_service(Service.MEMBRES)
def check_roles_agree(compte_id: int, structure_id: int, role: str, on: date, besides: int = 0) -> None:
    """Raise `MandateElsewhereError` where the account would both meet people and hold a role that never does.

    Such a role shuts the pages of persons in every structure. None gives it to somebody who works for another, even without meeting anyone
    there yet: that other structure could no longer give her people to meet, and could not undo it.
    """
    autres = Membre.objects.filter(compte_id=compte_id).exclude(jusqu_au__lt=on).exclude(pk=besides)
    roles = {role, *autres.values_list("role", flat=True)}
    if roles & rules.NEVER_MEETS and roles & rules.DOES_CHECK_UPS:
        raise MandateElsewhereError
    if role in rules.NEVER_MEETS and autres.exclude(structure_id=structure_id).exclude(role__in=rules.NEVER_MEETS).exists():
        raise MandateElsewhereError
