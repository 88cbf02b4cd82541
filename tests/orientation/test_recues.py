"""What was sent to a structure that answers here, and the list of services of a structure."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from droits_ouverts.bilan.ouvertures import passages_of_person
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.orientation import relances, selectors, services, services_destinataires, services_liens, services_reponse
from droits_ouverts.orientation.errors import AnswerMovedError, LinkDeadError, OrientationRefusedError
from droits_ouverts.orientation.gestes import Reponse
from droits_ouverts.orientation.liens import digest_of
from droits_ouverts.personnes.enums import ModeAccord, Obstacle
from droits_ouverts.personnes.errors import ErasureAskedError
from droits_ouverts.personnes.services_droits import ask_erasure, cancel_erasure
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from tests.factories.orientations import a_service, sent
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY

pytestmark = pytest.mark.django_db


class TestReceivedHere:
    def test_who_works_there_reads_the_sheet_and_answers(self, ines: Membre) -> None:
        karim = MembreFactory.create(role=Role.AGENT)
        envoi = sent(ines, vers_structure_id=karim.structure_id, email="")
        lu, fiche, pas = selectors.received_for(karim.compte, envoi.pk, on=TODAY)
        services_reponse.answer_received(actor=karim.compte, envoi_id=envoi.pk, rang_vu=1, dit=Reponse(statut="faite", fait_le=TODAY, depot_le=TODAY), now=NOW)

        assert (lu.pk, fiche.prenom, len(pas)) == (envoi.pk, "Safi", 1)
        assert DroitSuivi.objects.get().etat == "depose"
        assert Ligne.objects.get(verb="repondre").structure_id == ines.structure_id

    @pytest.mark.parametrize("role", [Role.COORDINATEUR, Role.PILOTE, Role.ELU, Role.TECHNIQUE])
    def test_nobody_who_meets_nobody(self, ines: Membre, role: Role) -> None:
        envoi = sent(ines, vers_structure_id=MembreFactory.create(role=role, compte__email="x@exemple.test").structure_id)
        with pytest.raises(NotVisibleError):
            selectors.received_for(Membre.objects.get(compte__email="x@exemple.test").compte, envoi.pk, on=TODAY)

    def test_nor_anybody_elsewhere_nor_once_it_was_taken_back(self, ines: Membre) -> None:
        karim = MembreFactory.create(role=Role.AGENT)
        envoi = sent(ines, vers_structure_id=karim.structure_id)
        with pytest.raises(NotVisibleError):
            selectors.received_for(MembreFactory.create().compte, envoi.pk, on=TODAY)
        services.cancel_sending(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, now=NOW)
        with pytest.raises(NotVisibleError):
            selectors.received_for(karim.compte, envoi.pk, on=TODAY)
        with pytest.raises(AnswerMovedError):
            services_reponse.answer_received(actor=karim.compte, envoi_id=envoi.pk, rang_vu=2, dit=Reponse(statut="recue", fait_le=TODAY), now=NOW)


class TestSheAsksToBeErased:
    def test_nothing_is_sent_read_answered_or_reminded_meanwhile(self, ines: Membre) -> None:
        karim = MembreFactory.create(role=Role.AGENT)
        envoi = sent(ines, vers_structure_id=karim.structure_id)
        jeton = services_liens.new_link(envoi, now=NOW)[1]
        demande = ask_erasure(actor=ines.compte, personne_id=envoi.orientation.personne_id, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=NOW)

        with pytest.raises(NotVisibleError):
            selectors.received_for(karim.compte, envoi.pk, on=TODAY)
        with pytest.raises(LinkDeadError):
            services_liens.open_link(digest_of(jeton), now=NOW)
        with pytest.raises(ErasureAskedError):
            services.send_to_another(actor=ines.compte, orientation_id=envoi.orientation_id, destinataire_id=a_service(ines, "CCAS").pk, now=NOW)
        assert relances.run_night(now=NOW + timedelta(days=10)).relances == 0
        cancel_erasure(actor=ines.compte, personne_id=demande.personne_id, now=NOW)
        assert services_liens.open_link(digest_of(jeton), now=NOW).envoi_id == envoi.pk


class TestWhoOpened:
    def test_says_to_the_person_that_the_service_read_her_sheet(self, ines: Membre) -> None:
        karim = MembreFactory.create(role=Role.AGENT, compte__nom="Karim", structure__nom="CCAS")
        envoi = sent(ines, vers_structure_id=karim.structure_id)
        client = Client()
        client.force_login(karim.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        with time_machine.travel(NOW, tick=False):
            assert client.get(reverse("orientation:recue", args=[envoi.pk])).status_code == 200
        passages = passages_of_person(envoi.orientation.personne)

        assert [(un.qui, un.structure, un.actes) for un in passages if un.qui == "Karim"] == [
            ("Karim", "CCAS", ("a lu la fiche qu’elle a accepté de partager",))
        ]
        assert any("l’a orientée vers un service, avec son accord" in un.actes for un in passages)


class TestServices:
    def test_are_of_one_structure_and_named_once(self, ines: Membre) -> None:
        a_service(ines)
        with pytest.raises(OrientationRefusedError):
            a_service(ines)
        a_service(MembreFactory.create())
        with pytest.raises(ForbiddenError):
            services_destinataires.add_recipient(
                actor=ines.compte, structure_id=MembreFactory.create().structure_id, service=services_destinataires.Service(nom="X", genre="caf"), now=NOW
            )

    @pytest.mark.parametrize("faux", [{"genre": "x"}, {"nom": "  "}, {"capacite": "x"}, {"vers_structure_id": 10**9}])
    def test_a_mistake_is_told(self, ines: Membre, faux: dict[str, object]) -> None:
        with pytest.raises(OrientationRefusedError):
            a_service(ines, **faux)  # type: ignore[arg-type]  # the test's own values

    def test_another_address_changes_the_code(self, ines: Membre) -> None:
        caf = a_service(ines)
        change = services_destinataires.change_recipient
        meme = services_destinataires.Service(nom="CAF", genre="caf", email="accueil@caf.test", capacite="lente")
        assert change(actor=ines.compte, destinataire_id=caf.pk, service=meme, now=NOW).rang_code == 1
        autre = services_destinataires.Service(nom="CAF", genre="caf", email="autre@caf.test")
        assert change(actor=ines.compte, destinataire_id=caf.pk, service=autre, now=NOW).rang_code == 2
