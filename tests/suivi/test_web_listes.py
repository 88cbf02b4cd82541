"""Lists of the ledger: what is due, what is stuck, what they cost; who is told of a payment; how many rights, without anybody."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from droits_ouverts.bilan.departs import attach_bilan
from droits_ouverts.bilan.services import start_bilan
from droits_ouverts.droits import services as droits
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi import selectors_listes, services_suite
from droits_ouverts.suivi.models import DroitSuivi, Echeance
from droits_ouverts.suivi.rules import Montants
from droits_ouverts.suivi.selectors_verses import paid_for
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY, VERS_VERSE, followed
from tests.suivi.test_effacement import erase

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REQUETES, LIGNE = 12, 6
"""As `tests/house/test_budgets.py`: a page, and the line of its reading."""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(compte__nom="Awa")


@pytest.fixture
def session(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


@pytest.fixture
def personne(membre: Membre) -> Personne:
    return person_of(membre)


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def page(suivi: DroitSuivi, nom: str = "droit", *reste: object) -> str:
    return reverse(f"suivi:{nom}", args=[suivi.pk, *reste])


class TestPaid:
    def test_who_met_her_first_is_told_while_she_may_see_her(self, session: Client, membre: Membre, personne: Personne) -> None:
        collegue = MembreFactory.create(structure=membre.structure, compte__nom="Karim")
        bilan = start_bilan(actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois="2026-11", now=NOW - timedelta(days=90))
        attach_bilan(bilan_id=bilan.pk, actor=membre.compte, personne=personne, accord_mode=ModeAccord.ORAL, accord_le=TODAY, now=NOW)
        # Opened and paid by her colleague: she knocked first, by her check-up.
        suivi = followed(collegue, personne, *VERS_VERSE)
        followed(collegue, person_of(collegue, "Mariam"), *VERS_VERSE)
        followed(membre, person_of(membre, "Lina"), "verse")

        vue = text(session.get(reverse("accueil")))
        assert "Prime d’activité de Safi Exemple : c’est versé." in vue
        assert page(suivi) in vue
        assert "Mariam" not in vue
        # What was there before anybody did anything is nobody's news.
        assert "Lina" not in vue

        autre = Client()
        autre.force_login(collegue.compte, backend=BACKEND)
        sienne = text(autre.get(reverse("accueil")))
        assert "Mariam" in sienne
        assert "Safi" not in sienne
        with time_machine.travel(NOW + timedelta(days=40), tick=False):
            assert "c’est versé" not in text(session.get(reverse("accueil")))

    def test_who_left_the_structure_is_told_nothing(self, session: Client, membre: Membre, personne: Personne) -> None:
        followed(membre, personne, *VERS_VERSE)
        assert len(paid_for(membre.compte, on=TODAY)) == 1

        membre.jusqu_au = TODAY - timedelta(days=1)
        membre.save()

        assert paid_for(membre.compte, on=TODAY) == []


class TestCounts:
    def test_each_right_is_counted_without_anybody_and_an_erased_person_still_counts(self, session: Client, membre: Membre) -> None:
        for prenom, pas, droit in (
            ("Safi", VERS_VERSE, "prime_activite"),
            ("Mariam", ("choisi", "depose", "refuse"), "prime_activite"),
            ("Lina", ("verse", "maintenu"), "prime_activite"),
            ("Nour", ("choisi", "depose", "renonce"), "rsa"),
            ("Aya", ("ecarte",), "rsa"),
        ):
            followed(membre, person_of(membre, prenom), *pas, droit=droit)
        ailleurs = MembreFactory.create()
        followed(ailleurs, person_of(ailleurs, "Autre"), *VERS_VERSE)

        avant = self._table(session)
        assert avant[1:] == [
            ["Prime d’activité", *map(str, (3, 1, 2, 1, 1, 0, 0, 0))],
            ["Revenu de solidarité active (RSA)", *map(str, (2, 0, 0, 0, 0, 0, 1, 1))],
            ["Tous les droits", *map(str, (5, 1, 2, 1, 1, 0, 1, 1))],
        ]
        for suivi in list(DroitSuivi.objects.of_structures([membre.structure_id]).select_related("personne")[:3]):
            erase(suivi.personne)
        assert self._table(session) == avant
        assert not {"Safi", "Mariam", "Lina", "Nour", "Aya"} & set(text(session.get(reverse("suivi:comptes"))).replace("<", " ").replace(">", " ").split())

    def test_the_page_says_what_each_column_counts(self, session: Client, membre: Membre) -> None:
        assert "Aucun droit n’est suivi" in text(session.get(reverse("suivi:comptes")))
        followed(membre, person_of(membre))
        vue = text(session.get(reverse("suivi:comptes")))

        for mot in ("L’unité est un droit d’une personne", "revenu de lui-même, n’en est pas", "ne publiez pas ce tableau"):
            assert mot in vue

    def _table(self, session: Client) -> list[list[str]]:
        recu = session.get(reverse("suivi:comptes") + "?format=csv")
        return list(csv.reader(io.StringIO(recu.content.decode("utf-8-sig")), delimiter=";"))


class TestLists:
    def test_what_costs_most_comes_first_then_the_nearest(self, session: Client, membre: Membre) -> None:
        for prenom, montant, jours in (("Peu", 20, 3), ("Beaucoup", 600, 12), ("Autant", 600, 5)):
            suivi = followed(membre, person_of(membre, prenom), "propose", montants=Montants(estime=Decimal(montant)), droit="apa_domicile")
            services_suite.ask_paper(droit_suivi_id=suivi.pk, actor=membre.compte, nature="identite", avant_le=TODAY + timedelta(days=jours), now=NOW)

        vue = text(session.get(reverse("suivi:a_faire")))

        assert vue.index("Autant") < vue.index("Beaucoup") < vue.index("Peu")
        assert "J-12" in vue

    def test_what_is_due_after_the_nearest_is_on_the_pages_after(self, session: Client, membre: Membre, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(selectors_listes, "PAR_PAGE", 2)
        monkeypatch.setattr(selectors_listes, "ECHEANCES", 4)
        for rang, montant in enumerate((10, 20, 30, 40, 900, 50)):
            suivi = followed(membre, person_of(membre, f"Rang{rang}"), "propose", montants=Montants(estime=Decimal(montant)), droit="apa_domicile")
            services_suite.ask_paper(droit_suivi_id=suivi.pk, actor=membre.compte, nature="identite", avant_le=TODAY + timedelta(days=rang + 1), now=NOW)

        pages = [text(session.get(f"{reverse('suivi:a_faire')}?page={numero}")) for numero in range(1, 5)]
        vus = [sorted((rang for rang in range(6) if f"Rang{rang}" in page), key=lambda rang, page=page: page.index(f"Rang{rang}")) for page in pages]

        assert vus == [[3, 2], [1, 0], [4, 5], []]
        assert ["Page suivante" in page for page in pages] == [True, True, False, False]

    def test_somebody_with_many_rights_takes_no_other_s_place(self, session: Client, membre: Membre, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(selectors_listes, "PAR_PAGE", 2)
        for rang, prenom in enumerate(("Premiere", "Seconde")):
            followed(membre, person_of(membre, prenom), now=NOW + timedelta(minutes=rang))
        beaucoup = person_of(membre, "Beaucoup")
        for code in [droit.code for droit in droits.all_droits()][:15]:
            followed(membre, beaucoup, droit=code, now=NOW + timedelta(hours=1))

        premiere, suivante = (text(session.get(f"{reverse('suivi:liste')}?page={numero}")) for numero in (1, 2))

        assert "Beaucoup" in premiere
        assert "Seconde" in premiere
        assert "Premiere" in suivante

    def test_filters_stand_in_the_address(self, session: Client, membre: Membre) -> None:
        collegue = MembreFactory.create(structure=membre.structure)
        followed(membre, person_of(membre, "Mienne"), "choisi", "depose")
        followed(collegue, person_of(collegue, "Sienne"), "choisi", "depose", "refuse", droit="rsa")

        for requete, vues in (
            ("", {"Mienne", "Sienne"}),
            ("?qui=moi", {"Mienne"}),
            ("?etat=refuse", {"Sienne"}),
            ("?droit=rsa", {"Sienne"}),
            ("?etat=x&page=zz", {"Mienne", "Sienne"}),
        ):
            vue = text(session.get(reverse("suivi:liste") + requete))
            assert {nom for nom in ("Mienne", "Sienne") if nom in vue} == vues

    def test_what_does_not_go_on_is_told_and_not_who_gave_up(self, session: Client, membre: Membre) -> None:
        followed(membre, person_of(membre, "Refusée"), "choisi", "depose", "refuse")
        followed(membre, person_of(membre, "Oubliée"), "choisi", "depose", depuis=TODAY - timedelta(days=120))
        followed(membre, person_of(membre, "Tranquille"), "choisi", "depose", "renonce")

        vue = text(session.get(reverse("suivi:bloques")))

        assert "Refusée" in vue
        assert "Oubliée" in vue
        assert "Tranquille" not in vue

    def test_a_spreadsheet_says_the_same_within_rights(self, session: Client, membre: Membre) -> None:
        followed(membre, person_of(membre, "=Safi"), montants=Montants(estime=Decimal("181.5")))
        ailleurs = MembreFactory.create()
        followed(ailleurs, person_of(ailleurs, "Autre"))

        recu = session.get(reverse("suivi:tableau"))
        rangees = list(csv.reader(io.StringIO(recu.content.decode("utf-8-sig")), delimiter=";"))

        assert recu["Content-Type"].startswith("text/csv")
        assert [rangee[:3] for rangee in rangees[1:]] == [["'=Safi Exemple", "Prime d’activité", "Voulu par la personne"]]
        assert rangees[1][5] == "181,5"

    def test_what_comes_once_a_year_or_once_is_told_with_its_unit(self, session: Client, membre: Membre) -> None:
        annuel = followed(membre, person_of(membre, "Annuel"), droit="ars", montants=Montants(ponctuel=Decimal(423)))
        unique = followed(membre, person_of(membre, "Unique"), droit="paje_prime_naissance", montants=Montants(ponctuel=Decimal(1084)))

        recu = session.get(reverse("suivi:tableau"))
        lignes = {rangee[1]: rangee[5:9] for rangee in csv.reader(io.StringIO(recu.content.decode("utf-8-sig")), delimiter=";")}
        assert lignes["Droit"] == ["Par mois, en euros", "Par an, en euros", "Une fois, en euros", "Montant estimé"]
        assert sorted(nombres for droit, nombres in lignes.items() if droit != "Droit") == [["", "", "1084", "estimé"], ["", "423", "", "estimé"]]
        for suivi, mot in ((annuel, "par an, estimés"), (unique, "une fois, estimés")):
            assert mot in text(session.get(reverse("suivi:personne", args=[suivi.personne_id])))
        assert "Versé une fois par an" in text(session.get(page(annuel)))

    @pytest.mark.parametrize("nom", ["liste", "a_faire", "bloques"])
    def test_they_cost_no_more_with_more_people(self, session: Client, membre: Membre, nom: str) -> None:
        def cost() -> int:
            session.get(reverse(f"suivi:{nom}"))
            with CaptureQueriesContext(connection) as queries:
                assert session.get(reverse(f"suivi:{nom}")).status_code == 200
            return len(queries)

        for rang in range(2):
            self._stuck(membre, rang)
        avant = cost()
        for rang in range(2, 9):
            self._stuck(membre, rang)
        assert cost() == avant <= REQUETES + LIGNE

    def test_pages_follow_each_other(self, session: Client, membre: Membre) -> None:
        for rang in range(27):
            followed(membre, person_of(membre, f"Personne{rang:02d}"))

        premiere, seconde = (text(session.get(reverse("suivi:liste") + requete)) for requete in ("?qui=moi", "?qui=moi&page=2"))

        assert premiere.count("Personne") - seconde.count("Personne") > 20
        assert "qui=moi&amp;page=2" in premiere
        assert "Page suivante" not in seconde

    def _stuck(self, membre: Membre, rang: int) -> None:
        suivi = followed(membre, person_of(membre, f"P{rang}"), "choisi", "depose", "pieces_demandees")
        services_suite.ask_paper(droit_suivi_id=suivi.pk, actor=membre.compte, nature="identite", avant_le=TODAY + timedelta(days=3), now=NOW)
        assert Echeance.objects.filter(droit_suivi=suivi).exists()

    @pytest.mark.parametrize("nom", ["droit", "personne"])
    def test_a_page_keeps_to_its_budget(self, session: Client, membre: Membre, personne: Personne, nom: str) -> None:
        suivi = followed(membre, personne, *VERS_VERSE)
        adresse = page(suivi) if nom == "droit" else reverse("suivi:personne", args=[personne.pk])
        session.get(adresse)
        with CaptureQueriesContext(connection) as queries:
            session.get(adresse)

        assert len(queries) <= REQUETES + LIGNE
