"""What follows the check-up of a family of the demo, so that each room shows something from the first visit.

A right asked for, a paper missing, a service that has not answered, what is next. Through the verbs of each room, once.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from droits_ouverts.agenda.enums import ModeRencontre, QuiFait
from droits_ouverts.agenda.rules import Mots, Voulu
from droits_ouverts.agenda.services import make_appointment
from droits_ouverts.agenda.services_actions import AFaire, note_action
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.comptes.models import Compte
from droits_ouverts.config.demo.corps import AMBASSADRICE, PASSERELLE
from droits_ouverts.config.demo.types import DEMO_DOMAIN
from droits_ouverts.orientation.enums import Champ, Demande, Pourquoi
from droits_ouverts.orientation.services import Demandee, send_orientation
from droits_ouverts.orientation.services_destinataires import Service, add_recipient
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.structures.enums import Genre
from droits_ouverts.suivi.enums import Etat, NaturePiece, NiveauPreuve
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.rules_saisie import Saisie
from droits_ouverts.suivi.services import move_right
from droits_ouverts.suivi.services_suite import ask_paper

DEPOSE, ORIENTE = "prime_activite", "aides_logement"
"""The two rights that she wanted and that the seed takes further."""


def seed_suivis(*, on: date) -> int:
    """Take the rights of one family further, once. Return how many followed rights were moved."""
    compte = Compte.objects.filter(email=f"{AMBASSADRICE}@{DEMO_DOMAIN}").first()
    elle = Bilan.objects.filter(structure__code=PASSERELLE, auteur=compte, personne__isnull=False).order_by("created_at").first() if compte else None
    if compte is None or elle is None or elle.personne_id is None:
        return 0
    droits = {droit.droit: droit for droit in DroitSuivi.objects.of_structures([elle.structure_id]).filter(personne_id=elle.personne_id)}
    if not {DEPOSE, ORIENTE} <= set(droits) or droits[DEPOSE].etat != Etat.CHOISI:
        return 0
    with transaction.atomic():
        _asked(droits[DEPOSE], compte, on)
        _sent(droits[ORIENTE], compte, on)
        _next(elle, compte, on)
    return 2


def _asked(droit: DroitSuivi, compte: Compte, on: date) -> None:
    """The request is in since five days, and the CAF wants a paper."""
    dit = Saisie(vers=Etat.DEPOSE, fait_le=on - timedelta(days=5), preuve=NiveauPreuve.VU, recu_le=on - timedelta(days=4))
    move_right(droit_suivi_id=droit.pk, actor=compte, rang_vu=droit.rang, saisie=dit, now=_at(on, 9))
    ask_paper(droit_suivi_id=droit.pk, actor=compte, nature=NaturePiece.RESSOURCES, avant_le=on + timedelta(days=9), now=_at(on, 9))


def _sent(droit: DroitSuivi, compte: Compte, on: date) -> None:
    """She was sent to a service by telephone, six days ago: it has no mail, so that the demo writes to nobody."""
    alors = _at(on - timedelta(days=6), 15)
    service = add_recipient(
        actor=compte,
        structure_id=droit.structure_id,
        service=Service(nom="Agence des allocations (lieu inventé)", genre=Genre.CAF, telephone="04 00 00 00 07", delai_promis=10),
        now=alors,
    )
    demandee = Demandee(
        pourquoi=Pourquoi.DECIDE,
        demande=Demande.INSTRUIRE,
        champs=frozenset({Champ.PRENOM, Champ.DROIT}),
        accord_mode=ModeAccord.ORAL,
        accord_le=alors.date(),
    )
    send_orientation(actor=compte, droit_suivi_id=droit.pk, demandee=demandee, destinataires=[service.pk], now=alors)


def _next(elle: Bilan, compte: Compte, on: date) -> None:
    """An appointment in two days, and a telephone call before."""
    voulu = Voulu(
        jour=on + timedelta(days=2),
        heure=time(10),
        minutes=45,
        mode=ModeRencontre.SUR_PLACE,
        participants=(compte.pk,),
        mots=Mots(objet="Relire ensemble le dossier de prime d’activité", lieu="Centre social"),
    )
    make_appointment(actor=compte, structure_id=elle.structure_id, personne_id=elle.personne_id, voulu=voulu, now=_at(on, 9))
    appeler = AFaire(quoi="Appeler le service du logement", qui=QuiFait.PROFESSIONNEL, responsable=compte.pk, avant_le=on + timedelta(days=1))
    note_action(actor=compte, structure_id=elle.structure_id, personne_id=elle.personne_id, voulue=appeler, now=_at(on, 9))


def _at(jour: date, heure: int) -> datetime:
    return timezone.make_aware(datetime.combine(jour, time(heure)))
