"""Screens of the law that changes: what they say, what they cost, who may open them, what bad input gets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.journal.models import Ligne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.veille.models import AccordRappel, ComparaisonLois, DroitNouveau
from tests.factories.foyers import NOW
from tests.factories.structures import MembreFactory
from tests.factories.veilles import NOUVEAU, TwoLaws, answered, compared, finished

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REQUETES, LIGNE, OCTETS = 12, 6, 150_000
"""As `tests/house/test_budgets.py`: a page, the line of its reading, its weight."""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def moteur(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> TwoLaws:
    faux = TwoLaws()
    monkeypatch.setattr("tests.bilan.faux.COURANT", faux)
    settings.MOTEUR = "tests.bilan.faux.moteur"
    return faux


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(role=Role.RESPONSABLE)


@pytest.fixture
def safi(membre: Membre) -> Bilan:
    bilan = finished(membre, now=NOW)
    answered(membre, bilan.personne, now=NOW)  # type: ignore[arg-type]  # she is kept by her name
    return bilan


def client(membre: Membre) -> Client:
    session = Client()
    session.force_login(membre.compte, backend=BACKEND)
    return session


class TestTheList:
    def test_costs_as_much_for_many_as_for_one(self, membre: Membre, moteur: TwoLaws) -> None:
        for rang in range(11):
            answered(membre, finished(membre, f"Zoé{rang}", now=NOW).personne, now=NOW)  # type: ignore[arg-type]  # she is kept by her name
        une = compared(membre, moteur, now=NOW)
        session, page = client(membre), reverse("veille:comparaison", args=[une.pk])
        session.get(page)
        with CaptureQueriesContext(connection) as requetes:
            reponse = session.get(page)

        assert reponse.content.decode().count("<article") == 30
        assert len(requetes) <= REQUETES + LIGNE
        assert len(reponse.content) <= OCTETS
        assert session.get(f"{page}?page=2").content.decode().count("<article") == 3
        assert session.get(f"{page}?droit={NOUVEAU}&page=x").content.decode().count("<article") == 11
        with CaptureQueriesContext(connection) as requetes:
            doutes = session.get(reverse("veille:doutes", args=[une.pk]))
        assert doutes.content.decode().count("<article") == 11
        assert len(requetes) <= REQUETES + LIGNE

    def test_tells_apart_what_is_not_known_and_what_failed(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        une = compared(membre, moteur, now=NOW)
        liste = client(membre).get(reverse("veille:comparaison", args=[une.pk])).content.decode()
        doutes = client(membre).get(reverse("veille:doutes", args=[une.pk])).content.decode()

        for dit in ("Pas possible avant, possible maintenant", "On ne savait pas avant", "on ne sait pas maintenant", "Quel est le loyer", "ni une promesse"):
            assert dit in liste
        assert "€" not in liste
        for dit in ("Le calcul n’a pas abouti pour ces droits", "Droits incertains : 1", "Quel est le loyer"):
            assert dit in doutes

    def test_says_before_anything_that_she_may_not_be_called(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        une = compared(membre, moteur, now=NOW)

        assert "Ne l’appelez pas, ne lui écrivez pas" in client(membre).get(reverse("veille:comparaison", args=[une.pk])).content.decode()

    def test_is_read_for_a_purpose_that_is_written_down(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        une = compared(membre, moteur, now=NOW)
        client(membre).get(reverse("veille:comparaison", args=[une.pk]))

        ligne = Ligne.objects.latest("pk")
        assert (ligne.verb, ligne.purpose, ligne.thing_id) == ("lire_droits_nouveaux", "changement_de_loi", str(une.pk))

    def test_nobody_else_opens_it(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        une = compared(membre, moteur, now=NOW)
        voisine, elle = client(MembreFactory.create(role=Role.RESPONSABLE)), safi.personne_id
        numero = DroitNouveau.objects.earliest("pk").pk

        for nom, cle in (("comparaison", une.pk), ("doutes", une.pk), ("accord", elle)):
            assert voisine.get(reverse(f"veille:{nom}", args=[cle])).status_code == 404
        for nom, cle in (("relire", une.pk), ("rappel", numero), ("accord", elle), ("retirer", elle), ("annuler", elle)):
            assert voisine.post(reverse(f"veille:{nom}", args=[cle]), {"mode": "oral", "suite": "rappelee"}).status_code in {404, 422}
        assert AccordRappel.objects.count() == 1
        assert not DroitNouveau.objects.exclude(suite="").exists()
        assert client(MembreFactory.create(role=Role.COORDINATEUR)).get(reverse("veille:liste")).status_code == 403


class TestAsking:
    @pytest.mark.parametrize(("avant", "apres"), [("2026-11", "2026-10"), ("2026-11", "2026-11"), ("", "2026-11"), ("hier", "2026-11"), ("1999-01", "2026-11")])
    def test_bad_months_are_told_and_nothing_is_asked(self, membre: Membre, avant: str, apres: str) -> None:
        reponse = client(membre).post(reverse("veille:liste"), {"structure": membre.structure_id, "avant": avant, "apres": apres})

        assert reponse.status_code == 422
        assert "champ__erreur" in reponse.content.decode()
        assert not ComparaisonLois.objects.exists()

    def test_for_a_structure_of_somebody_else_is_refused(self, membre: Membre) -> None:
        autre = MembreFactory.create().structure_id

        assert client(membre).post(reverse("veille:liste"), {"structure": autre, "avant": "2026-10", "apres": "2026-11"}).status_code == 422
        assert not ComparaisonLois.objects.exists()


class TestTheAnswer:
    def test_a_no_is_not_asked_again_at_the_end_nor_taken_without_her_own_word(self, membre: Membre, moteur: TwoLaws) -> None:
        bilan = finished(membre, now=NOW)
        session, page = client(membre), reverse("veille:accord", args=[bilan.personne_id])
        dit = {"reponse": "non", "mode": "oral", "langue": "fr", "le": "2026-11-27"}
        session.post(page, dit)

        encore = session.post(page, dit | {"reponse": "oui", "jusqu_au": "2027-11-27"})
        assert encore.status_code == 422
        assert "Elle a déjà dit non" in encore.content.decode()
        assert session.post(page, dit | {"reponse": "oui", "jusqu_au": "2027-11-27", "a_sa_demande": "on"}).status_code == 302
        assert [accord.reponse for accord in AccordRappel.objects.order_by("pk")] == ["non", "oui"]

    @pytest.mark.parametrize(
        ("faux", "phrase"),
        [
            ({"jusqu_au": "2027-11-28"}, "douze mois au plus"),
            ({"jusqu_au": ""}, "avant son accord"),
            ({"le": "2026-11-28"}, "pas encore venu"),
            ({"le": "jamais"}, "champ__erreur"),
            ({"mode": "pigeon"}, "champ__erreur"),
        ],
    )
    def test_bad_days_are_told_beside_their_field_and_what_was_typed_stays(self, membre: Membre, faux: dict[str, str], phrase: str) -> None:
        numero = finished(membre, now=NOW).personne_id
        dit = {"reponse": "oui", "mode": "papier", "langue": "ar", "le": "2026-11-27", "jusqu_au": "2027-11-27"}
        reponse = client(membre).post(reverse("veille:accord", args=[numero]), dit | faux)

        assert reponse.status_code == 422
        assert phrase in reponse.content.decode()
        assert '<option value="ar" selected' in reponse.content.decode()
        assert not AccordRappel.objects.exists()
