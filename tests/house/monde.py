"""Two structures that both hold people, and every address with numbers of one of them: what the tests of the wall walk through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test.utils import override_settings
from django.urls import get_resolver
from django.utils import timezone

from droits_ouverts.agenda.models import Absence, Action, RendezVous
from droits_ouverts.agenda.rules import Mots
from droits_ouverts.bilan import services, tasks
from droits_ouverts.bilan.enums import DecisionChoix, MotifChoix, StatutAvis
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.services_choix import choose_right, give_opinion
from droits_ouverts.comptes.models import Compte
from droits_ouverts.courriers.models import Courrier
from droits_ouverts.documents.models import Document
from droits_ouverts.engine.questionnaire.types import Role as Place
from droits_ouverts.orientation.models import Envoi
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.models import Partage, Personne
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.services import create_person
from droits_ouverts.reperage.models import Campagne, Rencontre
from droits_ouverts.reprise.models import Reprise
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.services import open_right
from droits_ouverts.suivi.services_suite import ask_paper, note_call, note_change_of_life
from droits_ouverts.veille.models import DroitNouveau
from tests.bilan.estimations import whole
from tests.bilan.faux import FauxMoteur
from tests.factories.agendas import an_absence, an_action, appointment
from tests.factories.courriers import a_letter
from tests.factories.orientations import a_service, oriented
from tests.factories.papiers import kept
from tests.factories.partages import shared
from tests.factories.reperages import campaign, met, place, under_way
from tests.factories.reprises import a_table
from tests.factories.structures import MembreFactory, StructureFactory
from tests.factories.suivis import said
from tests.factories.veilles import newly
from tests.house.test_routes import Route, routes

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

PARTIE = re.compile(r"<(?:\w+:)?(\w+)>")
PUBLIQUES: dict[str, object] = {
    "code": "rsa",
    "droit": "rsa",
    "nom": "rsa",
    "name": "rsa",
    "identifiant": "x",
    "identifier": "x",
    "key": "x",
    "uidb36": "1",
    "role": "enfant",
    "sujet": "logement",
    "partie": "logement",
    "ident": "p1",
    "jeton": "x",
    "signalement_id": 1,
    "finalite": "accompagnement",
    "portee": "sante",
    "urgence_id": 1,
    "lieu_id": 1,
    "service_id": 1,
    "correction_id": 1,
    "import_id": 1,
    "lieu_de_vie_id": 1,
    "mot_id": "00000000-0000-4000-8000-000000000001",
    "relais_id": 1,
    "appel_id": 1,
    "referent_id": 1,
    "blocage_id": "00000000-0000-4000-8000-000000000000",
    "vers": "choisi",
    "mois": 1,
    "lien_id": 1,
    "cas_id": "00000000-0000-4000-8000-000000000002",
    "numero": 1,
}
"""Parts of addresses that say nothing of a structure, each with a value that may be tried."""


@dataclass(frozen=True, kw_only=True)
class Monde:
    """A structure, who works there, and check-ups of hers; `marque` is in every first name. An accent in it keeps it from being found by chance in a random token."""

    marque: str
    membre: Membre
    bilans: list[Bilan]
    personne: Personne
    partage: Partage
    rendez_vous: RendezVous
    action: Action
    absence: Absence
    envoi: Envoi
    suivi: DroitSuivi
    papier: Document
    courrier: Courrier
    reprise: Reprise
    nouveau: DroitNouveau
    campagne: Campagne
    rencontre: Rencontre

    @property
    def compte(self) -> Compte:
        return self.membre.compte

    def valeurs(self) -> dict[str, object]:
        """A value for each part of an address."""
        estimation = self.bilans[0].estimations.earliest("pk")
        return PUBLIQUES | {
            "bilan_id": self.bilans[0].pk,
            "estimation_id": estimation.pk,
            "choix_id": self.bilans[0].choix.earliest("pk").pk,
            "personne_id": self.personne.pk,
            "suivi_id": self.suivi.pk,
            "piece_id": self.suivi.pieces.earliest("pk").pk,
            "echeance_id": self.suivi.echeances.earliest("pk").pk,
            "appel_id": self.suivi.appels.earliest("pk").pk,
            "changement_id": self.personne.changements.earliest("pk").pk,
            "partage_id": self.partage.pk,
            "document_id": self.papier.pk,
            "structure_id": self.membre.structure_id,
            "membre_id": self.membre.pk,
            "rendez_vous_id": self.rendez_vous.pk,
            "action_id": self.action.pk,
            "absence_id": self.absence.pk,
            "orientation_id": self.envoi.orientation_id,
            "envoi_id": self.envoi.pk,
            "reprise_id": self.reprise.pk,
            "destinataire_id": self.envoi.destinataire_id,
            "courrier_id": self.courrier.pk,
            "nouveau_id": self.nouveau.pk,
            "comparaison_id": self.nouveau.relecture.comparaison_id,
            "campagne_id": self.campagne.pk,
            "tournee_id": self.rencontre.tournee_id,
            "endroit_id": self.rencontre.endroit_id,
            "rencontre_id": self.rencontre.pk,
        }


def peupler(marque: str, *, now: datetime | None = None) -> Monde:
    """Make a structure with two check-ups, each with an estimate, a choice and an opinion, a person who shares a part with another structure, and two members."""
    now = now or datetime.combine(timezone.localdate(), datetime.min.time(), UTC).replace(hour=9)
    membre = MembreFactory.create(role=Role.RESPONSABLE, compte__nom=f"{marque} responsable")
    collegue = MembreFactory.create(structure=membre.structure, compte__nom=f"{marque} collègue")
    bilans = [_bilan(membre, f"{marque}{rang}", now) for rang in (1, 2)]
    personne = create_person(
        actor=membre.compte,
        structure_id=membre.structure_id,
        identite=Identite(prenom=marque, nom="Nom"),
        accord_mode=ModeAccord.ORAL,
        accord_le=now.date(),
        now=now,
    )
    partage = shared(membre, personne, StructureFactory.create().pk, debut=now.date(), now=now)
    suivi = suivre(membre, personne, marque, now=now)
    envoi = oriented(membre, a_service(membre, f"{marque} service", now=now), droit_suivi=suivi, now=now).envois.get()
    papier = kept(membre, personne, titre=marque, now=now)
    return Monde(
        marque=marque,
        membre=membre,
        bilans=bilans,
        personne=personne,
        partage=partage,
        rendez_vous=appointment(membre, personne, jour=now.date(), mots=Mots(objet=f"Objet de {marque}"), now=now),
        action=an_action(membre, personne, quoi=f"À faire pour {marque}", avant_le=now.date(), now=now),
        absence=an_absence(collegue, membre, now.date(), now.date(), now=now),
        suivi=suivi,
        reprise=a_table(membre, (marque, "Tableau", "RSA", "ok"), now=now),
        envoi=envoi,
        papier=papier,
        courrier=a_letter(membre, suivi, now=now),
        nouveau=newly(membre, personne, now=now),
        campagne=campaign(membre, f"Campagne de {marque}", now=now),
        rencontre=met(membre, under_way(membre, now=now), endroit=place(membre, f"Rue de {marque}", now=now).pk, now=now),
    )


@contextmanager
def peuple(blocker: DjangoDbBlocker, *marques: str) -> Iterator[tuple[Monde, ...]]:
    """Make worlds once for all the tests of a module, in a transaction that is taken back at the end. Each test takes copies, and undoes what it writes."""
    with blocker.unblock(), override_settings(MOTEUR="tests.bilan.faux.moteur"), pytest.MonkeyPatch.context() as faux:
        faux.setattr("tests.bilan.faux.COURANT", FauxMoteur())
        autour = transaction.atomic()
        autour.__enter__()
        mondes = tuple(peupler(marque) for marque in marques)
    yield mondes
    with blocker.unblock():
        transaction.set_rollback(True)
        autour.__exit__(None, None, None)


def suivre(membre: Membre, personne: Personne, marque: str, *, now: datetime, droit: str = "rsa") -> DroitSuivi:
    """A followed right with a paper to give and its clock, and a change of life; `marque` in every word that is kept."""
    dit = said("depose", timezone.localtime(now).date(), mots=f"Mots de {marque}.")
    suivi = open_right(actor=membre.compte, personne_id=personne.pk, droit=droit, saisie=dit, now=now)
    jour = timezone.localtime(now).date() + timedelta(days=9)
    ask_paper(droit_suivi_id=suivi.pk, actor=membre.compte, nature="identite", precision=f"Carte de {marque}", avant_le=jour, now=now)
    note_call(droit_suivi_id=suivi.pk, actor=membre.compte, mois=1, resultat="injoignable", now=now)
    note_change_of_life(personne_id=personne.pk, actor=membre.compte, nature="emploi", le=timezone.localtime(now).date(), now=now)
    return suivi


def ajouter_bilans(monde: Monde, combien: int) -> None:
    """Make more check-ups in the same structure."""
    now = datetime.combine(timezone.localdate(), datetime.min.time(), UTC).replace(hour=10)
    for rang in range(combien):
        _bilan(monde.membre, f"{monde.marque}{rang}", now)


def _bilan(membre: Membre, prenom: str, now: datetime) -> Bilan:
    actor = membre.compte
    bilan = services.start_bilan(actor=actor, structure_id=membre.structure_id, site_id=None, mois=f"{now:%Y-%m}", now=now)
    services.add_person(bilan_id=bilan.pk, actor=actor, role=Place.DEMANDEUR, prenom=prenom, date_naissance=date(1992, 3, 14), now=now)
    estimation = services.request_estimate(bilan_id=bilan.pk, actor=actor, versions=tasks.versions_of_rules(), now=now)
    services.store_estimate(estimation_id=estimation.pk, actor=actor, resultat=whole(), now=now)
    choose_right(bilan_id=bilan.pk, actor=actor, droit="rsa", decision=DecisionChoix.ECARTE, motif=MotifChoix.AUTRE, mots=f"Mots de {prenom}.", now=now)
    give_opinion(bilan_id=bilan.pk, actor=actor, droit="rsa", statut=StatutAvis.A_VERIFIER, raison=f"Raison pour {prenom}.", now=now)
    return bilan


def nos_routes(*, toutes: bool = False) -> Iterator[Route]:
    """Every route of ours, in the order of the addresses; those of the libraries too where `toutes`."""
    return (route for route in routes(get_resolver().url_patterns) if toutes or route.ours)


def adresse(route: Route, valeurs: dict[str, object]) -> str:
    """The address of a route with these values. Raise `KeyError` for a part without a value: give one to `PUBLIQUES` or to `Monde.valeurs`."""
    return "/" + PARTIE.sub(lambda partie: str(valeurs[partie.group(1)]), route.address)
