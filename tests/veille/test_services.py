"""From an answer to a call: who is read again, who is listed, what is kept, what stops it. Each guarantee beside what would break it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.ports import EtapeMoteur, Json
from droits_ouverts.bilan.services import add_person
from droits_ouverts.config.console import suivi as console
from droits_ouverts.engine.questionnaire.types import Role as Place
from droits_ouverts.engine.results import Estimation
from droits_ouverts.engine.situation import SituationError
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.enums import ModeAccord, Obstacle
from droits_ouverts.personnes.errors import ErasureAskedError
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.services_droits import ask_erasure
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.veille import selectors
from droits_ouverts.veille.enums import EtatRelecture
from droits_ouverts.veille.errors import AccordKeptError, AccordRefusedError, MoisRefusedError
from droits_ouverts.veille.models import AccordRappel, ComparaisonLois, DroitNouveau, Relecture
from droits_ouverts.veille.recepteurs import forget_person
from droits_ouverts.veille.services import ask_comparison, fail_reading, note_call, undo_answer
from droits_ouverts.veille.tasks import PATIENCE, run_readings, run_waiting
from tests.factories.foyers import NOW
from tests.factories.partages import person_of, shared
from tests.factories.structures import MembreFactory
from tests.factories.veilles import A_PRECISER, NOUVEAU, PRECISE, TwoLaws, answered, compared, finished

pytestmark = pytest.mark.django_db
JOUR = NOW.date()
TROIS = {NOUVEAU, PRECISE, A_PRECISER}


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
    """Somebody whose check-up is finished and who agreed to be called back."""
    bilan = finished(membre, now=NOW)
    answered(membre, her(bilan), now=NOW)
    return bilan


def her(bilan: Bilan) -> Personne:
    assert bilan.personne is not None
    return bilan.personne


def listed(une: ComparaisonLois, *, on: object = JOUR) -> set[tuple[str, str]]:
    lignes, _suite = selectors.lines_of(une, on=on)  # type: ignore[arg-type]  # a day
    return {(ligne.identite.prenom, ligne.nouveau.droit) for ligne in lignes}


class TestAnswering:
    def test_is_written_once_with_its_line_in_the_journal(self, membre: Membre, safi: Bilan) -> None:
        accord = AccordRappel.objects.get()

        assert (accord.reponse, accord.mode, accord.langue, accord.le, accord.jusqu_au) == ("oui", "oral", "fr", JOUR, JOUR + timedelta(days=360))
        ligne = Ligne.objects.latest("pk")
        assert (ligne.verb, ligne.thing_kind, ligne.thing_id, ligne.purpose) == ("noter_accord_rappel", "personne", str(her(safi).pk), "changement_de_loi")
        with pytest.raises(AccordKeptError):
            accord.save()
        with pytest.raises(AccordKeptError):
            AccordRappel.objects.filter(pk=accord.pk).update(reponse="non")

    def test_beyond_twelve_months_is_refused(self, membre: Membre, safi: Bilan) -> None:
        with pytest.raises(AccordRefusedError) as refus:
            answered(membre, her(safi), jusqu_au=JOUR + timedelta(days=366), now=NOW)

        assert refus.value.errors == {"jusqu_au": "longue"}

    def test_the_database_keeps_an_end_to_each_yes(self, membre: Membre, safi: Bilan) -> None:
        commun = {"structure_id": membre.structure_id, "personne": her(safi), "mode": "oral", "langue": "fr", "le": JOUR, "par": membre.compte, "note_at": NOW}
        for faux in ({"reponse": "oui"}, {"reponse": "non", "jusqu_au": JOUR}, {"reponse": "oui", "jusqu_au": JOUR - timedelta(days=1)}, {"reponse": "peut"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                AccordRappel(**commun, **faux).save()  # type: ignore[arg-type]  # what no verb writes

    def test_by_somebody_of_another_structure_is_not_there(self, safi: Bilan) -> None:
        ailleurs = MembreFactory.create()

        with pytest.raises(NotVisibleError):
            answered(ailleurs, her(safi), now=NOW)
        with pytest.raises(NotVisibleError):
            undo_answer(actor=ailleurs.compte, personne_id=her(safi).pk, now=NOW)

    def test_a_mistake_is_taken_back_by_who_made_it_the_same_day(self, membre: Membre, safi: Bilan) -> None:
        autre = MembreFactory.create(structure=membre.structure, role=Role.RESPONSABLE)
        with pytest.raises(AccordRefusedError):
            undo_answer(actor=autre.compte, personne_id=her(safi).pk, now=NOW)
        with pytest.raises(AccordRefusedError):
            undo_answer(actor=membre.compte, personne_id=her(safi).pk, now=NOW + timedelta(days=1))

        undo_answer(actor=membre.compte, personne_id=her(safi).pk, now=NOW)

        assert not AccordRappel.objects.exists()

    def test_opens_nothing_to_another_structure(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        une = compared(membre, moteur, now=NOW)
        ailleurs = MembreFactory.create()
        shared(membre, her(safi), ailleurs.structure_id, debut=JOUR, now=NOW)

        with pytest.raises(NotVisibleError):
            selectors.comparison_for(ailleurs.compte, une.pk, on=JOUR)
        assert selectors.comparisons_of(ailleurs.compte, on=JOUR) == []
        with pytest.raises(NotVisibleError):
            ask_comparison(structure_id=membre.structure_id, avant="2026-10", apres="2026-11", actor=ailleurs.compte, versions={}, now=NOW)
        with pytest.raises(NotVisibleError):
            note_call(actor=ailleurs.compte, nouveau_id=DroitNouveau.objects.first().pk, suite="rappelee", vu="", now=NOW)  # type: ignore[union-attr]


class TestReading:
    def test_lists_by_right_who_agreed(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        finished(membre, "Nora", now=NOW)

        une = compared(membre, moteur, now=NOW)

        assert listed(une) == {("Safi", droit) for droit in TROIS}
        assert selectors.counts_by_right(une, on=JOUR) == dict.fromkeys(TROIS, 1)
        assert une.finie_at == NOW
        assert [question["mois"] for question in moteur.demandes] == ["2026-10", "2026-11"]

    def test_says_what_to_ask_where_it_is_not_known(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        lignes, _suite = selectors.lines_of(compared(membre, moteur, now=NOW), on=JOUR, droit=A_PRECISER)

        assert [(ligne.nouveau.nature, ligne.lu.manquants) for ligne in lignes] == [("a_preciser", ("loyer",))]

    def test_is_sealed(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        compared(membre, moteur, now=NOW)

        with connection.cursor() as cursor:
            cursor.execute("SELECT resultat_scelle FROM veille_relecture")
            assert "loyer" not in str(cursor.fetchone())
        assert [un.code for un in selectors.open_reading(Relecture.objects.get()).incertains] == ["pass_sport"]

    def test_leaves_its_line_in_her_journal(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        compared(membre, moteur, now=NOW)

        assert Ligne.objects.filter(verb="relire_bilan_deux_lois", thing_id=str(her(safi).pk), purpose="changement_de_loi").count() == 1

    def test_without_a_finished_check_up_is_told(self, membre: Membre, moteur: TwoLaws) -> None:
        answered(membre, her(finished(membre, remise=False, now=NOW)), now=NOW)

        une = compared(membre, moteur, now=NOW)

        assert selectors.progress_of(une, on=JOUR).impossibles == (("sans_bilan", 1),)
        assert [(identite.prenom, raison) for _qui, identite, raison in selectors.not_read(une, on=JOUR)] == [("Safi", "Aucun bilan terminé")]

    @pytest.mark.parametrize(("panne", "raison"), [("echec", "echec"), ("illisible", "illisible")])
    def test_that_fails_is_told_and_never_a_no(
        self, membre: Membre, safi: Bilan, moteur: TwoLaws, panne: str, raison: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if panne == "echec":
            moteur.echoue = True
        else:
            monkeypatch.setattr(moteur, "estimate", unreadable)

        une = compared(membre, moteur, now=NOW)

        avancement = selectors.progress_of(une, on=JOUR)
        assert (avancement.impossibles, avancement.total, avancement.faites) == (((raison, 1),), 1, 0)
        assert listed(une) == set()

    def test_an_engine_that_does_not_answer_leaves_everybody_waiting(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        moteur.etape = EtapeMoteur.ABSENT
        une = compared(membre, moteur, now=NOW)

        avancement = selectors.progress_of(une, on=JOUR)
        assert (avancement.restent, avancement.non_relues, une.finie_at) == (1, 0, None)

        moteur.etape = EtapeMoteur.PRET
        assert run_waiting(moteur=moteur, clock=lambda: NOW) == (1, 0)
        assert {droit for _qui, droit in listed(une)} == TROIS

    def test_cut_in_the_middle_loses_nothing_and_twice_makes_no_double(self, membre: Membre, moteur: TwoLaws) -> None:
        for prenom in ("Ana", "Bea", "Chloé", "Dina"):
            answered(membre, her(finished(membre, prenom, now=NOW)), now=NOW)
        coupe = Cut(apres=5)

        with pytest.raises(KeyboardInterrupt):
            compared(membre, coupe, now=NOW)
        une = ComparaisonLois.objects.get()
        assert selectors.progress_of(une, on=JOUR).faites == 2

        assert run_readings(comparaison=une, moteur=moteur, actor=None, clock=lambda: NOW) == (2, 0)
        une = compared(membre, moteur, now=NOW)

        assert len(moteur.demandes) == 4
        assert ComparaisonLois.objects.count() == 1
        assert DroitNouveau.objects.count() == 4 * len(TROIS)
        assert listed(une) == {(prenom, droit) for prenom in ("Ana", "Bea", "Chloé", "Dina") for droit in TROIS}

    def test_a_button_begins_nobody_more_once_it_has_waited(self, membre: Membre, moteur: TwoLaws) -> None:
        for prenom in ("Ana", "Bea", "Chloé"):
            answered(membre, her(finished(membre, prenom, now=NOW)), now=NOW)
        une = ask_comparison(structure_id=membre.structure_id, avant="2026-10", apres="2026-11", actor=membre.compte, versions={}, now=NOW)
        lente = iter(NOW + timedelta(seconds=3 * rang) for rang in range(20))

        faites, restent = run_readings(comparaison=une, moteur=moteur, actor=None, clock=lambda: next(lente), patience=PATIENCE)

        assert (faites, restent) == (1, 2)

    def test_kept_twice_at_once_is_kept_once(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        compared(membre, moteur, now=NOW)

        assert not fail_reading(relecture_id=Relecture.objects.get().pk, bilan=None, raison="echec", versions={}, now=NOW)  # type: ignore[arg-type]
        assert Relecture.objects.get().etat == EtatRelecture.FAITE

    def test_asked_again_reads_again_only_whose_check_up_changed(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        answered(membre, her(finished(membre, "Nora", now=NOW)), now=NOW)
        compared(membre, moteur, now=NOW)
        moteur.demandes.clear()
        plus_tard = NOW + timedelta(hours=1)
        add_person(bilan_id=safi.pk, actor=membre.compte, role=Place.CONJOINT, prenom="Karim", date_naissance=JOUR, now=plus_tard)

        une = compared(membre, moteur, now=plus_tard)

        assert [len(question["personnes"]) for question in moteur.demandes] == [2, 2]  # type: ignore[arg-type]  # a list
        assert len(listed(une)) == 2 * len(TROIS)

    def test_new_rules_read_everybody_again_and_take_out_what_is_no_longer_said(
        self, membre: Membre, safi: Bilan, moteur: TwoLaws, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        compared(membre, moteur, now=NOW)
        monkeypatch.setattr("tests.factories.veilles.versions_of_rules", lambda: {"regles": "autres"})
        monkeypatch.setattr("droits_ouverts.veille.tasks.versions_of_rules", lambda: {"regles": "autres"})
        moteur.lois = {False: moteur.lois[False], True: replace(moteur.lois[True], droits=moteur.lois[True].droits[:1])}

        assert listed(compared(membre, moteur, now=NOW)) == {("Safi", NOUVEAU)}

    @pytest.mark.parametrize(
        ("avant", "apres"), [("2026-11", "2026-11"), ("2026-12", "2026-11"), ("2026-13", "2027-01"), ("", "2026-11"), ("2019-01", "2026-11")]
    )
    def test_months_that_are_not_two_months_in_order_are_refused(self, membre: Membre, avant: str, apres: str) -> None:
        with pytest.raises(MoisRefusedError):
            ask_comparison(structure_id=membre.structure_id, avant=avant, apres=apres, actor=membre.compte, versions={}, now=NOW)


class TestErasing:
    def test_takes_all_of_hers_and_nothing_else(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        answered(membre, her(finished(membre, "Nora", now=NOW)), now=NOW)
        compared(membre, moteur, now=NOW)

        forget_person(None, structure_id=membre.structure_id, personne_id=her(safi).pk)

        for modele in (AccordRappel, Relecture, DroitNouveau):
            assert {row.personne_id for row in modele.objects.all()} == {Personne.objects.exclude(pk=her(safi).pk).get().pk}  # type: ignore[attr-defined]

    def test_asked_for_takes_back_her_yes_in_her_name(self, membre: Membre, safi: Bilan) -> None:
        ask_erasure(actor=membre.compte, personne_id=her(safi).pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=NOW)

        with pytest.raises(ErasureAskedError):
            answered(membre, her(safi), a_sa_demande=True, now=NOW)
        assert [accord.reponse for accord in AccordRappel.objects.order_by("pk")] == ["oui", "retire"]

    def test_asked_for_says_nothing_where_she_never_agreed(self, membre: Membre) -> None:
        qui = person_of(membre, now=NOW)
        ask_erasure(actor=membre.compte, personne_id=qui.pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=NOW)

        assert not AccordRappel.objects.exists()


class TestTheNight:
    def test_asks_for_every_structure_then_goes_on(self, membre: Membre, safi: Bilan, moteur: TwoLaws, capsys: pytest.CaptureFixture[str]) -> None:
        options = type("Options", (), {"verbe": "lois", "avant": "2026-10", "apres": "2026-11"})()

        assert console.run(options) == 0
        assert capsys.readouterr().out == "1 structure(s) concernée(s).\n1 personne(s) relue(s), 0 en attente.\n"
        options.avant = options.apres = ""
        assert console.run(options) == 0
        assert capsys.readouterr().out == "0 personne(s) relue(s), 0 en attente.\n"

    def test_refuses_months_in_words(self, moteur: TwoLaws, capsys: pytest.CaptureFixture[str]) -> None:
        options = type("Options", (), {"verbe": "lois", "avant": "demain", "apres": "2026-11"})()

        assert console.run(options) == 2
        assert "Ces mois ne se comparent pas" in capsys.readouterr().err


def unreadable(questionnaire: Json) -> Estimation:
    raise SituationError([])


class Cut(TwoLaws):
    """An engine that is interrupted at the nth question."""

    def __init__(self, apres: int) -> None:
        super().__init__()
        self.apres = apres

    def estimate(self, questionnaire: Json) -> Estimation:
        if len(self.demandes) + 1 == self.apres:
            raise KeyboardInterrupt
        return super().estimate(questionnaire)
