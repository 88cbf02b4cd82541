"""A decision that says something else than the estimate: compared, given as a test of nobody with her agreement, read by who keeps the rules."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from droits_ouverts.bilan.selectors import open_results
from droits_ouverts.ecarts import selectors
from droits_ouverts.ecarts.comparaison import compared, likely_first, ten
from droits_ouverts.ecarts.enums import SensEcart
from droits_ouverts.ecarts.errors import CaseRefusedError
from droits_ouverts.ecarts.models import CasAnonyme
from droits_ouverts.ecarts.services import CasDit, keep_case
from droits_ouverts.engine.formules.types import Grade
from droits_ouverts.engine.results import EstimationDroit, Intervalle, Statut
from droits_ouverts.journal.models import Ligne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.recepteurs import forget_person
from droits_ouverts.suivi.rules import Montants
from tests.bilan.faux import FauxMoteur
from tests.factories.foyers import NOW, Dossier, dossier
from tests.factories.structures import MembreFactory
from tests.factories.suivis import followed, moved, said

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
JOUR = NOW.date()


@pytest.fixture(autouse=True)
def moteur(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[FauxMoteur]:
    faux = FauxMoteur()
    monkeypatch.setattr("tests.bilan.faux.COURANT", faux)
    settings.MOTEUR = "tests.bilan.faux.moteur"
    with time_machine.travel(NOW, tick=False):
        yield faux


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(role=Role.RESPONSABLE)


@pytest.fixture
def awa(membre: Membre) -> Dossier:
    return dossier(membre, "Awa", "Karim")


@pytest.fixture
def decide(membre: Membre, awa: Dossier) -> DroitSuivi:
    """Granted for one euro: less than any estimate."""
    estimation = awa.bilan.estimations.earliest("pk")
    code = next(une.code for une in open_results(estimation).droits if une.montant_mensuel and une.montant_mensuel.min > 10)
    suivi = followed(membre, awa.personne, "choisi", "depose", droit=code, now=NOW)
    DroitSuivi.objects.filter(pk=suivi.pk).update(bilan=awa.bilan)
    return moved(membre, suivi, [said("accorde", JOUR, montants=Montants(accorde=Decimal(1)))], now=NOW)


def client(membre: Membre) -> Client:
    session = Client()
    session.force_login(membre.compte, backend=BACKEND)
    return session


def estimated(statut: Statut, bas: float | None = None, haut: float | None = None, erreur: str | None = None) -> EstimationDroit:
    montant = None if bas is None or haut is None else Intervalle(min=bas, max=haut)
    return EstimationDroit(code="rsa", libelle="RSA", statut=statut, grade=Grade.VERIFIE, montant_mensuel=montant, erreur=erreur)


class TestComparing:
    @pytest.mark.parametrize(
        ("estime", "refuse", "montant", "sens"),
        [
            (estimated(Statut.ELIGIBLE, 300, 400), False, 200, SensEcart.MOINS),
            (estimated(Statut.ELIGIBLE, 300, 400), False, 350, SensEcart.PAREIL),
            (estimated(Statut.ELIGIBLE, 300, 400), False, 400, SensEcart.PAREIL),
            (estimated(Statut.ELIGIBLE, 300, 400), False, 500, SensEcart.PLUS),
            (estimated(Statut.ELIGIBLE, 300, 400), True, None, SensEcart.REFUS),
            (estimated(Statut.INDETERMINE, 0, 400), True, None, SensEcart.REFUS),
            (estimated(Statut.NON_ELIGIBLE), True, None, SensEcart.PAREIL),
            (estimated(Statut.NON_ELIGIBLE), False, 50, SensEcart.ACCORD),
        ],
    )
    def test_says_how_it_differs(self, estime: EstimationDroit, refuse: bool, montant: int | None, sens: SensEcart) -> None:
        comparaison = compared(estime, refuse=refuse, decide=None if montant is None else Decimal(montant))

        assert comparaison is not None
        assert comparaison.sens == sens

    def test_says_nothing_where_there_is_nothing_to_compare(self) -> None:
        assert compared(estimated(Statut.INDETERMINE, erreur="x"), refuse=True, decide=None) is None
        assert compared(estimated(Statut.ELIGIBLE, 1, 2), refuse=False, decide=None) is None
        assert compared(estimated(Statut.ELIGIBLE), refuse=False, decide=Decimal(3)) is None

    def test_what_the_reason_speaks_of_comes_first(self) -> None:
        assert likely_first(["loyer", "date_naissance"], "age") == ["date_naissance", "loyer"]
        assert (ten(934.56), ten(Decimal("4.9"))) == (930, 0)


class TestGiving:
    def test_keeps_a_test_that_says_nothing_of_her(self, membre: Membre, awa: Dossier, decide: DroitSuivi) -> None:
        adresse = reverse("ecarts:comparer", args=[decide.pk])
        assert "Moins que l’estimation" in client(membre).get(adresse).content.decode()

        client(membre).post(adresse, {"fait": "", "motif": "ressources", "accord": "on"})

        garde = CasAnonyme.objects.get()
        assert (garde.droit, garde.sens, garde.motif, garde.mois) == (decide.droit, "moins", "ressources", f"{NOW:%Y-%m}")
        assert "Décision : 0 euros par mois." in garde.cas
        assert not {str(decide.pk), str(awa.bilan.pk), "Awa"} & set(str(vars(garde)).replace("'", " ").split())
        assert {champ.name for champ in CasAnonyme._meta.get_fields()} == {"id", "mois", "droit", "sens", "fait", "motif", "cas"}
        assert Ligne.objects.filter(verb="donner_cas_anonyme", thing_id=str(decide.pk)).count() == 1
        assert not Ligne.objects.filter(thing_id=str(garde.pk)).exists()

    def test_is_kept_only_if_she_agrees(self, membre: Membre, decide: DroitSuivi) -> None:
        reponse = client(membre).post(reverse("ecarts:comparer", args=[decide.pk]), {"fait": "", "motif": "ressources"})

        assert reponse.status_code == 422
        assert "Sans son accord" in reponse.content.decode()
        with pytest.raises(CaseRefusedError):
            keep_case(droit_suivi_id=decide.pk, actor=membre.compte, dit=CasDit(sens="moins"), cas="x", now=NOW)
        with pytest.raises(CaseRefusedError):
            keep_case(droit_suivi_id=decide.pk, actor=membre.compte, dit=CasDit(sens="moins", fait="autre", accord=True), cas="x", now=NOW)
        assert not CasAnonyme.objects.exists()

    def test_a_household_that_is_too_rare_is_refused(self, membre: Membre, decide: DroitSuivi, moteur: FauxMoteur) -> None:
        moteur.compile = False

        reponse = client(membre).post(reverse("ecarts:comparer", args=[decide.pk]), {"accord": "on"})

        assert reponse.status_code == 422
        assert not CasAnonyme.objects.exists()

    def test_stays_when_she_is_erased(self, membre: Membre, awa: Dossier, decide: DroitSuivi) -> None:
        keep_case(droit_suivi_id=decide.pk, actor=membre.compte, dit=CasDit(sens="moins", accord=True), cas="- name: x\n", now=NOW)

        forget_person(None, structure_id=membre.structure_id, personne_id=awa.personne.pk)

        assert CasAnonyme.objects.count() == 1

    def test_nobody_else_compares(self, decide: DroitSuivi) -> None:
        assert client(MembreFactory.create()).get(reverse("ecarts:comparer", args=[decide.pk])).status_code == 404

    def test_the_right_leads_there(self, membre: Membre, decide: DroitSuivi) -> None:
        assert reverse("ecarts:comparer", args=[decide.pk]) in client(membre).get(reverse("suivi:droit", args=[decide.pk])).content.decode()
        assert selectors.comparison_of(decide) is not None


class TestCases:
    def test_are_read_by_who_keeps_the_rules(self) -> None:
        un = CasAnonyme.objects.create(mois="2026-11", droit="rsa", sens="moins", cas="- name: rsa\n")
        autre = CasAnonyme.objects.create(mois="2026-10", droit="aah", sens="refus", cas="- name: aah\n")
        coordination = client(MembreFactory.create(role=Role.COORDINATEUR))

        assert "Revenu de solidarité active" in coordination.get(reverse("cas:liste")).content.decode()
        assert coordination.get(reverse("cas:fichier", args=[un.pk])).content.decode() == un.cas
        assert coordination.get(reverse("cas:tous")).content.decode() == f"{un.cas}\n{autre.cas}"
        assert coordination.get(reverse("cas:fichier", args=["00000000-0000-4000-8000-000000000002"])).status_code == 404

    @pytest.mark.parametrize("nom", ["cas:liste", "cas:tous"])
    def test_are_closed_to_others(self, nom: str) -> None:
        assert client(MembreFactory.create(role=Role.AMBASSADEUR)).get(reverse(nom)).status_code == 403
