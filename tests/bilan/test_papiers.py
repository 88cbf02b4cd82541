"""A paper answers a check-up: each answer beside its passage, taken by a tap and by nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from droits_ouverts.bilan import departs, papiers, selectors, services
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.rules import REFUS, Reponse, Reponses
from droits_ouverts.documents.enums import Nature
from droits_ouverts.documents.lecture import Papier
from droits_ouverts.documents.models import Document
from droits_ouverts.documents.reponses import Genre, Proposition, propose
from droits_ouverts.engine.questionnaire.types import Role as Place
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.structures.models import Membre
from tests.documents.papiers_ecrits import ATTESTATION_CAF, AVIS, BULLETIN, written
from tests.factories.papiers import a_paper, kept
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def bilan(membre: Membre) -> Bilan:
    """The check-up of Safi, who lives with Karim."""
    bilan = services.start_bilan(actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois="2026-11", now=NOW)
    for place, prenom in ((Place.DEMANDEUR, "Safi"), (Place.CONJOINT, "Karim"), (Place.ENFANT, "Lina")):
        services.add_person(bilan_id=bilan.pk, actor=membre.compte, role=place, prenom=prenom, date_naissance=date(1992, 3, 14), now=NOW)
    departs.attach_bilan(
        bilan_id=bilan.pk, actor=membre.compte, personne=Identite(prenom="Safi", nom="Exemple"), accord_mode=ModeAccord.ORAL, accord_le=NOW.date(), now=NOW
    )
    bilan.refresh_from_db()
    return bilan


@pytest.fixture
def personne(bilan: Bilan) -> Personne:
    assert bilan.personne is not None
    return bilan.personne


@pytest.fixture
def session(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


def added(membre: Membre, personne: Personne, texte: str) -> Document:
    return kept(membre, personne, Nature.ATTESTATION, papier=Papier(contenu=written(texte), pages=1), now=NOW)


def answers(bilan: Bilan) -> Reponses:
    return selectors.open_answers(Bilan.objects.get(pk=bilan.pk))


def at(bilan: Bilan, document: Document) -> str:
    return reverse("bilan:papier", args=[bilan.pk, document.pk])


def wage(valeur: float = 1464.95, mois: str = "2026-10") -> Proposition:
    return Proposition(genre=Genre.BULLETIN_PAIE, fait="salaire_net", valeur=valeur, mois=mois, passage="Net", page=1)


@pytest.fixture(autouse=True)
def _that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


class TestScreens:
    def test_reading_takes_nothing(self, session: Client, membre: Membre, bilan: Bilan, personne: Personne) -> None:
        document, avant = added(membre, personne, AVIS), answers(bilan)

        page = session.get(at(bilan, document)).content.decode()

        assert "14\u202f208" in page or "14\u00a0208" in page
        assert "Revenu fiscal de référence (1) ........ 14 208" in page
        assert answers(bilan) == avant

    def test_a_tap_takes_one_answer(self, session: Client, membre: Membre, bilan: Bilan, personne: Personne) -> None:
        document = added(membre, personne, ATTESTATION_CAF)
        cles = re.findall(r'name="proposition" value="(\w+)"', session.get(at(bilan, document)).content.decode())
        assert len(cles) == 4

        suite = session.post(at(bilan, document), {"proposition": cles[0], "entite": "famille"}, follow=True).content.decode()

        assert answers(bilan).faits("famille") == {"quotient_familial_caf": 456.0}
        assert suite.count("Déjà dans le bilan") == 1
        assert suite.count('name="proposition"') == 3

    def test_rights_received_gather(self, session: Client, membre: Membre, bilan: Bilan, personne: Personne) -> None:
        services.save_answers(
            bilan_id=bilan.pk, actor=membre.compte, reponses=[Reponse(fait="droits_recus", entite="famille", valeur=["ars"])], sujet=None, now=NOW
        )
        document = added(membre, personne, ATTESTATION_CAF)
        for une in propose([ATTESTATION_CAF]):
            session.post(at(bilan, document), {"proposition": une.cle, "entite": "famille"})

        # The page reads the paper's own text: its names are not those of the source of the test.
        for cle in re.findall(r'name="proposition" value="(\w+)"', session.get(at(bilan, document)).content.decode()):
            session.post(at(bilan, document), {"proposition": cle, "entite": "famille"})

        assert answers(bilan).faits("famille")["droits_recus"] == ["ars", "allocations_familiales", "prime_activite", "aides_logement"]

    @pytest.mark.parametrize(("proposition", "entite"), [("", ""), ("0" * 16, "famille"), ("bonne", "p2"), ("bonne", "foyer_fiscal")])
    def test_what_the_paper_does_not_say_is_not_taken(
        self, session: Client, membre: Membre, bilan: Bilan, personne: Personne, proposition: str, entite: str
    ) -> None:
        document, avant = added(membre, personne, ATTESTATION_CAF), answers(bilan)
        bonne = re.findall(r'name="proposition" value="(\w+)"', session.get(at(bilan, document)).content.decode())[0]

        answer = session.post(at(bilan, document), {"proposition": bonne if proposition == "bonne" else proposition, "entite": entite})

        assert answer.status_code == 404
        assert answers(bilan) == avant

    def test_a_photo_says_what_to_do(self, session: Client, membre: Membre, bilan: Bilan, personne: Personne) -> None:
        document = kept(membre, personne, papier=a_paper(), now=NOW)

        assert "se recopient" in session.get(at(bilan, document)).content.decode()
        assert reverse("bilan:papier", args=[bilan.pk, document.pk]) in session.get(reverse("bilan:papiers", args=[bilan.pk])).content.decode()

    def test_of_somebody_else_does_not_exist(self, session: Client, membre: Membre, bilan: Bilan) -> None:
        from tests.factories.partages import person_of

        document = added(membre, person_of(membre, "Autre"), AVIS)
        ailleurs = Client()
        ailleurs.force_login(MembreFactory.create().compte, backend=BACKEND)

        assert session.get(at(bilan, document)).status_code == 404
        assert ailleurs.get(reverse("bilan:papiers", args=[bilan.pk])).status_code == 404


class TestRules:
    def test_a_wage_is_for_each_adult_and_for_a_month_that_is_asked(self, bilan: Bilan) -> None:
        proposees = papiers.proposed([BULLETIN], answers(bilan))
        trop_vieux = papiers.proposed([BULLETIN.replace("/10/2026", "/05/2026")], answers(bilan))

        assert [(une.entite, une.proposition.valeur, une.proposition.mois) for une in proposees] == [("p1", 1464.95, "2026-10"), ("p2", 1464.95, "2026-10")]
        assert trop_vieux == []

    def test_a_value_that_the_question_refuses_is_not_proposed(self, bilan: Bilan) -> None:
        assert papiers.proposed(["Attestation CAF\nQuotient familial : 99 999 999 €"], answers(bilan)) == []

    @pytest.mark.parametrize(
        ("avant", "apres"),
        [
            (None, {"2026-10": 1464.95}),
            (REFUS, {"2026-10": 1464.95}),
            ({"2026-09": 800.0, "2026-10": None}, {"2026-09": 800.0, "2026-10": 1464.95}),
            (900.0, {"2026-07": 900.0, "2026-08": 900.0, "2026-09": 900.0, "2026-10": 1464.95, "2026-11": 900.0}),
        ],
        ids=["unknown", "refused", "by month", "the same each month"],
    )
    def test_a_month_goes_among_the_others(self, membre: Membre, bilan: Bilan, avant: object, apres: object) -> None:
        avant_ = [Reponse(fait="salaire_net", entite="p1", valeur=avant)]
        services.save_answers(bilan_id=bilan.pk, actor=membre.compte, reponses=avant_, sujet=None, now=NOW)

        reponse = papiers.answer_of(wage(), "p1", answers(bilan))

        assert reponse.valeur == apres
        services.save_answers(bilan_id=bilan.pk, actor=membre.compte, reponses=[reponse], sujet=None, now=NOW)
        assert next(une for une in papiers.proposed([BULLETIN], answers(bilan)) if une.entite == "p1").deja
