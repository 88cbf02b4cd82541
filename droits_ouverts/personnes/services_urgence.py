"""The verbs of an emergency: somebody asks, a second person answers, the file closes by itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from droits_ouverts.coffre.index import found_by
from droits_ouverts.coffre.services import seal
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.journal.services import record, record_refusal
from droits_ouverts.personnes import access
from droits_ouverts.personnes.dossiers import kept_among
from droits_ouverts.personnes.enums import DecisionUrgence, MotifUrgence
from droits_ouverts.personnes.errors import UrgenceDecidedError
from droits_ouverts.personnes.models import OuvertureUrgente, Personne
from droits_ouverts.personnes.rules_urgence import ATTENTE, DUREE
from droits_ouverts.personnes.selectors import CHAMP_IDENTITE, search_value
from droits_ouverts.personnes.selectors_droits import urgence_context
from droits_ouverts.structures import access as structures

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINALITE = "urgence"


@transaction.atomic
def ask_opening(*, actor: Compte, structure_id: int, nom: str, naissance: date, motif: MotifUrgence, raison: str, now: datetime) -> OuvertureUrgente | None:
    """Ask to open the file of a person of another structure, by her exact name and birth date. The caller answers the same whether she is known.

    None where nobody, or more than one, is found there: one line of the journal tells it. Raise `ForbiddenError` for who meets nobody.
    """
    on = timezone.localtime(now).date()
    miennes = access.structures_of(actor, on=on)
    if not miennes or structure_id in miennes:
        raise ForbiddenError
    demande = _written(
        OuvertureUrgente(compte=actor, structure_id=miennes[0], motif=MotifUrgence(motif), demandee_at=now), structure_id, nom, naissance, raison
    )
    if demande is None:
        record_refusal(
            actor=actor, verb="demander_urgence", thing_kind="structure", thing_id=structure_id, purpose=FINALITE, structure=structure_id, motif="introuvable"
        )
        return None
    _note(actor, "demander_urgence", demande)
    return demande


@transaction.atomic
def decide_opening(*, actor: Compte, urgence_id: int, accordee: bool, now: datetime) -> OuvertureUrgente:
    """Answer for the structure that holds the file: yes opens it for four hours to who asked. Never to oneself.

    Raise `NotVisibleError` for another structure's, `ForbiddenError` for who does not manage hers, `UrgenceDecidedError`.
    """
    on = timezone.localtime(now).date()
    demande = OuvertureUrgente.objects.select_for_update(of=("self",)).select_related("personne").filter(pk=urgence_id).first()
    if demande is None or not access.may_open(actor, demande.personne, on=on):
        raise NotVisibleError
    if not structures.may_manage_members(actor, demande.personne.structure_id, on):
        raise ForbiddenError
    if demande.decision or demande.compte_id == actor.pk or demande.demandee_at < now - ATTENTE:
        raise UrgenceDecidedError
    demande.decision = DecisionUrgence.ACCORDEE if accordee else DecisionUrgence.REFUSEE
    demande.decideur, demande.decidee_at, demande.jusqu_at = actor, now, now + DUREE if accordee else None
    demande.save(update_fields=["decision", "decideur", "decidee_at", "jusqu_at"])
    _note(actor, "accorder_urgence" if accordee else "refuser_urgence", demande)
    return demande


@as_service(Service.URGENCE)
def _written(demande: OuvertureUrgente, structure_id: int, nom: str, naissance: date, raison: str) -> OuvertureUrgente | None:
    """Write the request beside the person whom the structure has under this exact name and birth date; None where there is not exactly one."""
    trouvees = found_by(structure_id, CHAMP_IDENTITE, search_value(nom, naissance.isoformat()), genre="personne")
    lues = list(Personne.objects.of_structures([structure_id]).filter(pk__in=trouvees).select_related("rapprochee_de").order_by("pk"))
    if len(kept_among(lues)) != 1:
        return None
    # Two files of one person are one person: the one that is kept, where it answers to this name. Only that file is opened.
    demande.personne = next((une for une in lues if une.rapprochee_de_id is None), lues[0])
    demande.raison_scellee = seal(raison.strip().encode(), context=urgence_context(demande))
    demande.save()
    return demande


def _note(actor: Compte, verb: str, demande: OuvertureUrgente) -> None:
    record(actor=actor, verb=verb, thing_kind="personne", thing_id=demande.personne_id, purpose=FINALITE, structure=demande.personne.structure_id)
