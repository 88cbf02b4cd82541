"""The answers of a check-up as values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from droits_ouverts.bilan import rules
from droits_ouverts.bilan.rules import REFUS, Reponse, Reponses
from droits_ouverts.engine.questionnaire.types import Role, Sujet

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def foyer() -> Reponses:
    vide = Reponses(mois="2026-11")
    avec_awa, _ = rules.with_person(vide, role=Role.DEMANDEUR, prenom="Awa", date_naissance=date(1992, 3, 14))
    complet, _ = rules.with_person(avec_awa, role=Role.ENFANT, prenom="", date_naissance=date(2019, 5, 2))
    return complet


class TestEnvelope:
    def test_everything_comes_back(self, foyer: Reponses) -> None:
        plein = rules.with_answers(
            foyer,
            [
                Reponse(fait="loyer", entite="menage", valeur=420),
                Reponse(fait="salaire_net", entite="p1", valeur={"2026-07": 900, "2026-08": None}),
                Reponse(fait="nationalite", entite="p1", valeur=None),
                Reponse(fait="taux_incapacite", entite="p1", valeur=dict(REFUS)),
            ],
            Sujet.LOGEMENT,
        )
        plein = rules.without_person(plein, "p2", NOW)

        assert Reponses.from_bytes(plein.to_bytes()) == plein

    def test_the_engine_is_given_no_first_name(self, foyer: Reponses) -> None:
        assert "Awa" not in str(foyer.questionnaire())
        assert b"Awa" in foyer.to_bytes()

    @pytest.mark.parametrize("valeur", [None, REFUS])
    def test_rights_received_and_kept_to_oneself_are_not_told_to_the_engine_but_kept(self, foyer: Reponses, valeur: object) -> None:
        apres = rules.with_answers(foyer, [Reponse(fait="droits_recus", entite="famille", valeur=valeur)])

        assert "droits_recus" not in apres.questionnaire()["famille"]  # type: ignore[operator]
        assert Reponses.from_bytes(apres.to_bytes()).faits("famille")["droits_recus"] == valeur

    def test_an_answer_that_the_schema_no_longer_takes_is_unknown_to_the_engine_and_kept(self, foyer: Reponses) -> None:
        vieilles = [
            Reponse(fait="fait_retire", entite="p1", valeur=True),
            Reponse(fait="activite", entite="p1", valeur="choix_retire"),
            Reponse(fait="droits_recus", entite="famille", valeur=["asf", "droit_retire"]),
        ]
        apres = rules.with_answers(foyer, vieilles)

        lu = apres.questionnaire()
        assert lu["personnes"][0]["faits"] == {"date_naissance": "1992-03-14"}  # type: ignore[index]
        assert lu["famille"] == {"droits_recus": ["asf"]}
        assert b"fait_retire" in apres.to_bytes()


class TestPersons:
    def test_identifiers_are_never_used_again(self, foyer: Reponses) -> None:
        sans = rules.without_person(foyer, "p2", NOW)

        _, nouveau = rules.with_person(sans, role=Role.ENFANT, prenom="", date_naissance=date(2020, 1, 1))

        assert nouveau.id == "p3"

    def test_a_person_comes_back_where_she_was_within_the_minute(self, foyer: Reponses) -> None:
        sans = rules.without_person(foyer, "p2", NOW + timedelta(minutes=1))

        assert rules.with_restored(sans, "p2", NOW + timedelta(seconds=59)) == foyer
        assert rules.with_restored(sans, "p2", NOW + timedelta(seconds=61)) is None
        assert rules.without_expired(sans, NOW + timedelta(seconds=61)).retraits == ()

    def test_a_person_without_a_first_name_has_a_name_by_her_place(self, foyer: Reponses) -> None:
        assert foyer.prenoms() == {"p1": "Awa", "p2": "l’enfant 1"}

    @pytest.mark.parametrize(
        ("role", "naissance", "champ"),
        [
            (Role.DEMANDEUR, date(1990, 1, 1), "role"),
            (Role.ENFANT, date(2027, 1, 1), "date_naissance"),
            (Role.ENFANT, date(1899, 1, 1), "date_naissance"),
            (Role.ENFANT, None, "date_naissance"),
        ],
    )
    def test_what_cannot_be_is_told(self, foyer: Reponses, role: Role, naissance: date | None, champ: str) -> None:
        assert list(rules.check_person(foyer, role=role, date_naissance=naissance)) == [champ]

    def test_a_second_partner_is_told(self, foyer: Reponses) -> None:
        couple, _ = rules.with_person(foyer, role=Role.CONJOINT, prenom="", date_naissance=date(1990, 1, 1))

        assert "role" in rules.check_person(couple, role=Role.CONJOINT, date_naissance=date(1990, 1, 1))
        assert rules.check_person(couple, role=Role.CONJOINT, date_naissance=date(1990, 1, 1), ident="p3") == {}


class TestAnswers:
    @pytest.mark.parametrize(
        ("fait", "valeur"),
        [("loyer", -1), ("loyer", 5001), ("loyer", "420"), ("commune", "99999"), ("statut_occupation_logement", "chateau"), ("nimporte", 1)],
    )
    def test_what_is_outside_the_schema_is_told(self, fait: str, valeur: object) -> None:
        assert rules.check(Reponse(fait=fait, entite="menage", valeur=valeur), "2026-11")

    @pytest.mark.parametrize("valeur", [None, REFUS, 0, 420.5])
    def test_unknown_and_refused_are_answers(self, valeur: object) -> None:
        assert rules.check(Reponse(fait="loyer", entite="menage", valeur=valeur), "2026-11") is None

    def test_an_answer_about_a_ghost_is_left_out(self, foyer: Reponses) -> None:
        assert rules.with_answers(foyer, [Reponse(fait="salaire_net", entite="p9", valeur=1)]) == foyer


class TestMonth:
    @pytest.mark.parametrize(
        ("mois", "attendu"), [("2026-11", True), ("2025-01", True), ("2024-10", False), ("2028-01", False), ("2026-13", False), ("novembre", False)]
    )
    def test_is_near_today(self, mois: str, attendu: bool) -> None:
        assert rules.month_is_sound(mois, date(2026, 11, 24)) is attendu
