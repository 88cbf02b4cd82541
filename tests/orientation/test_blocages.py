"""Blocked cases: the coordination reads no name, the referent gets the sheet by a link and a code, whoever holds the case sees what became of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.orientation import liens, selectors_blocages, services_blocages, services_liens
from droits_ouverts.orientation.enums import StatutBlocage
from droits_ouverts.orientation.errors import AnswerMovedError, NoCoordinationError, OrientationRefusedError
from droits_ouverts.orientation.liens import digest_of
from droits_ouverts.orientation.models import Blocage, Destinataire, Envoi, Referent
from droits_ouverts.orientation.services_blocages import Cas
from droits_ouverts.orientation.services_courriels import send_due
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.orientations import oriented
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY
from tests.orientation.messagerie import Boite

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CAS = Cas(etape="etude", blocage="sans_reponse", pieces=["identite", "banque"], accord_mode="oral", accord_le=TODAY)


@pytest.fixture
def odile(db: None) -> Membre:
    return MembreFactory.create(role=Role.COORDINATEUR, structure__nom="Pimms", compte__nom="Odile")


@pytest.fixture
def envoi(ines: Membre) -> Envoi:
    return oriented(ines, personne=person_of(ines, "Zqsafi", now=NOW)).envois.get()


@pytest.fixture
def cas(ines: Membre, odile: Membre, envoi: Envoi) -> Blocage:
    return services_blocages.hand_to_coordination(actor=ines.compte, envoi_id=envoi.pk, cas=CAS, now=NOW)


@pytest.fixture
def referente(odile: Membre) -> Referent:
    return services_blocages.name_referent(
        actor=odile.compte, structure_id=odile.structure_id, genre="caf", organisme="CAF du Rhône", nom="Nadia", email="nadia@caf.test", telephone="", now=NOW
    )


class TestHandingOver:
    def test_goes_to_who_coordinates_once(self, ines: Membre, odile: Membre, cas: Blocage, envoi: Envoi) -> None:
        assert (cas.vers_structure_id, cas.genre, cas.droit, cas.statut) == (odile.structure_id, "caf", "prime_activite", "a_traiter")
        with pytest.raises(AnswerMovedError):
            services_blocages.hand_to_coordination(actor=ines.compte, envoi_id=envoi.pk, cas=CAS, now=NOW)

    def test_needs_somebody_who_coordinates(self, ines: Membre, envoi: Envoi) -> None:
        with pytest.raises(NoCoordinationError):
            services_blocages.hand_to_coordination(actor=ines.compte, envoi_id=envoi.pk, cas=CAS, now=NOW)

    @pytest.mark.parametrize(
        ("faux", "champ"), [({"etape": "x"}, "etape"), ({"blocage": "Zqsafi"}, "blocage"), ({"pieces": ["x"]}, "pieces"), ({"accord_mode": ""}, "accord_mode")]
    )
    def test_holds_words_of_lists_only_and_her_agreement(self, ines: Membre, odile: Membre, envoi: Envoi, faux: dict[str, object], champ: str) -> None:
        valeurs = {"etape": "etude", "blocage": "sans_reponse", "pieces": [], "accord_mode": "oral", "accord_le": TODAY} | faux
        with pytest.raises(OrientationRefusedError) as refus:
            services_blocages.hand_to_coordination(actor=ines.compte, envoi_id=envoi.pk, cas=Cas(**valeurs), now=NOW)  # type: ignore[arg-type]
        assert list(refus.value.errors) == [champ]


class TestCoordination:
    def test_reads_the_case_and_no_name(self, odile: Membre, cas: Blocage) -> None:
        client = Client()
        client.force_login(odile.compte, backend=BACKEND)
        liste = client.get(reverse("coordination:blocages")).content.decode()
        page = client.get(reverse("coordination:blocage", args=[cas.pk])).content.decode()

        assert "Le service ne répond pas" in liste
        assert "RIB" in page
        assert not any(mot in liste + page for mot in ("Zqsafi", "Exemple", "Elle attend"))

    def test_of_another_coordination_or_of_nobody_does_not_exist(self, ines: Membre, cas: Blocage) -> None:
        autre = MembreFactory.create(role=Role.COORDINATEUR)
        with pytest.raises(NotVisibleError):
            selectors_blocages.case_for(autre.compte, cas.pk, on=TODAY)
        with pytest.raises(NotVisibleError):
            selectors_blocages.case_for(ines.compte, cas.pk, on=TODAY)
        with pytest.raises(ForbiddenError):
            selectors_blocages.cases_for(ines.compte, on=TODAY)

    def test_hands_it_on_to_the_referent_who_reads_by_a_link_and_a_code(
        self, ines: Membre, odile: Membre, cas: Blocage, referente: Referent, boite: Boite
    ) -> None:
        transmis = services_blocages.hand_to_referent(actor=odile.compte, blocage_id=cas.pk, referent_id=referente.pk, now=NOW)
        send_due(now=NOW)

        parti = selectors_blocages.handed_on(transmis)
        assert parti is not None
        envoi, code = parti
        assert (transmis.statut, envoi.structure_id, envoi.destinataire.email) == ("transmis", ines.structure_id, "nadia@caf.test")
        assert [vers for vers, *_reste in boite.recus] == ["nadia@caf.test"]
        jeton = boite.liens[0].split("/")[-2]
        assert services_liens.check_code(digest_of(jeton), code, now=NOW)
        assert code == liens.desk_code(envoi.destinataire_id, 1)
        with pytest.raises(AnswerMovedError):
            services_blocages.hand_to_referent(actor=odile.compte, blocage_id=cas.pk, referent_id=referente.pk, now=NOW)

    def test_but_not_whoever_coordinates_elsewhere_nor_to_somebody_who_is_no_longer_it(self, odile: Membre, cas: Blocage, referente: Referent) -> None:
        with pytest.raises(NotVisibleError):
            services_blocages.hand_to_referent(actor=MembreFactory.create(role=Role.COORDINATEUR).compte, blocage_id=cas.pk, referent_id=referente.pk, now=NOW)
        Referent.objects.update(jusqu_au="2026-01-01")
        with pytest.raises(NotVisibleError):
            services_blocages.hand_to_referent(actor=odile.compte, blocage_id=cas.pk, referent_id=referente.pk, now=NOW)
        assert Envoi.objects.count() == 1

    def test_a_referent_who_changes_address_gets_a_desk_of_its_own(self, ines: Membre, odile: Membre, cas: Blocage, referente: Referent) -> None:
        services_blocages.hand_to_referent(actor=odile.compte, blocage_id=cas.pk, referent_id=referente.pk, now=NOW)
        Referent.objects.update(email="nadia2@caf.test")
        autre = oriented(ines, Destinataire.objects.get(nom="CAF de Vénissieux"), personne=person_of(ines, "Nour", now=NOW)).envois.get()
        second = services_blocages.hand_to_coordination(actor=ines.compte, envoi_id=autre.pk, cas=CAS, now=NOW)
        services_blocages.hand_to_referent(actor=odile.compte, blocage_id=second.pk, referent_id=referente.pk, now=NOW)

        assert sorted(Destinataire.objects.filter(nom__contains="Nadia").values_list("email", "retire_le")) == [
            ("nadia2@caf.test", None),
            ("nadia@caf.test", TODAY),
        ]

    def test_says_how_it_ended_once(self, ines: Membre, odile: Membre, cas: Blocage) -> None:
        close = services_blocages.close_case
        with pytest.raises(NotVisibleError):
            close(actor=MembreFactory.create().compte, blocage_id=cas.pk, statut=StatutBlocage.DEBLOQUE, now=NOW)
        close(actor=odile.compte, blocage_id=cas.pk, statut=StatutBlocage.DEBLOQUE, now=NOW)
        with pytest.raises(AnswerMovedError):
            close(actor=ines.compte, blocage_id=cas.pk, statut=StatutBlocage.SANS_SUITE, now=NOW)

        assert [un.pk for un in selectors_blocages.cases_for(odile.compte, on=TODAY, clos=True)] == [cas.pk]
        assert selectors_blocages.cases_for(odile.compte, on=TODAY) == []


class TestReferents:
    def test_are_named_by_who_coordinates(self, ines: Membre, odile: Membre) -> None:
        name = services_blocages.name_referent
        with pytest.raises(ForbiddenError):
            name(actor=ines.compte, structure_id=ines.structure_id, genre="caf", organisme="CAF", nom="N", email="n@x.test", telephone="", now=NOW)
        with pytest.raises(OrientationRefusedError):
            name(actor=odile.compte, structure_id=odile.structure_id, genre="x", organisme="", nom="", email="", telephone="", now=NOW)

    def test_of_the_same_institution_come_first(self, odile: Membre, referente: Referent) -> None:
        services_blocages.name_referent(
            actor=odile.compte, structure_id=odile.structure_id, genre="cpam", organisme="A CPAM", nom="B", email="b@cpam.test", telephone="", now=NOW
        )

        assert [une.genre for une in selectors_blocages.referents_of(odile.compte, on=TODAY, genre="caf")] == ["caf", "cpam"]
        services_blocages.end_referent(actor=odile.compte, referent_id=referente.pk, now=NOW)
        referente.refresh_from_db()
        assert referente.jusqu_au == TODAY
