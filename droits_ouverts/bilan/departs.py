"""The verbs of how a check-up begins, is taken up again, attached to a person or erased; and of what is urgent in it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from droits_ouverts.bilan import access, rules
from droits_ouverts.bilan.codes import code_digest, make_code, read_code
from droits_ouverts.bilan.effacement import erase_rows
from droits_ouverts.bilan.enums import FormeBilan
from droits_ouverts.bilan.errors import AlreadyAttachedError, NotAnonymousError
from droits_ouverts.bilan.gestes import FINALITE, day_of, locked, note, write_answers
from droits_ouverts.bilan.models import Bilan, Choix
from droits_ouverts.bilan.selectors import answers_context, choices_of, open_answers
from droits_ouverts.bilan.services import start_bilan
from droits_ouverts.bilan.signals import droit_choisi
from droits_ouverts.coffre.services import seal
from droits_ouverts.droits.urgences import REPONSES, Besoin
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import services as personnes
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.selectors import open_identity

if TYPE_CHECKING:
    from droits_ouverts.bilan.rules import Reponses
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.models import Personne
    from droits_ouverts.personnes.rules import Identite


def start_anonymous(*, actor: Compte, structure_id: int, site_id: int | None, mois: str, now: datetime, forme: FormeBilan) -> tuple[Bilan, str]:
    """Open a check-up that keeps no name; return it with its code, which nothing will ever tell again. Raise as `start_bilan`."""
    code = make_code()
    return start_bilan(actor=actor, structure_id=structure_id, site_id=site_id, mois=mois, now=now, forme=forme, code=code), code


@transaction.atomic
def promote_bilan(*, bilan_id: uuid.UUID, actor: Compte, now: datetime) -> Bilan:
    """Go on from five questions to the whole check-up: every answer stays. Nothing where it is whole already. Raise `NotVisibleError`."""
    bilan = locked(bilan_id, actor, now)
    if bilan.forme != FormeBilan.COMPLET:
        bilan.forme = FormeBilan.COMPLET
        bilan.updated_at = now
        bilan.save(update_fields=["forme", "updated_at"])
        note(actor, "passer_au_bilan_complet", bilan)
    return bilan


@transaction.atomic
def save_urgent_needs(*, bilan_id: uuid.UUID, actor: Compte, reponses: Mapping[str, str], now: datetime) -> Reponses:
    """Save what was answered of urgent needs, sealed; what is not a need or an answer is left out. Raise `NotVisibleError`.

    Nothing is written, in the row or in the journal, where nothing changed.
    """
    bilan = locked(bilan_id, actor, now)
    avant = open_answers(bilan)
    lues = {code.value: reponses[code.value] for code in Besoin if reponses.get(code.value) in REPONSES}
    apres = replace(avant, urgences=avant.urgences | lues)
    return avant if apres == avant else write_answers(bilan, apres, actor, "enregistrer_urgences", now)


@transaction.atomic
def replace_code(*, bilan_id: uuid.UUID, actor: Compte, now: datetime) -> str:
    """Give a lost code's place to a new one, from the check-up that is open; the old code finds nothing any more.

    Raise `NotAnonymousError`, `NotVisibleError`.
    """
    bilan = locked(bilan_id, actor, now)
    if not bilan.anonyme:
        raise NotAnonymousError
    code = make_code()
    bilan.code_reprise = code_digest(code)
    bilan.save(update_fields=["code_reprise"])
    note(actor, "remplacer_code_reprise", bilan)
    return code


@transaction.atomic
def resume_by_code(*, actor: Compte, texte: str, now: datetime) -> Bilan | None:
    """Return the anonymous check-up that a code finds, for a member of the structure that holds it; None in every other case alike."""
    code = read_code(texte)
    bilan = Bilan.objects.filter(code_reprise=code_digest(code)).first() if code else None
    if bilan is None or not access.may_open(actor, bilan, on=day_of(now)):
        return None
    note(actor, "reprendre_par_code", bilan)
    return bilan


@transaction.atomic
def attach_bilan(
    *,
    bilan_id: uuid.UUID,
    actor: Compte,
    personne: Personne | Identite,
    accord_mode: ModeAccord,
    accord_le: date,
    now: datetime,
) -> Bilan:
    """Attach a check-up to a person who agreed: it is no longer anonymous, its code finds nothing, it is not erased after 90 days.

    `personne` is one of the same structure, or the identity of a new one. In both cases how and when she agreed stays with the check-up.
    Raise `AlreadyAttachedError`, `NotVisibleError`, and what `personnes.create_person` raises.
    """
    bilan = locked(bilan_id, actor, now)
    if bilan.personne_id is not None:
        raise AlreadyAttachedError
    bilan.personne = personnes.person_of(personne, actor=actor, structure_id=bilan.structure_id, accord_mode=accord_mode, accord_le=accord_le, now=now)
    bilan.anonyme, bilan.code_reprise, bilan.efface_le, bilan.updated_at = False, "", None, now
    bilan.accord_le, bilan.accord_mode = accord_le, ModeAccord(accord_mode)
    _call_by_her_name(bilan, bilan.personne)
    bilan.save(update_fields=["personne", "accord_le", "accord_mode", "anonyme", "code_reprise", "efface_le", "reponses_scellees", "updated_at"])
    note(actor, "rattacher_bilan", bilan)
    for choix in choices_of(bilan).values():
        droit_choisi.send(sender=Choix, bilan_id=bilan.pk, droit=choix.droit, choix_id=choix.pk, decision=choix.decision)
    return bilan


@transaction.atomic
def renew_bilan(*, personne: Personne, actor: Compte, now: datetime) -> Bilan:
    """Open this month's check-up of a person who agrees aloud, with the answers of her last one already there: she goes through them and says what changed.

    What no longer fits the month is asked again; no screen counts as gone through. Raise `NotVisibleError` for somebody whom the actor may not read.
    """
    if not access.may_start(actor, personne.structure_id, on=day_of(now)):
        raise NotVisibleError
    mois = f"{day_of(now):%Y-%m}"
    dernier = Bilan.objects.of_structures([personne.structure_id]).filter(personne_id__in=files_of(personne)).order_by("-updated_at", "-pk").first()
    bilan = start_bilan(actor=actor, structure_id=personne.structure_id, site_id=dernier.site_id if dernier else None, mois=mois, now=now)
    if dernier is not None:
        reponses = rules.carried_over(open_answers(dernier), mois)
        bilan.reponses_scellees = seal(reponses.to_bytes(), context=answers_context(bilan))
        bilan.save(update_fields=["reponses_scellees"])
    return attach_bilan(bilan_id=bilan.pk, actor=actor, personne=personne, accord_mode=ModeAccord.ORAL, accord_le=day_of(now), now=now)


def _call_by_her_name(bilan: Bilan, personne: Personne) -> None:
    """Write the first name that she agreed to in a check-up that had none: nobody types it twice. No estimate depends on a name."""
    avant = open_answers(bilan)
    if avant.demandeur is None or avant.demandeur.prenom:
        return
    prenom = open_identity(personne).prenom[: rules.PRENOM_MAX]
    membres = tuple(replace(membre, prenom=prenom) if membre.id == avant.demandeur.id else membre for membre in avant.membres)
    bilan.reponses_scellees = seal(replace(avant, membres=membres).to_bytes(), context=answers_context(bilan))


@transaction.atomic
def erase_anonymous(*, bilan_id: uuid.UUID, actor: Compte, now: datetime) -> None:
    """Erase an anonymous check-up at once, with all its rows; the journal keeps that it was. Raise `NotAnonymousError`, `NotVisibleError`."""
    bilan = locked(bilan_id, actor, now)
    if not bilan.anonyme:
        raise NotAnonymousError
    note(actor, "effacer_bilan_anonyme", bilan)
    erase_rows(structure_id=bilan.structure_id, bilan_ids=[bilan.pk], actor=actor, purpose=FINALITE, now=now)


def erase_expired(now: datetime, *, dry_run: bool = False) -> int:
    """Erase the anonymous check-ups whose day has come, each in its own transaction; return how many (there would be, in a dry run)."""
    dus = Bilan.objects.expired(day_of(now))
    if dry_run:
        return dus.count()
    return sum(_erase_if_due(pk, now) for pk in list(dus.values_list("pk", flat=True)))


@transaction.atomic
def _erase_if_due(pk: uuid.UUID, now: datetime) -> bool:
    # Read again under lock: it may have been attached to its person since the list was made.
    bilan = Bilan.objects.expired(day_of(now)).select_for_update().filter(pk=pk).first()
    if bilan is None:
        return False
    note(None, "effacer_bilan_anonyme_echu", bilan)
    erase_rows(structure_id=bilan.structure_id, bilan_ids=[bilan.pk], actor=None, purpose=FINALITE, now=now)
    return True
