"""The path of a right: what may follow, where moves lead, what must be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from droits_ouverts.suivi import rules
from droits_ouverts.suivi.enums import Etat, MotifDecision
from droits_ouverts.suivi.rules import Comptes, Montants, Pas, Position, in_force, position, state_of
from droits_ouverts.suivi.rules_saisie import Saisie, check_step
from tests.factories.suivis import TODAY, said
from tests.suivi.machine import counted

JOUR = date(2026, 9, 1)


def path(*vers: str) -> list[Pas]:
    return [Pas(rang=rang, vers=un, fait_le=JOUR + timedelta(days=rang)) for rang, un in enumerate(vers, 1)]


def corrected(moves: list[Pas], annule: int) -> list[Pas]:
    return [*moves, Pas(rang=len(moves) + 1, vers="", fait_le=JOUR, annule=annule)]


class TestSteps:
    def test_each_state_knows_what_may_follow(self) -> None:
        assert rules.SUITES.keys() == set(Etat.values)
        assert {vers for suites in rules.SUITES.values() for vers in suites} <= set(Etat.values) - {"annule"}

    def test_each_state_can_be_reached_from_the_beginning(self) -> None:
        atteints: set[str] = set()
        a_voir = list(rules.DEBUTS)
        while a_voir:
            un = a_voir.pop()
            if un not in atteints:
                atteints.add(un)
                a_voir += rules.SUITES[un]

        assert atteints == set(Etat.values) - {"annule"}

    def test_a_person_may_give_up_at_any_moment_once_she_asked(self) -> None:
        assert [etat for etat in rules.EN_COURS | rules.OUVERTS | {"refuse", "silence", "perdu"} if "renonce" not in rules.SUITES[etat]] == []

    def test_whoever_gave_up_may_come_back(self) -> None:
        assert "choisi" in rules.SUITES["renonce"]
        assert "choisi" in rules.SUITES["ecarte"]


class TestForce:
    def test_a_correction_takes_out_the_step_it_names(self) -> None:
        moves = corrected(path("choisi", "depose", "accorde"), 3)

        assert [pas.vers for pas in in_force(moves)] == ["choisi", "depose"]
        assert state_of(moves) == "depose"

    def test_after_a_correction_the_path_goes_on(self) -> None:
        moves = [*corrected(path("choisi", "depose", "accorde"), 3), Pas(rang=5, vers="refuse", fait_le=TODAY)]

        assert [pas.vers for pas in in_force(moves)] == ["choisi", "depose", "refuse"]

    def test_nothing_is_in_force_where_all_was_a_mistake(self) -> None:
        assert state_of(corrected(path("choisi"), 1)) is None
        assert position(corrected(path("choisi"), 1)) == Position(etat="annule")


class TestPosition:
    def test_it_is_opened_by_what_was_done_here(self) -> None:
        lue = position(path("choisi", "depose", "accorde", "verse"))

        assert lue == Position(etat="verse", etat_le=JOUR + timedelta(days=4), ouvert_le=JOUR + timedelta(days=3), verse_le=JOUR + timedelta(days=4))

    @pytest.mark.parametrize("chemin", [("verse",), ("repere", "verse"), ("choisi", "verse"), ("propose", "ecarte", "verse")])
    def test_what_was_paid_already_is_not_opened(self, chemin: tuple[str, ...]) -> None:
        lue = position(path(*chemin))

        assert lue.deja_ouvert
        assert lue.ouvert_le is None
        assert lue.verse_le == JOUR + timedelta(days=len(chemin))

    def test_what_was_paid_already_then_lost_and_asked_for_again_is_opened(self) -> None:
        lue = position(path("verse", "perdu", "depose", "accorde"))

        assert lue.deja_ouvert
        assert lue.ouvert_le == JOUR + timedelta(days=4)

    def test_silence_opens_nothing_before_it_is_written_as_a_grant(self) -> None:
        assert position(path("choisi", "depose", "silence")).ouvert_le is None
        assert position(path("choisi", "depose", "silence", "accorde")).ouvert_le == JOUR + timedelta(days=4)

    def test_keeping_is_told_apart_from_opening(self) -> None:
        lue = position(path("verse", "maintenu", "maintenu"))

        assert lue.maintenu_le == JOUR + timedelta(days=3)
        assert lue.ouvert_le is None


class TestCounts:
    def test_each_right_counts_where_it_stands(self) -> None:
        chemins = [
            path("choisi", "depose", "accorde", "verse", "maintenu"),
            path("verse"),
            path("choisi", "depose", "accorde", "verse", "perdu"),
            path("choisi", "en_preparation", "renonce"),
            path("ecarte"),
            corrected(path("choisi"), 1),
        ]

        comptes = counted(position(chemin) for chemin in chemins)

        assert comptes == Comptes(suivis=5, ouverts=2, verses=3, maintenus=1, perdus=1, renonces=1, ecartes=1)


class TestSaying:
    def test_a_good_step_has_no_mistake(self) -> None:
        for vers, avant in (("depose", "choisi"), ("accorde", "depose"), ("refuse", "depose"), ("renonce", "depose"), ("ecarte", "propose")):
            assert check_step(said(vers), path("propose", "choisi", "depose") if avant == "depose" else path(avant), today=TODAY) == {}

    def test_a_step_that_cannot_follow_is_refused(self) -> None:
        assert check_step(said("verse"), path("renonce"), today=TODAY).keys() == {"vers"}
        assert check_step(said("inconnu"), [], today=TODAY).keys() == {"vers"}

    @pytest.mark.parametrize(
        ("dit", "champ", "mot"),
        [
            (said("depose", TODAY + timedelta(days=1)), "fait_le", "futur"),
            (said("depose", JOUR), "fait_le", "l’étape d’avant"),
            (said("depose", date(26, 11, 1)), "fait_le", "trop ancien"),
            (said("depose", recu_le=TODAY + timedelta(days=2)), "recu_le", "futur"),
            (said("depose", recu_le=TODAY - timedelta(days=2)), "recu_le", "avant la demande"),
            (said("ecarte", motif_personne=""), "motif_personne", "Notez une raison"),
            (said("ecarte", motif_personne="paresse"), "motif_personne", "dans la liste"),
            (said("depose", motif_pro="autre"), "motif_pro", "ne va qu’avec"),
            (said("depose", motif_decision="budget"), "motif_decision", "ne va qu’avec"),
            (said("depose", preuve="cru"), "preuve", "dans la liste"),
            (said("accorde", preuve=""), "preuve", "comment vous le savez"),
            (said("depose", mots="a" * 501), "mots", "500"),
            (said("depose", montants=Montants(estime=Decimal(-1))), "estime", "pas possible"),
            (said("depose", montants=Montants(rappel=Decimal(10**7))), "rappel", "pas possible"),
            (said("accorde", debut_le=TODAY, fin_le=JOUR), "fin_le", "avant de commencer"),
        ],
    )
    def test_each_mistake_stands_beside_its_field(self, dit: Saisie, champ: str, mot: str) -> None:
        erreurs = check_step(dit, path("choisi"), today=TODAY)

        assert erreurs.keys() == {champ}
        assert mot in erreurs[champ]

    def test_a_decision_dated_before_the_request_says_so(self) -> None:
        erreurs = check_step(said("accorde", JOUR), path("choisi", "depose", "en_instruction"), today=TODAY)

        assert "avant la demande" in erreurs["fait_le"]

    def test_a_refusal_and_a_loss_say_what_the_institution_says(self) -> None:
        assert check_step(said("refuse", motif_decision=""), path("depose"), today=TODAY).keys() == {"motif_decision"}
        assert check_step(said("perdu", motif_decision=MotifDecision.NON_DIT.value), path("verse"), today=TODAY) == {}

    def test_who_gives_up_may_leave_the_reason_to_the_professional(self) -> None:
        assert check_step(replace(said("renonce"), motif_personne="", motif_pro="numerique"), path("depose"), today=TODAY) == {}

    def test_a_decision_is_received_after_it_is_taken(self) -> None:
        dit = said("refuse", TODAY - timedelta(days=3), notifie_le=TODAY - timedelta(days=5))

        assert check_step(dit, path("depose"), today=TODAY).keys() == {"notifie_le"}


class TestAmounts:
    def test_newer_amounts_stand_over_older_ones(self) -> None:
        avant, apres = Montants(estime=Decimal(180), net=Decimal(150)), Montants(accorde=Decimal("175.32"))

        assert avant.completed_by(apres) == Montants(estime=Decimal(180), net=Decimal(150), accorde=Decimal("175.32"))
        assert avant.completed_by(apres).mensuel == Decimal("175.32")
        assert avant.completed_by(apres).annuel == Decimal("2103.84")

    def test_they_come_back_from_their_envelope(self) -> None:
        montants = Montants(estime=Decimal("12.50"), rappel=Decimal(0))

        assert Montants.from_bytes(montants.to_bytes()) == montants
        assert not Montants()
        assert Montants(rappel=Decimal(0))


class TestCameBack:
    @pytest.mark.parametrize(
        ("pas", "ouvert", "deja"),
        [
            (("verse", "perdu", "verse"), False, True),
            (("repere", "perdu", "verse"), False, True),
            (("verse", "renonce", "choisi", "verse"), False, True),
            (("verse", "perdu", "depose", "verse"), True, True),
            (("verse", "perdu", "recours", "accorde"), True, True),
            (("choisi", "depose", "verse", "perdu", "verse"), True, False),
            (("choisi", "accorde", "verse"), True, False),
        ],
    )
    def test_what_came_back_by_itself_is_not_opened_by_anybody(self, pas: tuple[str, ...], ouvert: bool, deja: bool) -> None:
        lue = position(path(*pas))

        assert (lue.ouvert_le is not None, lue.deja_ouvert) == (ouvert, deja)
