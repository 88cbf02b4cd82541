"""Search: nearest first, three answers, typos and accents forgiven, where from; the same as a walk through every row."""

from __future__ import annotations

import random
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from droits_ouverts.annuaire import recherche
from droits_ouverts.annuaire.enums import Ouverture, Savoir
from droits_ouverts.annuaire.guichets import RESEAUX
from droits_ouverts.annuaire.models import Lieu, Service
from droits_ouverts.annuaire.recherche import Demande, Resultats, nearest_for_right, search
from droits_ouverts.annuaire.reperes import resolve
from droits_ouverts.annuaire.rules import besoins_of, distance_km
from droits_ouverts.annuaire.services import settle_doubles
from droits_ouverts.droits.codes import CODES
from droits_ouverts.structures.enums import Role
from tests.factories.annuaire import NOW, VENISSIEUX, imported, service, structure
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
LUNDI = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
ICI = {"latitude": VENISSIEUX[0], "longitude": VENISSIEUX[1]}
ALIMENTATION = ["equipement-et-alimentation--alimentation"]


def noms(resultats: Resultats) -> tuple[list[str], list[str]]:
    return [une.lieu.nom for une in resultats.certaines], [une.lieu.nom for une in resultats.a_verifier]


def at(numero: int, nord: float, **champs: Any) -> dict[str, Any]:
    """A structure so many degrees to the north."""
    return structure(numero, nom=f"Lieu {numero}", latitude=VENISSIEUX[0] + nord, **champs)


class TestNearest:
    def test_first_whatever_the_order_of_the_file(self) -> None:
        imported([at(1, 0.3), at(2, 0.001), at(3, 0.02)])

        trouves = search(Demande(**ICI), at=LUNDI)

        assert noms(trouves) == (["Lieu 2", "Lieu 3", "Lieu 1"], [])
        assert [round(une.km or 0, 1) for une in trouves.certaines] == [0.1, 2.2, 33.4]

    def test_a_place_is_one_line_with_the_services_that_answer(self) -> None:
        imported(
            [at(1, 0), service(1, 1, nom="Colis", thematiques=ALIMENTATION), service(2, 1, nom="Droits"), service(3, 1, nom="Repas", thematiques=ALIMENTATION)]
        )

        (une,) = search(Demande(**ICI, besoin="manger"), at=LUNDI).certaines

        assert {un.nom for un in une.services} == {"Colis", "Repas"}

    def test_what_is_gone_is_not_found(self) -> None:
        imported([at(1, 0), at(2, 0.1)])
        imported([at(2, 0.1)])

        assert noms(search(Demande(**ICI), at=LUNDI)) == (["Lieu 2"], [])

    def test_a_place_without_a_position_is_found_by_its_name_only(self) -> None:
        imported([at(1, 0), structure(2, nom="Sans adresse", latitude=None, longitude=None)])

        assert noms(search(Demande(**ICI), at=LUNDI)) == (["Lieu 1"], [])
        (une,) = search(Demande(mots="adresse"), at=LUNDI).certaines
        assert (une.lieu.nom, une.km) == ("Sans adresse", None)

    def test_says_the_same_as_a_walk_through_every_row(self, monkeypatch: pytest.MonkeyPatch) -> None:
        de = random.Random(3)  # noqa: S311  a draw that can be made again
        lieux = [at(rang, de.gauss(0, 0.05), longitude=VENISSIEUX[1] + de.gauss(0, 0.05)) for rang in range(60)]
        services = [
            service(rang, rang % 60, thematiques=de.choice([ALIMENTATION, ["sante--acces-aux-soins"]]), frais=de.choice(["gratuit", "payant", None]))
            for rang in range(120)
        ]
        imported([*lieux, *services])

        def walked(besoin: str, lat: float, lon: float) -> tuple[list[str], list[str]]:
            def near(gratuit: set[str]) -> list[str]:
                ok = {un.lieu_id for un in Service.objects.all() if besoin in besoins_of(un.thematiques) and un.gratuit in gratuit}
                tries = sorted(
                    Lieu.objects.filter(pk__in=ok), key=lambda lieu: distance_km(lat, lon, round(lieu.latitude or 0, 4), round(lieu.longitude or 0, 4))
                )
                return [lieu.nom for lieu in tries]

            sures = near({Savoir.OUI})
            return sures[:10], [nom for nom in near({Savoir.INCONNU}) if nom not in sures[:10]]

        for _ in range(12):
            lat, lon = VENISSIEUX[0] + de.gauss(0, 0.05), VENISSIEUX[1] + de.gauss(0, 0.05)
            besoin = de.choice(["manger", "sante"])
            trouves = noms(search(Demande(latitude=lat, longitude=lon, besoin=besoin, qualites=("gratuit",), limite=10), at=LUNDI))
            sures, douteuses = walked(besoin, lat, lon)
            assert trouves[0] == sures
            assert trouves[1] == douteuses[: len(trouves[1])]

        # A circle taken for its box would find the corners before the sides.
        monkeypatch.setattr(recherche, "distance_km", lambda *points: abs(points[0] - points[2]))
        assert noms(search(Demande(**ICI, besoin="manger", limite=10), at=LUNDI))[0] != walked("manger", *VENISSIEUX)[0]


class TestThreeAnswers:
    @pytest.fixture(autouse=True)
    def _directory(self) -> None:
        imported(
            [
                at(1, 0.01), service(1, 1, frais="payant"),
                at(2, 0.02), service(2, 2, frais=None),
                at(3, 0.03), service(3, 3, frais="gratuit", modes_mobilisation=["telephoner"]),
                at(4, 0.04, horaires_accueil="Tu 09:00-12:00"), service(4, 4, frais="gratuit", langues=["arabe"]),
                at(5, 0.05, horaires_accueil="le matin"), service(5, 5, frais=None, langues=["turc"]),
            ]
        )  # fmt: skip

    def test_a_no_is_left_out_and_an_unknown_is_to_check(self) -> None:
        trouves = search(Demande(**ICI, besoin="droits", qualites=("gratuit",)), at=LUNDI)

        assert noms(trouves) == (["Lieu 3", "Lieu 4"], ["Lieu 2", "Lieu 5"])
        assert {une.inconnues for une in trouves.a_verifier} == {("gratuit",)}

    def test_a_place_whose_only_service_is_not_free_is_not_to_check(self) -> None:
        assert "Lieu 1" not in {nom for liste in noms(search(Demande(**ICI, qualites=("gratuit",)), at=LUNDI)) for nom in liste}

    def test_two_qualities(self) -> None:
        trouves = search(Demande(**ICI, besoin="droits", qualites=("gratuit", "sans_rdv")), at=LUNDI)

        assert noms(trouves) == (["Lieu 4"], ["Lieu 2", "Lieu 3", "Lieu 5"])

    def test_open_now(self) -> None:
        trouves = search(Demande(**ICI, besoin="droits", ouvert=True), at=LUNDI)

        assert noms(trouves) == (["Lieu 1", "Lieu 2", "Lieu 3"], ["Lieu 5"])
        assert trouves.a_verifier[0].ouverture is Ouverture.INCONNU
        assert noms(search(Demande(**ICI, besoin="droits", ouvert=True), at=LUNDI.replace(day=24, hour=9)))[0] == ["Lieu 1", "Lieu 2", "Lieu 3", "Lieu 4"]

    def test_a_language(self) -> None:
        trouves = search(Demande(**ICI, besoin="droits", langue="ar"), at=LUNDI)

        assert noms(trouves) == (["Lieu 4"], ["Lieu 1", "Lieu 2", "Lieu 3"])

    def test_a_quality_that_nobody_tells_is_to_check_everywhere(self) -> None:
        certaines, a_verifier = noms(search(Demande(**ICI, qualites=("accessible",)), at=LUNDI))

        assert (certaines, len(a_verifier)) == ([], 5)


class TestWords:
    @pytest.fixture(autouse=True)
    def _directory(self) -> None:
        imported(
            [
                structure(1, nom="Épicerie solidaire des Minguettes", adresse="12 rue Gaston Monmousseau"),
                structure(2, nom="Médiathèque Lucie-Aubrac", adresse="2 avenue Marcel Houël"),
                service(1, 1, nom="Colis alimentaire", thematiques=ALIMENTATION),
                service(2, 2, nom="Permanence surendettement", thematiques=["difficultes-financieres--situation-dendettement-surendettement"]),
            ]
        )

    @pytest.mark.parametrize(
        ("mots", "nom"),
        [
            ("epicerie", "Épicerie solidaire des Minguettes"),
            ("epicrie", "Épicerie solidaire des Minguettes"),
            ("EPICERIES SOLIDAIRES", "Épicerie solidaire des Minguettes"),
            ("mediateque", "Médiathèque Lucie-Aubrac"),
            ("surandetement", "Médiathèque Lucie-Aubrac"),
            ("dettes", "Médiathèque Lucie-Aubrac"),
            ("nourriture", "Épicerie solidaire des Minguettes"),
            ("mingu", "Épicerie solidaire des Minguettes"),
            ("colis minguettes", "Épicerie solidaire des Minguettes"),
        ],
    )
    def test_are_forgiven(self, mots: str, nom: str) -> None:
        assert noms(search(Demande(mots=mots), at=LUNDI)) == ([nom], [])
        assert noms(search(Demande(mots=mots, **ICI), at=LUNDI)) == ([nom], [])

    @pytest.mark.parametrize("mots", ["zzzzzz", "'; DROP TABLE annuaire_lieu; --", "%", "\x00", "a" * 500, "١٢٣", "🙂"])
    def test_anything_may_be_typed(self, mots: str) -> None:
        trouves = search(Demande(mots=mots), at=LUNDI)

        assert not trouves.a_verifier

    def test_a_word_that_nothing_resembles_is_told_and_the_others_are_searched(self) -> None:
        trouves = search(Demande(mots="epicerie zzzzzz"), at=LUNDI)

        assert noms(trouves)[0] == ["Épicerie solidaire des Minguettes"]
        assert trouves.oublies == ("zzzzzz",)

    @pytest.mark.parametrize(
        ("ou", "nom"),
        [
            ("Vénissieux", "Vénissieux"),
            ("venissieux", "Vénissieux"),
            ("Venisieux", "Vénissieux"),
            ("69200", "Vénissieux"),
            ("Vénissieux (69259)", "Vénissieux"),
            ("médiathèque", "Médiathèque Lucie-Aubrac"),
            ("12 rue monmousseau", "12 rue Gaston Monmousseau"),
            ("45.6975, 4.8866", ""),
            ("45,6975 4,8866", ""),
        ],
    )
    def test_where_from(self, ou: str, nom: str) -> None:
        repere = resolve(ou)

        assert repere is not None
        assert repere.nom == nom
        assert distance_km(repere.latitude, repere.longitude, *VENISSIEUX) < 0.1

    @pytest.mark.parametrize("ou", ["Xyzzyville", "0.0, 0.0", "91.5, 200.1", "Marseille"])
    def test_a_place_that_is_not_known_is_told(self, ou: str) -> None:
        trouves = search(Demande(ou=ou, mots="epicerie"), at=LUNDI)

        assert trouves.ou_inconnu
        assert noms(trouves)[0] == ["Épicerie solidaire des Minguettes"]


class TestRights:
    def test_the_three_nearest_places_that_handle_a_right(self) -> None:
        imported([at(rang, rang / 100, droits=["rsa"] if rang % 2 else []) for rang in range(12)] + [service(1, 2, droits=["rsa", "aspa"])])

        trouves = nearest_for_right("rsa", **ICI, at=LUNDI)
        assert [une.lieu.nom for une in trouves] == ["Lieu 1", "Lieu 2", "Lieu 3"]
        assert trouves[1].services[0].droits == ["rsa", "aspa"]
        assert nearest_for_right("inconnu", **ICI, at=LUNDI) == ()

    def test_or_are_of_the_network_that_decides(self) -> None:
        imported([at(1, 0.01, reseaux_porteurs=["caf"]), at(2, 0.02, droits=["rsa"])])

        assert [une.lieu.nom for une in nearest_for_right("rsa", **ICI, at=LUNDI, reseaux=("caf",))] == ["Lieu 1", "Lieu 2"]

    def test_networks_of_a_right_are_known_without_being_said(self) -> None:
        imported([at(1, 0.01, reseaux_porteurs=["caf"]), at(2, 0.02, reseaux_porteurs=["cpam"])])

        assert [une.lieu.nom for une in nearest_for_right("prime_activite", **ICI, at=LUNDI)] == ["Lieu 1"]
        assert set(RESEAUX) <= set(CODES)


class TestCost:
    def test_is_the_same_with_many_places(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        imported([at(rang, rang / 1000) for rang in range(120)] + [service(rang, rang % 120) for rang in range(240)])
        search(Demande(mots="lieu"), at=LUNDI)

        with django_assert_max_num_queries(12):
            search(Demande(**ICI, mots="demarche", besoin="droits", qualites=("gratuit", "accessible"), ouvert=True), at=LUNDI)


def test_two_sheets_of_one_place_are_one_line() -> None:
    imported([structure(1, nom="CCAS"), structure(2, nom="C.C.A.S. de Vénissieux")])
    premier, second = Lieu.objects.order_by("pk")
    settle_doubles(actor=MembreFactory.create(role=Role.COORDINATEUR).compte, premier_id=second.pk, second_id=premier.pk, meme_lieu=True, now=NOW)

    assert noms(search(Demande(**ICI), at=LUNDI)) == (["CCAS"], [])
