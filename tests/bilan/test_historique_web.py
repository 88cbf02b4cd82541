"""The pages of what was kept: the list, one as it was, two compared, an old one made again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from droits_ouverts.bilan import services, tasks
from droits_ouverts.bilan.enums import StatutEstimation
from droits_ouverts.bilan.models import Bilan, Estimation
from droits_ouverts.bilan.ports import EtapeMoteur
from droits_ouverts.bilan.rules import REFUS, Reponse
from droits_ouverts.bilan.web.reponses_dites import answer_text
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.engine.results import Intervalle
from tests.bilan import estimations
from tests.bilan.conftest import NOW
from tests.bilan.test_web import HTMX, page, words
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.engine import results
    from tests.bilan.faux import FauxMoteur

pytestmark = pytest.mark.django_db
DEMAIN = NOW + timedelta(days=1)


def prime(montant: float) -> results.Estimation:
    droits = [replace(d, montant_mensuel=Intervalle(min=montant, max=montant)) if d.code == "prime_activite" else d for d in estimations.COMPLETE.droits]
    return replace(estimations.COMPLETE, droits=tuple(droits))


def keep(foyer: Bilan, ines: Compte, resultat: results.Estimation, jour: int, **versions: str) -> Estimation:
    now = NOW + timedelta(days=jour)
    demandee = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=tasks.versions_of_rules() | versions, now=now)
    return services.store_estimate(estimation_id=demandee.pk, actor=ines, resultat=resultat, now=now)


def tell(foyer: Bilan, ines: Compte, fait: str, valeur: object, entite: str = "p1") -> None:
    services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait=fait, entite=entite, valeur=valeur)], sujet=None, now=NOW)


def address(foyer: Bilan, nom: str, *args: object) -> str:
    return reverse(f"bilan:{nom}", args=[foyer.pk, *args])


@pytest.fixture
def deux(foyer: Bilan, ines: Compte) -> tuple[Estimation, Estimation]:
    """Awa at 900 euros under older rules, then at 1,200 under today's."""
    tell(foyer, ines, "salaire_net", 900)
    une = keep(foyer, ines, prime(394.2), 0, regles="anciennes")
    tell(foyer, ines, "salaire_net", 1200)
    return une, keep(foyer, ines, prime(300), 1)


class TestList:
    def test_each_estimate_has_its_day_its_versions_and_a_door(self, session: Client, foyer: Bilan, deux: tuple[Estimation, Estimation]) -> None:
        soupe = page(session.get(address(foyer, "historique")))

        assert len(soupe.select("ol.historique > li")) == 2
        assert "24 novembre 2026" in words(soupe)
        assert "OpenFisca-France (la loi et ses montants) 176.1.8" in words(soupe)
        assert [a["href"] for a in soupe.select("ol.historique a")] == [address(foyer, "gardee", e.pk) for e in reversed(deux)]

    def test_only_older_rules_are_offered_again(self, session: Client, foyer: Bilan, deux: tuple[Estimation, Estimation]) -> None:
        formes = page(session.get(address(foyer, "historique"))).select("ol.historique form")

        assert [forme["action"] for forme in formes] == [address(foyer, "refaire", deux[0].pk)]

    def test_nothing_is_kept_yet(self, session: Client, foyer: Bilan) -> None:
        assert "Aucune estimation n’est encore faite" in words(page(session.get(address(foyer, "historique"))))

    @pytest.mark.django_db
    def test_the_cost_does_not_grow(self, session: Client, foyer: Bilan, ines: Compte, django_assert_max_num_queries: object) -> None:
        for rang in range(6):
            tell(foyer, ines, "salaire_net", 100 * rang)
            keep(foyer, ines, prime(100 + rang), rang)
        # The first opening of the day by this account is counted; each leaves its line in the journal (tests/house/test_budgets.py).
        session.get(address(foyer, "historique"))
        with django_assert_max_num_queries(18):  # type: ignore[operator]  # the fixture of pytest-django
            assert session.get(address(foyer, "historique")).status_code == 200
        with django_assert_max_num_queries(18):  # type: ignore[operator]  # the same
            assert session.get(address(foyer, "comparer")).status_code == 200


class TestKept:
    def test_it_is_shown_as_it_was_with_the_answers_of_then(self, session: Client, foyer: Bilan, deux: tuple[Estimation, Estimation]) -> None:
        dit = words(page(session.get(address(foyer, "gardee", deux[0].pk))))

        assert "Résultats du 24 novembre 2026, gardés tels quels." in dit
        assert "394 €" in dit.replace("\xa0", " ")
        assert "900 € par mois" in dit.replace("\xa0", " ")
        assert "1 200" not in dit.replace("\u202f", " ")

    def test_what_is_not_there_is_not_found(self, session: Client, foyer: Bilan, ines: Compte, deux: tuple[Estimation, Estimation]) -> None:
        demandee = Estimation.objects.create(bilan=foyer, empreinte="z", demandee_at=NOW)
        autre = services.start_bilan(actor=ines, structure_id=foyer.structure_id, site_id=None, mois="2026-11", now=NOW)
        services.add_person(bilan_id=autre.pk, actor=ines, role=Role.DEMANDEUR, prenom="", date_naissance=NOW.date().replace(year=1990), now=NOW)

        assert session.get(address(foyer, "gardee", demandee.pk)).status_code == 404
        assert session.get(address(foyer, "gardee", 10**18)).status_code == 404
        assert session.get(address(autre, "gardee", deux[0].pk)).status_code == 404

    @pytest.mark.parametrize("nom", ["historique", "comparer", "gardee", "refaire"])
    def test_another_structure_finds_nothing(self, nom: str, foyer: Bilan, deux: tuple[Estimation, Estimation], session: Client) -> None:
        etranger = Client()
        etranger.force_login(MembreFactory.create().compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        adresse = address(foyer, nom, *([deux[0].pk] if nom in ("gardee", "refaire") else []))

        assert (etranger.post if nom == "refaire" else etranger.get)(adresse).status_code == 404
        assert Client().get(adresse).status_code == 302


class TestCompared:
    def test_two_causes_are_not_told_apart_before_the_old_answers_are_made_again(
        self, session: Client, foyer: Bilan, deux: tuple[Estimation, Estimation], faux_moteur: FauxMoteur, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        soupe = page(session.get(address(foyer, "comparer")))
        assert "1 droit a changé" in words(soupe)
        assert "Ce qui a pu le changer" in words(soupe)
        forme = soupe.select_one(".avis form")
        assert forme["action"] == address(foyer, "refaire", deux[0].pk)

        monkeypatch.setattr(faux_moteur, "estimate", lambda _questionnaire: prime(410))
        suite = session.post(forme["action"], {"apres": str(deux[1].pk)}, follow=True)

        dit = words(page(suite)).replace("\xa0", " ")
        assert "Ce qui l’a changé" in dit
        # 394.20 then 410 by the rules; 410 then 300 by the answers.
        assert "les réponses (−110 €)" in dit
        assert "la loi et les règles (+16 €)" in dit
        assert Estimation.objects.count() == 3
        assert Estimation.objects.get(refaite_de=deux[0]).statut == StatutEstimation.FAITE

    def test_answers_are_told_in_the_words_of_their_question(self, session: Client, foyer: Bilan, deux: tuple[Estimation, Estimation]) -> None:
        soupe = page(session.get(address(foyer, "comparer")))

        dt, dd = soupe.select_one(".reponses dt"), soupe.select(".reponses dd")
        assert "Quel salaire net avez-vous reçu" in dt.get_text()
        assert ["900 € par mois" in words(dd[0]).replace("\xa0", " "), "1 200 € par mois" in words(dd[1]).replace("\xa0", " ").replace("\u202f", " ")] == [
            True,
            True,
        ]

    def test_somebody_who_joined_is_named_and_one_who_left_is_her_place(self, session: Client, foyer: Bilan, ines: Compte) -> None:
        keep(foyer, ines, prime(394.2), 0)
        services.add_person(bilan_id=foyer.pk, actor=ines, role=Role.ENFANT, prenom="Lina", date_naissance=NOW.date().replace(year=2020), now=NOW)
        services.remove_person(bilan_id=foyer.pk, actor=ines, ident="p2", now=NOW)
        keep(foyer, ines, prime(300), 1)

        dit = words(page(session.get(address(foyer, "comparer"))))

        assert "Arrivée dans le foyer : Lina." in dit
        assert "Départ du foyer : Un enfant (naissance en 2019)." in dit

    def test_the_same_rules_are_said_to_be(self, session: Client, foyer: Bilan, ines: Compte) -> None:
        keep(foyer, ines, prime(394.2), 0)
        tell(foyer, ines, "salaire_net", 1200)
        keep(foyer, ines, prime(300), 1)

        dit = words(page(session.get(address(foyer, "comparer")))).replace("\xa0", " ")

        assert "les réponses (−94 €)" in dit
        assert "Les mêmes des deux côtés." in dit
        assert "Refaire avec" not in dit

    def test_one_alone_has_nothing_to_be_compared_with(self, session: Client, foyer: Bilan, ines: Compte) -> None:
        keep(foyer, ines, prime(394.2), 0)

        assert "Il faut deux estimations" in words(page(session.get(address(foyer, "comparer"))))

    @pytest.mark.parametrize("requete", ["?avant=zzz&apres=-1", "?avant=9999999999999999999999", "?apres=&avant=%00", "?avant=1&avant=2"])
    def test_what_is_asked_wrongly_shows_the_last_two(self, session: Client, foyer: Bilan, deux: tuple[Estimation, Estimation], requete: str) -> None:
        assert "1 droit a changé" in words(page(session.get(address(foyer, "comparer") + requete)))


class TestRemade:
    def test_an_engine_that_warms_is_said_and_the_old_one_stays(
        self, session: Client, foyer: Bilan, deux: tuple[Estimation, Estimation], faux_moteur: FauxMoteur
    ) -> None:
        faux_moteur.etape = EtapeMoteur.CHARGEMENT

        seule = session.post(address(foyer, "refaire", deux[0].pk))
        fragment = session.post(address(foyer, "refaire", deux[0].pk), {"apres": "<script>"}, headers=HTMX)

        assert seule.status_code == 503
        assert "L’ancienne estimation reste comme elle était" in words(page(seule))
        assert "delay" in page(fragment).select_one("[hx-trigger]")["hx-trigger"]
        assert b"<script>" not in fragment.content

    def test_a_failure_is_said_and_can_be_tried_again(
        self, session: Client, foyer: Bilan, deux: tuple[Estimation, Estimation], faux_moteur: FauxMoteur
    ) -> None:
        faux_moteur.echoue = True
        echec = session.post(address(foyer, "refaire", deux[0].pk), headers=HTMX)
        faux_moteur.echoue = False
        encore = session.post(address(foyer, "refaire", deux[0].pk), headers=HTMX)

        assert "Cela ne dit rien des droits" in words(page(echec))
        assert encore["HX-Redirect"].startswith(address(foyer, "comparer"))

    def test_the_results_of_today_stay_those_of_today(self, session: Client, foyer: Bilan, deux: tuple[Estimation, Estimation]) -> None:
        session.post(address(foyer, "refaire", deux[0].pk))

        assert "300 €" in words(page(session.get(address(foyer, "resultats")))).replace("\xa0", " ")


class TestWords:
    @pytest.mark.parametrize(
        ("fait", "valeur", "dit"),
        [
            ("salaire_net", None, "Je ne sais pas"),
            ("salaire_net", REFUS, "Je préfère ne pas répondre"),
            ("salaire_net", 0, "0 € par mois"),
            ("salaire_net", {"2026-07": 500, "2026-08": None}, "juillet 2026 : 500 € par mois, août 2026 : Je ne sais pas"),
            ("autres_ressources", True, "Oui"),
            ("statut_occupation_logement", "locataire_hlm", "Locataire d’un logement social (HLM)"),
            ("date_naissance", "1992-03-14", "14 mars 1992"),
            ("droits_recus", [], "Aucun droit"),
            ("droits_recus", ["rsa", "inconnu"], "Revenu de solidarité active (RSA), inconnu"),
            ("un_fait_disparu", 3, "3"),
        ],
    )
    def test_an_answer_is_told_as_it_was_given(self, fait: str, valeur: object, dit: str) -> None:
        assert answer_text(fait, valeur, dit=True).replace("\xa0", " ") == dit

    def test_a_silence_is_told_as_one(self) -> None:
        assert answer_text("salaire_net", None, dit=False) == "Pas encore répondu"
