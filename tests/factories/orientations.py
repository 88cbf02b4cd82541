"""Services to which people are sent, and orientations of people to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from droits_ouverts.orientation.enums import Champ, Demande, IssueRelais, MotifPause, NatureRelais, Pourquoi, Voie
from droits_ouverts.orientation.gestes import Reponse
from droits_ouverts.orientation.models import Destinataire, Envoi, Orientation
from droits_ouverts.orientation.services import (
    Demandee,
    hold_reminders,
    plan_handover,
    resume_reminders,
    send_orientation,
    send_to_another,
    tell_handover,
    withdraw_agreement,
)
from droits_ouverts.orientation.services_blocages import Cas, hand_to_coordination
from droits_ouverts.orientation.services_destinataires import Service, add_recipient
from droits_ouverts.orientation.services_reponse import note_answer
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, followed


def a_service(membre: Membre, nom: str = "CAF de Vénissieux", *, now: datetime = NOW, **reste: object) -> Destinataire:
    """A service of the list of the member's structure."""
    valeurs: dict[str, object] = {"genre": "caf", "email": "accueil@caf.test", "telephone": "04 00 00 00 00"}
    return add_recipient(
        actor=membre.compte,
        structure_id=membre.structure_id,
        service=Service(nom=nom, **(valeurs | reste)),  # type: ignore[arg-type]  # the test's own values
        now=now,
    )


def asked(champs: set[str] | None = None, *, now: datetime = NOW, **reste: object) -> Demandee:
    """What is asked, with all that may be shared unless some is said."""
    valeurs: dict[str, object] = {
        "pourquoi": Pourquoi.DECIDE.value,
        "demande": Demande.INSTRUIRE.value,
        "champs": frozenset(set(Champ.values) if champs is None else champs),
        "accord_mode": "oral",
        "accord_le": timezone.localtime(now).date(),
        "precision": "Elle attend depuis mars." if champs is None else "",
    }
    return Demandee(**(valeurs | reste))  # type: ignore[arg-type]  # the test's own values


def oriented(
    membre: Membre,
    *services: Destinataire,
    personne: Personne | None = None,
    droit_suivi: DroitSuivi | None = None,
    demandee: Demandee | None = None,
    now: datetime = NOW,
) -> Orientation:
    """Somebody sent to these services for the prime d’activité, chosen and not yet asked for."""
    droit = droit_suivi or followed(membre, personne or person_of(membre, now=now), now=now)
    vers = services or (a_service(membre, now=now),)
    return send_orientation(
        actor=membre.compte, droit_suivi_id=droit.pk, demandee=demandee or asked(now=now), destinataires=[service.pk for service in vers], now=now
    )


def sent(membre: Membre, *, now: datetime = NOW, **service: object) -> Envoi:
    """The one recipient of an orientation."""
    return oriented(membre, a_service(membre, now=now, **service), now=now).envois.get()


def everything(membre: Membre, personne: Personne, *, now: datetime = NOW) -> Orientation:
    """An orientation of a person with something in each column: an appointment, a deposit, a refusal and its reason, a hand-over, a pause, a blocked case, an agreement taken back."""
    droit = followed(membre, personne, droit="cmi", now=now)
    faite = oriented(membre, a_service(membre, "CAF", now=now), a_service(membre, "CCAS", now=now), droit_suivi=droit, now=now)
    caf, ccas = faite.envois.order_by("destinataire__nom")
    jour = timezone.localtime(now).date()
    note = {"actor": membre.compte, "voie": Voie.TELEPHONE, "now": now}
    note_answer(envoi_id=caf.pk, rang_vu=1, dit=Reponse(statut="rendez_vous", fait_le=jour, rdv_le=jour + timedelta(days=9)), **note)  # type: ignore[arg-type]
    dit = Reponse(statut="impossible", fait_le=jour, motif="autre_secteur", mots="Voir la mairie.")
    note_answer(envoi_id=ccas.pk, rang_vu=1, dit=dit, **note)  # type: ignore[arg-type]  # the same values
    autre = send_to_another(actor=membre.compte, orientation_id=faite.pk, destinataire_id=a_service(membre, "MDPH", now=now).pk, now=now)
    note_answer(envoi_id=autre.pk, rang_vu=1, dit=Reponse(statut="faite", fait_le=jour, depot_le=jour), **note)  # type: ignore[arg-type]  # the same values
    relais = plan_handover(actor=membre.compte, orientation_id=faite.pk, destinataire_id=caf.destinataire_id, nature=NatureRelais.APPEL, prevu_le=jour, now=now)
    tell_handover(actor=membre.compte, orientation_id=faite.pk, relais_id=relais.pk, issue=IssueRelais.RELAIS_PRIS, fait_le=jour, now=now)
    hold_reminders(actor=membre.compte, orientation_id=faite.pk, motif=MotifPause.ELLE_DEMANDE, now=now)
    resume_reminders(actor=membre.compte, orientation_id=faite.pk, now=now)
    MembreFactory.create(role=Role.COORDINATEUR)
    cas = Cas(etape="etude", blocage="sans_reponse", pieces=["banque"], accord_mode="oral", accord_le=jour)
    hand_to_coordination(actor=membre.compte, envoi_id=caf.pk, cas=cas, now=now)
    reprise = oriented(membre, a_service(membre, "Mairie", now=now), droit_suivi=droit, now=now)
    withdraw_agreement(actor=membre.compte, orientation_id=reprise.pk, mode=ModeAccord.ORAL, now=now)
    return faite
