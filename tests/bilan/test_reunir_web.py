"""Screens of two files of one person: found, compared with what makes one doubt, put together, separated; erased and copied whole."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from droits_ouverts.bilan import effacement, services, services_effacement
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.web import copie
from droits_ouverts.bilan.web.sources_copie import Sources
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.dossiers import persons_of_files
from droits_ouverts.personnes.enums import ModeAccord, Obstacle
from droits_ouverts.personnes.models import Personne, Rapprochement
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.services import create_person
from droits_ouverts.personnes.services_droits import ask_erasure
from droits_ouverts.personnes.services_rapprochement import reunite
from droits_ouverts.structures.models import Membre
from tests.factories.papiers import kept
from tests.factories.partages import shared
from tests.factories.structures import MembreFactory, StructureFactory
from tests.factories.suivis import followed

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEE = "1990-01-02"


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def session(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("droits_ouverts.bilan.web.views_reunir.is_fresh", lambda request: True)


def person(membre: Membre, prenom: str, nom: str = "Diallo", naissance: str = NEE) -> Personne:
    now = timezone.now() - timedelta(days=2)
    return create_person(
        actor=membre.compte,
        structure_id=membre.structure_id,
        identite=Identite(prenom=prenom, nom=nom, naissance=naissance),
        accord_mode=ModeAccord.ORAL,
        accord_le=timezone.localtime(now).date(),
        now=now,
    )


def compared(session: Client, une: Personne, autre: Personne) -> str:
    return session.get(reverse("personnes:reunir", args=[une.pk]), {"avec": autre.pk}).content.decode()


def a_check_up(membre: Membre, personne: Personne, conjoint: str = "") -> Bilan:
    now = timezone.now()
    bilan = services.start_bilan(actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois=f"{now:%Y-%m}", now=now)
    services.add_person(bilan_id=bilan.pk, actor=membre.compte, role=Role.DEMANDEUR, prenom="", date_naissance=date(1990, 1, 2), now=now)
    if conjoint:
        services.add_person(bilan_id=bilan.pk, actor=membre.compte, role=Role.CONJOINT, prenom=conjoint, date_naissance=date(1990, 1, 2), now=now)
    Bilan.objects.filter(pk=bilan.pk).update(personne=personne, anonyme=False, code_reprise="", efface_le=None, accord_le=now.date(), accord_mode="oral")
    return bilan


class TestComparing:
    def test_shows_both_beside_each_other_and_writes_down_both_readings(self, session: Client, membre: Membre, now: datetime) -> None:
        une, autre = person(membre, "Mariam"), person(membre, "Mariame")
        followed(membre, une, "choisi", depuis=now.date(), now=now)
        followed(membre, autre, "depose", depuis=now.date(), now=now)
        chez = StructureFactory.create(nom="Le Relais")
        shared(membre, autre, chez.pk, debut=now.date(), now=now)
        a_check_up(membre, autre)
        kept(membre, autre, titre="Bail", now=now)

        session.get(reverse("personnes:reunir", args=[une.pk]), {"avec": autre.pk})
        with CaptureQueriesContext(connection) as queries:
            page = compared(session, une, autre)

        assert all(mot in page for mot in ("Mariam Diallo", "Mariame Diallo", "Le Relais", "1 bilan", "1 papier", "2 janvier 1990"))
        assert "Suivi dans les deux dossiers : prime d’activité" in page.replace("\u00a0", " ").replace("Prime", "prime")
        assert "J’ai vérifié" not in page
        assert {ligne.thing_id for ligne in Ligne.objects.filter(verb="comparer_dossiers")} >= {str(une.pk), str(autre.pk)}
        # As `tests/house/test_budgets.py` counts, without the ends of savepoints: twelve to read both files beside each other; what protects them besides
        # (whether they may be put together, how many were opened today, two lines of the journal).
        faites = [q for q in queries if "SAVEPOINT" not in q["sql"]]
        protege = ("journal_", "conservation_miseenreserve", "personnes_demandeeffacement", "personnes_lecturedujour")
        assert len([q for q in faites if not any(table in q["sql"] for table in protege)]) <= 13
        assert len(faites) <= 24

    def test_doubts_are_said_and_must_be_answered(self, session: Client, membre: Membre) -> None:
        une, autre = person(membre, "Mariam"), person(membre, "Karim", naissance="1980-05-05")
        a_check_up(membre, une, conjoint="Karim")
        adresse = reverse("personnes:reunir", args=[une.pk])

        page = compared(session, une, person(membre, "Karim", naissance=NEE))
        assert "deux personnes du même foyer" in page
        assert "Leurs dates de naissance sont différentes." in compared(session, une, autre)

        reponse = session.post(adresse, {"avec": autre.pk, "garder": une.pk})
        assert reponse.status_code == 422
        assert not Rapprochement.objects.exists()
        assert session.post(adresse, {"avec": autre.pk, "garder": une.pk, "verifie": "on"}).status_code == 302
        assert Rapprochement.objects.count() == 1

    def test_asks_who_acts_first(self, session: Client, membre: Membre, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("droits_ouverts.bilan.web.views_reunir.is_fresh", lambda request: False)
        une, autre = person(membre, "Mariam"), person(membre, "Mariame")

        assert session.post(reverse("personnes:reunir", args=[une.pk]), {"avec": autre.pk, "garder": une.pk}).status_code in {302, 303}
        assert not Rapprochement.objects.exists()

    @pytest.mark.parametrize("avec", ["0", "abc", "9" * 40, "-1"])
    def test_what_is_nobody_is_not_found(self, session: Client, membre: Membre, avec: str) -> None:
        assert session.get(reverse("personnes:reunir", args=[person(membre, "Mariam").pk]), {"avec": avec}).status_code == 404

    def test_another_structures_file_is_not_found(self, session: Client, membre: Membre) -> None:
        la_bas = person(MembreFactory.create(), "Mariam")
        assert session.get(reverse("personnes:reunir", args=[person(membre, "Mariam").pk]), {"avec": la_bas.pk}).status_code == 404

    def test_an_erasure_that_is_asked_refuses_in_words(self, session: Client, membre: Membre, now: datetime) -> None:
        une, autre = person(membre, "Mariam"), person(membre, "Mariame")
        ask_erasure(actor=membre.compte, personne_id=autre.pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=now)

        reponse = session.get(reverse("personnes:reunir", args=[une.pk]), {"avec": autre.pk})
        assert reponse.status_code == 409
        assert "Elle a demandé que l’un de ces dossiers soit effacé" in reponse.content.decode()


class TestFinding:
    def test_proposes_who_looks_like_her_and_never_herself(self, session: Client, membre: Membre) -> None:
        une, autre, ailleurs = person(membre, "Mariam"), person(membre, "Mariame"), person(membre, "Zoé", "Petit")
        adresse = reverse("personnes:reunir", args=[une.pk])

        page = session.get(adresse).content.decode()
        assert f"?avec={autre.pk}" in page
        assert f"?avec={une.pk}" not in page
        assert f"?avec={ailleurs.pk}" not in page
        assert f"?avec={ailleurs.pk}" in session.post(adresse, {"nom": "zoé petit"}).content.decode()

    def test_the_search_and_the_warning_lead_there(self, session: Client, membre: Membre, now: datetime) -> None:
        person(membre, "Mariam"), person(membre, "Mariame")
        cherche = session.post(reverse("personnes:chercher"), {"nom": "Mariam Diallo", "structure": membre.structure_id}).content.decode()
        dit = {
            "prenom": "Mariam",
            "nom": "Diallo",
            "langue": "fr",
            "accord_mode": "oral",
            "accord_le": timezone.localtime(now).date(),
            "structure": membre.structure_id,
        }
        avertie = session.post(reverse("personnes:nouvelle"), dit).content.decode()

        for page in (cherche, avertie):
            assert "Deux de ces dossiers sont à la même personne" in page


class TestTogether:
    def test_one_page_one_path_then_separated(self, session: Client, membre: Membre, now: datetime) -> None:
        une, autre = person(membre, "Mariam"), person(membre, "Oumou", "Barry")
        followed(membre, autre, "depose", droit="aah", depuis=now.date(), now=now)
        bilan, papier = a_check_up(membre, autre), kept(membre, autre, titre="Bail", now=now)
        avec = {"avec": autre.pk, "garder": une.pk, "verifie": "on"}

        assert session.post(reverse("personnes:reunir", args=[une.pk]), avec)["Location"] == reverse("personnes:personne", args=[une.pk])

        page = session.get(reverse("personnes:personne", args=[une.pk])).content.decode()
        assert "Oumou Barry" in page
        assert str(bilan.pk) in page
        assert "Séparer ces deux dossiers" in page
        assert "Allocation aux adultes handicapés" in session.get(reverse("suivi:personne", args=[une.pk])).content.decode()
        assert session.get(reverse("documents:papier", args=[une.pk, papier.pk])).status_code == 200
        for nom, suite in (("personnes:personne", []), ("suivi:personne", []), ("documents:papier", [papier.pk])):
            assert session.get(reverse(nom, args=[autre.pk, *suite]))["Location"] == reverse(nom, args=[une.pk, *suite])
        refus = session.post(reverse("suivi:changement", args=[autre.pk]), {"nature": "emploi", "le": now.date()})
        assert refus.status_code == 409
        assert "Ce dossier est réuni à un autre" in refus.content.decode()

        lien = Rapprochement.objects.get()
        assert session.post(reverse("personnes:separer", args=[une.pk]), {"rapprochement": lien.pk}).status_code == 302
        assert "Oumou Barry" not in session.get(reverse("personnes:personne", args=[une.pk])).content.decode()
        assert str(bilan.pk) in session.get(reverse("personnes:personne", args=[autre.pk])).content.decode()

    def test_her_page_keeps_to_its_budget(self, session: Client, membre: Membre, now: datetime) -> None:
        une, autre = person(membre, "Mariam"), person(membre, "Mariame")
        reunite(actor=membre.compte, gardee_id=une.pk, jointe_id=autre.pk, now=now)
        adresse = reverse("personnes:personne", args=[une.pk])
        session.get(adresse)
        with CaptureQueriesContext(connection) as queries:
            session.get(adresse)
        # As `tests/house/test_budgets.py` counts: twelve, and what the line of the reading costs.
        assert len(queries) <= 12 + 6

    def test_a_link_of_somebody_else_is_not_separated_from_here(self, session: Client, membre: Membre, now: datetime) -> None:
        une, autre, tierce = person(membre, "Aaa"), person(membre, "Bbb"), person(membre, "Ccc")
        lien = reunite(actor=membre.compte, gardee_id=une.pk, jointe_id=autre.pk, now=now)

        assert session.post(reverse("personnes:separer", args=[tierce.pk]), {"rapprochement": lien.pk}).status_code == 404
        assert Rapprochement.objects.standing().count() == 1


class TestWhole:
    """Her copy holds both files, and erasing her leaves neither."""

    @pytest.fixture
    def elle(self, membre: Membre, now: datetime) -> Personne:
        une, autre = person(membre, "Mariam"), person(membre, "Oumou", "Barry")
        followed(membre, une, "choisi", depuis=now.date(), now=now)
        followed(membre, autre, "depose", droit="aah", depuis=now.date(), now=now)
        a_check_up(membre, une), a_check_up(membre, autre)
        kept(membre, autre, titre="Bail de Bron", now=now)
        reunite(actor=membre.compte, gardee_id=une.pk, jointe_id=autre.pk, now=now)
        une.refresh_from_db()
        return une

    def test_the_copy_holds_both(self, elle: Personne, now: datetime) -> None:
        contenu = copie.whole(elle, now=now).json()
        assert isinstance(contenu, dict)

        assert len(contenu["bilans"]) == 2
        assert {droit["droit"] for droit in contenu["droits_suivis"]} == {"aah", "prime_activite"}
        assert contenu["dossiers_joints"][0]["prenom"] == "Oumou"
        assert "Bail de Bron" in str(contenu["papiers"])
        assert any("deux dossiers sont les siens" in acte for passage in contenu["ouvertures"] for acte in passage["actes"])

    def test_the_copy_bites(self, elle: Personne, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("droits_ouverts.bilan.web.sources_copie.files_of", lambda personne: [personne.pk])
        assert len(Sources.of(elle).bilans) == 1
        with pytest.raises(AssertionError):
            self.test_the_copy_holds_both(elle, now)

    def erased(self, elle: Personne, membre: Membre, now: datetime) -> None:
        ask_erasure(actor=membre.compte, personne_id=elle.pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=now)
        assert services_effacement.erase_due(now + timedelta(days=8)) == 1
        assert not Personne.objects.exists()
        assert not Bilan.objects.exists()
        assert not Rapprochement.objects.exists()

    def test_erased_neither_is_left(self, elle: Personne, membre: Membre, now: datetime) -> None:
        self.erased(elle, membre, now)

    def test_an_erasure_that_forgets_the_other_file_bites(self, elle: Personne, membre: Membre, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(effacement, "persons_of_files", lambda personne: [personne])
        with pytest.raises(Exception, match=re.compile("protected|Personne", re.IGNORECASE)):
            self.erased(elle, membre, now)
        assert len(persons_of_files(elle)) == 2
