"""Who is in the list and who is not, and what came of the call: what stops a line stops it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from pytest_django import Settings

from droits_ouverts.bilan.enums import DecisionChoix
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.services_choix import choose_right
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.enums import ModeAccord, Obstacle
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.services_droits import ask_erasure
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.services_suite import note_call as note_after_care
from droits_ouverts.veille import selectors
from droits_ouverts.veille.enums import EtatRelecture
from droits_ouverts.veille.errors import LigneChangeError
from droits_ouverts.veille.models import AccordRappel, ComparaisonLois, DroitNouveau, Relecture
from droits_ouverts.veille.services import note_call
from droits_ouverts.veille.tasks import run_readings, run_waiting
from tests.factories.foyers import NOW
from tests.factories.structures import MembreFactory
from tests.factories.suivis import VERS_VERSE, followed
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


def _withdrawn(membre: Membre, bilan: Bilan) -> None:
    answered(membre, her(bilan), "retire", now=NOW)


def _erased_soon(membre: Membre, bilan: Bilan) -> None:
    ask_erasure(actor=membre.compte, personne_id=her(bilan).pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=NOW)


def _all_followed(membre: Membre, bilan: Bilan) -> None:
    for droit in TROIS:
        followed(membre, her(bilan), "choisi", droit=droit, now=NOW)


def _all_given_up(membre: Membre, bilan: Bilan) -> None:
    for droit in TROIS:
        followed(membre, her(bilan), "choisi", "depose", "renonce", droit=droit, now=NOW)


def _left_in_peace(membre: Membre, bilan: Bilan) -> None:
    paye = followed(membre, her(bilan), *VERS_VERSE, now=NOW)
    note_after_care(droit_suivi_id=paye.pk, actor=membre.compte, mois=1, resultat="ne_souhaite_pas", now=NOW + timedelta(minutes=1))


ARRETS: dict[str, Callable[[Membre, Bilan], None]] = {
    "withdrawn": _withdrawn,
    "asks to be erased": _erased_soon,
    "followed": _all_followed,
    "given up": _all_given_up,
    "wants no call": _left_in_peace,
}


class TestWhoIsNotListed:
    @pytest.mark.parametrize("arret", sorted(ARRETS))
    @pytest.mark.parametrize("quand", ["before", "after"])
    def test_stops_at_once(self, membre: Membre, safi: Bilan, moteur: TwoLaws, arret: str, quand: str) -> None:
        if quand == "before":
            ARRETS[arret](membre, safi)
        une = compared(membre, moteur, now=NOW)
        assert bool(listed(une)) is (quand == "after")
        if quand == "after":
            ARRETS[arret](membre, safi)

        assert listed(une) == set()
        assert selectors.counts_by_right(une, on=JOUR) == {}

    def test_the_rule_bites_on_somebody_who_did_not_agree(self, membre: Membre, safi: Bilan, moteur: TwoLaws, monkeypatch: pytest.MonkeyPatch) -> None:
        """Sabotaged: an agreement that is taken as in force whatever followed it lists her again."""
        une = compared(membre, moteur, now=NOW)
        Relecture.objects.update(etat=EtatRelecture.A_FAIRE, resultat_scelle="")
        monkeypatch.setattr("droits_ouverts.veille.services.forget_readings", lambda *_: None)
        _withdrawn(membre, safi)
        assert listed(une) == set()

        monkeypatch.setattr(selectors, "agreed", lambda ids, *, on: AccordRappel.objects.of_structures(ids).filter(reponse="oui"))

        assert listed(une) != set()

    def test_an_agreement_past_its_end_lists_nobody(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        une = compared(membre, moteur, now=NOW)

        assert listed(une, on=JOUR + timedelta(days=360)) != set()
        assert listed(une, on=JOUR + timedelta(days=361)) == set()

    def test_a_withdrawal_forgets_what_was_read(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        compared(membre, moteur, now=NOW)
        _withdrawn(membre, safi)

        assert not Relecture.objects.exists()
        assert not DroitNouveau.objects.exists()

    def test_the_night_forgets_whose_agreement_is_over(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        compared(membre, moteur, now=NOW)

        run_waiting(moteur=moteur, clock=lambda: NOW + timedelta(days=370))

        assert not Relecture.objects.exists()

    def test_a_right_refused_before_is_spoken_of_again(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        refuse = followed(membre, her(safi), "depose", "refuse", droit=NOUVEAU, now=NOW)

        lignes, _suite = selectors.lines_of(compared(membre, moteur, now=NOW), on=JOUR, droit=NOUVEAU)

        assert [ligne.nouveau.suivi_id for ligne in lignes] == [refuse.pk]  # type: ignore[attr-defined]  # annotated

    def test_what_she_set_aside_in_her_check_up_stays_aside(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        choose_right(bilan_id=safi.pk, actor=membre.compte, droit=NOUVEAU, decision=DecisionChoix.ECARTE, now=NOW)

        assert listed(compared(membre, moteur, now=NOW)) == {("Safi", PRECISE), ("Safi", A_PRECISER)}

    def test_each_structure_reads_its_own(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        voisin = MembreFactory.create(role=Role.RESPONSABLE)
        answered(voisin, her(finished(voisin, "Nora", now=NOW)), now=NOW)

        assert {qui for qui, _droit in listed(compared(membre, moteur, now=NOW))} == {"Safi"}
        assert {qui for qui, _droit in listed(compared(voisin, moteur, now=NOW))} == {"Nora"}


class TestTheCall:
    @pytest.mark.parametrize("suite", ["rappelee", "injoignable", "ne_veut_pas"])
    def test_ends_the_line_and_is_remembered(self, membre: Membre, safi: Bilan, moteur: TwoLaws, suite: str) -> None:
        une = compared(membre, moteur, now=NOW)
        ligne = DroitNouveau.objects.get(droit=NOUVEAU)
        note_call(actor=membre.compte, nouveau_id=ligne.pk, suite=suite, vu="", now=NOW)

        assert {droit for _qui, droit in listed(une)} == TROIS - {NOUVEAU}
        assert [(row.suite, identite.prenom) for row, identite in selectors.settled(une, on=JOUR)] == [(suite, "Safi")]
        Relecture.objects.update(etat=EtatRelecture.A_FAIRE, resultat_scelle="")
        run_readings(comparaison=une, moteur=moteur, actor=None, clock=lambda: NOW)
        assert {droit for _qui, droit in listed(une)} == TROIS - {NOUVEAU}

        autre = compared(membre, moteur, avant="2026-09", now=NOW)
        assert (("Safi", NOUVEAU) in listed(autre)) is (suite != "ne_veut_pas")

    def test_can_be_put_back(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        une = compared(membre, moteur, now=NOW)
        ligne = DroitNouveau.objects.get(droit=NOUVEAU)
        note_call(actor=membre.compte, nouveau_id=ligne.pk, suite="injoignable", vu="", now=NOW)
        note_call(actor=membre.compte, nouveau_id=ligne.pk, suite="", vu="injoignable", now=NOW)

        assert {droit for _qui, droit in listed(une)} == TROIS

    def test_two_people_at_once_do_not_erase_each_other(self, membre: Membre, safi: Bilan, moteur: TwoLaws) -> None:
        compared(membre, moteur, now=NOW)
        ligne = DroitNouveau.objects.get(droit=NOUVEAU)
        note_call(actor=membre.compte, nouveau_id=ligne.pk, suite="ne_veut_pas", vu="", now=NOW)

        note_call(actor=membre.compte, nouveau_id=ligne.pk, suite="ne_veut_pas", vu="", now=NOW)
        with pytest.raises(LigneChangeError):
            note_call(actor=membre.compte, nouveau_id=ligne.pk, suite="rappelee", vu="", now=NOW)
        with pytest.raises(LigneChangeError):
            note_call(actor=membre.compte, nouveau_id=ligne.pk, suite="autre", vu="ne_veut_pas", now=NOW)
        assert Ligne.objects.filter(verb="noter_rappel").count() == 1
