"""The cast of the demo: every kind of situation is met, in the answers themselves; made once, dated before the installation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.management import call_command

from droits_ouverts.bilan.codes import written
from droits_ouverts.bilan.departs import resume_by_code
from droits_ouverts.bilan.enums import DecisionChoix, FormeBilan, StatutBilan
from droits_ouverts.bilan.models import Avis, Bilan, Choix
from droits_ouverts.bilan.rules import REFUS, Membre, Reponses
from droits_ouverts.bilan.selectors import open_answers
from droits_ouverts.comptes.models import Compte
from droits_ouverts.config.demo.semer import FAMILLES, seed_corps, seed_familles
from droits_ouverts.config.demo.types import DEMO_CODE, Branche
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.engine.parsing import parse
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.asking import questions_to_ask, subjects_to_ask
from droits_ouverts.engine.questionnaire.types import Genre, Role
from droits_ouverts.journal.models import Ligne
from tests.bilan import faux
from tests.house.repo import ROOT

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db
JOUR = datetime(2026, 11, 25, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Vu:
    """A check-up of the cast, as the database holds it."""

    bilan: Bilan
    reponses: Reponses

    @property
    def lui(self) -> Membre:
        assert self.reponses.demandeur is not None
        return self.reponses.demandeur

    @property
    def adultes(self) -> list[Membre]:
        return [m for m in self.reponses.membres if m.role in {Role.DEMANDEUR, Role.CONJOINT}]

    @property
    def enfants(self) -> list[Membre]:
        return [m for m in self.reponses.membres if m.role is Role.ENFANT]

    @property
    def ans(self) -> int:
        return months.age_in(date.fromisoformat(str(self.lui.faits["date_naissance"])), self.reponses.mois)

    @property
    def logement(self) -> object:
        return self.reponses.faits("menage").get("statut_occupation_logement")

    def valeurs(self) -> list[object]:
        entites = [m.id for m in self.reponses.membres] + list(self.reponses.groupes)
        return [valeur for entite in entites for valeur in self.reponses.faits(entite).values()]

    def any(self, fait: str, *valeurs: object) -> bool:
        """Whether somebody, or the household, answers one of these values; more than zero without values."""
        dits = [self.reponses.faits(e).get(fait) for e in [m.id for m in self.reponses.membres] + list(self.reponses.groupes)]
        return any(dit in valeurs if valeurs else isinstance(dit, int | float) and not isinstance(dit, bool) and dit > 0 for dit in dits)

    @property
    def separe(self) -> bool:
        return len(self.adultes) == 1


def modest(vu: Vu, fait: str, plafond: float) -> bool:
    return any(isinstance(v := m.faits.get(fait), int | float) and 0 < v <= plafond for m in vu.adultes)


MET: dict[Branche, Callable[[Vu], bool]] = {
    Branche.MERE_SEULE: lambda vu: vu.separe and bool(vu.enfants),
    Branche.COUPLE_AVEC_ENFANTS: lambda vu: not vu.separe and bool(vu.enfants),
    Branche.GROSSESSE: lambda vu: vu.any("enceinte", True),
    Branche.JEUNE_SANS_RESSOURCES: lambda vu: 18 <= vu.ans <= 24 and not vu.any("salaire_net") and not vu.any("activite", "etudiant", "actif"),
    Branche.ETUDES: lambda vu: vu.lui.faits.get("activite") == "etudiant",
    Branche.RETRAITE_MODESTE: lambda vu: vu.ans >= 65 and modest(vu, "retraite_nette", 1000),
    Branche.PERTE_D_AUTONOMIE: lambda vu: vu.any("gir", "gir_4", "gir_2"),
    Branche.HANDICAP_ADULTE: lambda vu: vu.ans < 60 and vu.lui.faits.get("taux_incapacite") in {"50_79", "80_plus"},
    Branche.HANDICAP_ENFANT: lambda vu: any(m.faits.get("taux_incapacite") in {"50_79", "80_plus"} for m in vu.enfants),
    Branche.INDEPENDANT: lambda vu: vu.any("benefice_independant"),
    Branche.CHOMAGE_FINISSANT: lambda vu: isinstance(v := vu.lui.faits.get("chomage_net"), dict) and v[min(v)] > 0 == v[max(v)],
    Branche.TRAVAIL_A_PETIT_REVENU: lambda vu: modest(vu, "salaire_net", 1500),
    Branche.SANS_DOMICILE: lambda vu: vu.logement == "sans_domicile" and vu.any("adresse_courrier_stable", False),
    Branche.HEBERGE: lambda vu: vu.any("logement_difficile", "heberge_faute_de_logement"),
    Branche.HORS_UE_MOINS_DE_CINQ_ANS: lambda vu: vu.any("nationalite", "hors_ue") and modest(vu, "mois_residence_france", 59),
    Branche.HORS_UE_PLUS_DE_CINQ_ANS: lambda vu: any(m.faits.get("nationalite") == "hors_ue" and m.faits.get("annees_titre_sejour", 0) > 5 for m in vu.adultes),  # type: ignore[operator]  # an answer is any JSON value
    Branche.TITRE_EN_ATTENTE: lambda vu: vu.any("demande_asile_ou_titre_en_cours", True),
    Branche.CITOYEN_UE: lambda vu: vu.any("nationalite", "ue"),
    Branche.PARENT_SEPARE: lambda vu: vu.separe and vu.any("garde_alternee", True) and vu.any("pension_alimentaire_versee"),
    Branche.VEUVAGE: lambda vu: vu.any("statut_marital", "veuf"),
    Branche.PROPRIETAIRE_ENDETTE: lambda vu: vu.logement in {"primo_accedant", "proprietaire"} and vu.any("dettes_impayables", "impayables"),
    Branche.REPONSES_INCONNUES: lambda vu: vu.valeurs().count(None) >= 3,
    Branche.REPONSES_REFUSEES: lambda vu: vu.valeurs().count(REFUS) >= 2,
    Branche.BESOIN_URGENT: lambda vu: "oui" in vu.reponses.urgences.values(),
    Branche.PERSONNE_CONNUE: lambda vu: vu.bilan.personne is not None and vu.bilan.personne.accord_le <= JOUR.date(),
    Branche.ANONYME: lambda vu: vu.bilan.anonyme and not any(m.prenom for m in vu.reponses.membres) and vu.bilan.efface_le is not None,
    Branche.FORME_COURTE: lambda vu: vu.bilan.forme == FormeBilan.COURT,
    Branche.FICHE_REMISE: lambda vu: vu.bilan.statut == StatutBilan.TERMINE,
    Branche.DROIT_VOULU: lambda vu: Choix.objects.filter(bilan=vu.bilan, decision=DecisionChoix.VOULU).exists(),
    Branche.DROIT_ECARTE: lambda vu: Choix.objects.filter(bilan=vu.bilan, decision=DecisionChoix.ECARTE).exclude(motif="").exclude(mots_scelles="").exists(),
    Branche.AVIS_CONTRAIRE: lambda vu: Avis.objects.filter(bilan=vu.bilan).exists(),
}


@pytest.fixture
def cast(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> dict[str, Vu]:
    """The whole cast on a frozen day, by first name, with an engine that answers."""
    monkeypatch.setattr(faux, "COURANT", faux.FauxMoteur())
    settings.MOTEUR = "tests.bilan.faux.moteur"
    with time_machine.travel(JOUR, tick=False):
        call_command("seed_demo")
    vus = [Vu(bilan=bilan, reponses=open_answers(bilan)) for bilan in Bilan.objects.all()]
    return {vu.lui.prenom: vu for vu in vus}


class TestBranches:
    def test_each_has_its_proof(self) -> None:
        assert set(MET) == set(Branche)

    def test_each_is_met_in_the_answers_by_the_family_that_says_so(self, cast: dict[str, Vu]) -> None:
        assert {branche for branche, met in MET.items() if not any(met(vu) for vu in cast.values())} == set()

        wrong = [(famille.nom, branche.value) for famille in FAMILLES for branche in famille.branches if not MET[branche](cast[famille.nom])]

        assert wrong == []


class TestCast:
    def test_is_of_three_structures_says_it_is_invented_and_is_dated_before_the_installation(self, cast: dict[str, Vu]) -> None:
        assert 14 <= len(cast) == len(FAMILLES) <= 20
        assert set(Bilan.objects.values_list("structure__code", flat=True)) == {"passerelle", "ccas-venissieux", "pimms-lyon-metropole"}
        assert all(prenom.endswith("(démo)") for prenom, vu in cast.items() if not vu.bilan.anonyme)

        moments = [moment for bilan in Bilan.objects.all() for moment in (bilan.created_at, bilan.updated_at)]
        moments += [*Choix.objects.values_list("fait_at", flat=True), *Avis.objects.values_list("fait_at", flat=True)]

        assert max(moments) < JOUR
        assert min(moments) > JOUR - timedelta(days=60)

    def test_a_whole_check_up_answers_every_question_it_is_asked(self, cast: dict[str, Vu]) -> None:
        left = []
        for famille in FAMILLES:
            if famille.jusqu_a is not None or famille.courte:
                continue
            reponses = cast[famille.nom].reponses
            situation = parse(reponses.questionnaire(), reponses.mois)
            for sujet in subjects_to_ask(situation):
                asked = [(fait.nom, ident) for fait, ident in questions_to_ask(situation, sujet) if fait.genre is not Genre.DATE]
                left += [(famille.nom, *question) for question in asked if question[0] not in reponses.faits(question[1])]
                assert sujet.value in reponses.vus

        assert left == []

    def test_the_anonymous_one_is_taken_up_again_by_the_code_that_the_readme_gives(self, cast: dict[str, Vu]) -> None:
        karim = Compte.objects.get(email="mediateur@demo.droits-ouverts.fr")

        assert all(written(DEMO_CODE) in (ROOT / readme).read_text("utf-8") for readme in ("README.md", "LISEZMOI.md"))
        assert resume_by_code(actor=karim, texte="demon-strat", now=JOUR) == cast[""].bilan

    def test_every_right_named_is_in_the_catalogue(self) -> None:
        assert {choix.droit for famille in FAMILLES for choix in (*famille.choix, *famille.avis)} <= set(load_catalogue())

    def test_two_families_are_never_taken_for_one(self) -> None:
        assert len({(famille.compte, famille.structure, famille.nom, famille.anonyme) for famille in FAMILLES}) == len(FAMILLES)


class TestAgain:
    def test_writes_nothing(self, cast: dict[str, Vu]) -> None:
        lines, bilans = Ligne.objects.count(), Bilan.objects.count()

        with time_machine.travel(JOUR + timedelta(days=30), tick=False):
            seed_corps(on=JOUR.date() + timedelta(days=30))
            made = seed_familles(on=JOUR.date() + timedelta(days=30))

            call_command("seed_demo")

        assert (made, Ligne.objects.count(), Bilan.objects.count()) == (0, lines, bilans)

    def test_makes_only_the_family_that_lacks(self, cast: dict[str, Vu]) -> None:
        cast["Léo (démo)"].bilan.delete()

        with time_machine.travel(JOUR, tick=False):
            assert seed_familles(on=JOUR.date()) == 1

    def test_an_opinion_waits_for_the_engine_and_asks_nothing_of_it_meanwhile(self) -> None:
        with time_machine.travel(JOUR, tick=False):
            call_command("seed_demo")
            lines = Ligne.objects.count()
            call_command("seed_demo")

        assert Bilan.objects.count() == len(FAMILLES)
        assert not Avis.objects.exists()
        assert Ligne.objects.count() == lines

    @pytest.mark.parametrize("jour", [date(2024, 2, 29), date(2027, 1, 1), date(2028, 3, 31)])
    def test_works_on_any_day(self, jour: date) -> None:
        with time_machine.travel(datetime(jour.year, jour.month, jour.day, 3, tzinfo=UTC), tick=False):
            seed_corps(on=jour)

            assert seed_familles(on=jour) == len(FAMILLES)
