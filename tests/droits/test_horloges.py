"""Waiting for an answer and contesting it: each clock is what the catalogue says, and what it does not say is never certain."""

from __future__ import annotations

from datetime import date

from droits_ouverts.delais.enums import Eloignement
from droits_ouverts.droits.enums import Effet, Grade, Juridiction, Sens
from droits_ouverts.droits.horloges_types import Decision, EtatHorloge, GenreHorloge, Statut
from tests.droits.horloges import clocks, kinds

G = GenreHorloge


class TestSilence:
    def test_c2s_is_granted_two_months_after_the_complete_file(self) -> None:
        found = clocks("c2s_sans_participation", Statut.DEMANDE, deposee_le=date(2026, 9, 1), recue_le=date(2026, 9, 2), complet_le=date(2026, 9, 21))

        accord = found["silences[0]"]
        assert (accord.regle.sens, accord.due_le, accord.certaine) == (Sens.ACCORD, date(2026, 11, 21), True)
        assert set(found) == {"silences[0]"}

    def test_c2s_whose_completeness_is_not_known_is_not_granted(self) -> None:
        accord = clocks("c2s_sans_participation", Statut.DEMANDE, deposee_le=date(2026, 9, 1), recue_le=date(2026, 9, 2))["silences[0]"]

        assert (accord.etat, accord.due_le, accord.manque, accord.certaine) == (EtatHorloge.SANS_DATE, None, ("complet_le",), False)

    def test_aah_is_refused_four_months_after_the_deposit_then_contested(self) -> None:
        avant = clocks("aah", Statut.DEMANDE, deposee_le=date(2026, 6, 15), on=date(2026, 10, 14))
        apres = clocks("aah", Statut.DEMANDE, deposee_le=date(2026, 6, 15), on=date(2026, 10, 15))

        assert set(avant) == {"silences[0]"}
        assert (avant["silences[0]"].regle.sens, avant["silences[0]"].due_le) == (Sens.REFUS, date(2026, 10, 15))
        assert set(apres) == {"silences[0]", "recours[0].prealable"}
        recours = apres["recours[0].prealable"]
        assert (recours.depart_le, recours.due_le, recours.regle.juridiction) == (date(2026, 10, 15), date(2026, 12, 15), Juridiction.POLE_SOCIAL)

    def test_aah_has_a_second_silence_after_the_decision_on_the_handicap(self) -> None:
        found = clocks("aah", Statut.DECIDE, decision=Decision.ACCORD, decision_le=date(2026, 9, 15))

        assert (found["silences[1]"].due_le, found["recours[1].prealable"].due_le) == (date(2026, 10, 15), date(2026, 12, 15))
        assert "recours[0].prealable" not in found

    def test_dalo_and_daho_are_counted_from_the_acknowledgement(self) -> None:
        dalo = clocks("dalo", Statut.DEMANDE, deposee_le=date(2026, 8, 20), recue_le=date(2026, 8, 24))
        daho = clocks("daho", Statut.DEMANDE, deposee_le=date(2026, 10, 1), recue_le=date(2026, 10, 5))

        assert (dalo["silences[0]"].due_le, dalo["recours[0].juge"].due_le) == (date(2026, 11, 24), date(2027, 1, 25))
        assert (daho["silences[0]"].due_le, daho["recours[0].juge"].due_le) == (date(2026, 11, 16), date(2027, 1, 18))
        assert (dalo["silences[0]"].certaine, daho["silences[0]"].certaine) == (True, False)

    def test_what_silence_means_for_an_address_is_not_known_so_it_is_read_as_a_refusal(self) -> None:
        found = clocks("domiciliation", Statut.DEMANDE, deposee_le=date(2026, 9, 1), recue_le=date(2026, 9, 1))

        silence = found["silences[0]"]
        assert (silence.regle.sens, silence.regle.supposee, silence.regle.grade, silence.certaine) == (None, True, Grade.A_VERIFIER, False)
        assert silence.due_le == date(2026, 11, 1)
        assert not found["recours[0].juge"].certaine

    def test_without_an_acknowledgement_a_refusal_is_counted_from_the_deposit_and_is_not_certain(self) -> None:
        silence = clocks("aspa", Statut.DEMANDE, deposee_le=date(2026, 7, 1))["silences[0]"]

        assert (silence.depart_le, silence.certaine) == (date(2026, 7, 1), False)
        assert clocks("aspa", Statut.DEMANDE, deposee_le=date(2026, 7, 1), recue_le=date(2026, 7, 3))["silences[0]"].certaine

    def test_a_grant_is_never_counted_from_a_mere_deposit(self) -> None:
        titre = clocks("asf", Statut.DEMANDE, deposee_le=date(2026, 7, 1), demande=1)["silences[1]"]

        assert (titre.regle.sens, titre.etat, titre.manque) == (Sens.ACCORD, EtatHorloge.SANS_DATE, ("recue_le",))

    def test_papers_that_are_awaited_stop_it_and_are_left_out_once_given(self) -> None:
        faits = {"deposee_le": date(2026, 10, 5), "recue_le": date(2026, 10, 5), "pieces_demandees_le": date(2026, 10, 19)}

        attend = clocks("rsa", Statut.DEMANDE, **faits)["silences[0]"]
        donne = clocks("rsa", Statut.DEMANDE, **faits, complet_le=date(2026, 11, 2))["silences[0]"]

        assert (attend.etat, attend.due_le, attend.manque) == (EtatHorloge.SUSPENDUE, None, ("complet_le",))
        assert (donne.due_le, donne.certaine) == (date(2026, 12, 19), False)

    def test_over_indebtedness_has_no_silence_but_a_time_to_answer(self) -> None:
        found = clocks("surendettement", Statut.DEMANDE, deposee_le=date(2026, 10, 5))

        assert kinds(found) == {G.DELAI_TRAITEMENT}
        assert found["delai"].due_le == date(2027, 1, 5)

    def test_an_answer_stops_it(self) -> None:
        for faits in ({"decision": Decision.REFUS}, {"decision_le": date(2026, 11, 1)}, {"ouvert_le": date(2026, 11, 1)}, {"verse_le": date(2026, 11, 1)}):
            assert G.SILENCE not in kinds(clocks("rsa", Statut.DEMANDE, deposee_le=date(2026, 8, 1), recue_le=date(2026, 8, 1), **faits))


class TestAppeals:
    REFUS = {"decision": Decision.REFUS, "decision_notifiee_le": date(2026, 9, 10)}

    def test_a_compulsory_appeal_comes_alone_and_is_counted_without_the_day_more(self) -> None:
        found = clocks("rsa", Statut.DECIDE, **self.REFUS)

        assert set(found) == {"recours[0].prealable"}
        # 10 November, where a délai franc would say the 12th.
        assert found["recours[0].prealable"].due_le == date(2026, 11, 10)
        assert not found["recours[0].prealable"].certaine

    def test_an_optional_appeal_leaves_the_judge_open_for_the_same_days(self) -> None:
        found = clocks("fsl_acces", Statut.DECIDE, **self.REFUS)

        assert {cle: horloge.due_le for cle, horloge in found.items()} == {
            "recours[0].prealable": date(2026, 11, 12),
            "recours[0].juge": date(2026, 11, 12),
        }

    def test_filed_in_time_it_waits_for_two_months_then_for_the_judge(self) -> None:
        faits = {**self.REFUS, "recours_depose_le": date(2026, 9, 20), "recours_recu_le": date(2026, 9, 22)}

        attend = clocks("rsa", Statut.DECIDE, **faits, on=date(2026, 11, 21))
        rejete = clocks("rsa", Statut.DECIDE, **faits, on=date(2026, 11, 22))

        assert {cle: horloge.due_le for cle, horloge in attend.items()} == {"recours[0].reponse": date(2026, 11, 22)}
        assert rejete["recours[0].juge"].due_le == date(2027, 1, 25)
        assert rejete["recours[0].reponse"].certaine

    def test_a_written_rejection_is_where_the_judge_is_counted_from(self) -> None:
        found = clocks(
            "fsl_acces", Statut.DECIDE, **self.REFUS, recours_depose_le=date(2026, 9, 20), recours_decision_notifiee_le=date(2026, 12, 1), on=date(2026, 12, 2)
        )

        assert {cle: horloge.due_le for cle, horloge in found.items()} == {"recours[0].juge": date(2027, 2, 2)}

    def test_an_optional_appeal_sent_too_late_starts_nothing_again(self) -> None:
        found = clocks("fsl_acces", Statut.DECIDE, **self.REFUS, recours_depose_le=date(2026, 11, 13))

        assert {cle: horloge.due_le for cle, horloge in found.items()} == {"recours[0].juge": date(2026, 11, 12)}

    def test_a_compulsory_appeal_sent_too_late_is_said_to_be(self) -> None:
        found = clocks("prime_activite", Statut.DECIDE, **self.REFUS, recours_depose_le=date(2026, 11, 12))

        assert found["recours[0].prealable"].tardive
        assert not any(horloge.certaine for horloge in found.values())

    def test_the_postmark_of_the_last_day_is_in_time(self) -> None:
        found = clocks("fsl_acces", Statut.DECIDE, **self.REFUS, recours_depose_le=date(2026, 11, 12), recours_recu_le=date(2026, 11, 16))

        assert {cle: horloge.due_le for cle, horloge in found.items()} == {"recours[0].reponse": date(2027, 1, 16)}

    def test_a_school_grant_leaves_fifteen_days(self) -> None:
        found = clocks("bourse_lycee", Statut.DECIDE, decision=Decision.REFUS, decision_notifiee_le=date(2026, 11, 12))

        assert found["recours[0].prealable"].due_le == date(2026, 11, 27)

    def test_money_asked_back_has_its_own_appeal_which_suspends(self) -> None:
        found = clocks("rsa", Statut.DECIDE, decision=Decision.TROP_PERCU, decision_notifiee_le=date(2026, 11, 2))

        assert set(found) == {"recours[1].prealable"}
        assert found["recours[1].prealable"].regle.suspensif is Effet.OUI
        assert set(clocks("aspa", Statut.DECIDE, decision=Decision.TROP_PERCU, decision_notifiee_le=date(2026, 11, 2))) == {"recours[0].prealable"}

    def test_a_judge_is_seized_directly_where_the_law_says_so(self) -> None:
        found = clocks("surendettement", Statut.DECIDE, decision=Decision.REFUS, decision_notifiee_le=date(2026, 3, 2))

        assert {cle: horloge.due_le for cle, horloge in found.items()} == {"recours[0].juge": date(2026, 3, 17)}
        assert clocks("surendettement", Statut.DECIDE, decision=Decision.REFUS, decision_notifiee_le=date(2027, 1, 30), recours=(1,))[
            "recours[1].juge"
        ].due_le == date(2027, 3, 1)

    def test_going_to_court_ends_what_has_no_first_step(self) -> None:
        assert clocks("surendettement", Statut.DECIDE, **self.REFUS, recours_depose_le=date(2026, 9, 12)) == {}

    def test_an_urgent_application_has_no_delay_and_says_so(self) -> None:
        juge = clocks("hebergement_siao", Statut.DECIDE, **self.REFUS)["recours[0].juge"]

        assert (juge.etat, juge.due_le) == (EtatHorloge.SANS_DELAI, None)

    def test_what_was_recognised_and_does_not_come_opens_a_court_after_its_time(self) -> None:
        accord = {"decision": Decision.ACCORD, "decision_le": date(2026, 1, 15)}

        avant, apres = clocks("dalo", Statut.DECIDE, **accord, on=date(2026, 7, 14)), clocks("dalo", Statut.DECIDE, **accord)

        assert {cle: horloge.due_le for cle, horloge in avant.items()} == {"execution[0]": date(2026, 7, 15)}
        juge = apres["recours[1].juge"]
        assert (juge.due_le, juge.prudence_le, juge.certaine) == (date(2026, 11, 16), date(2026, 11, 13), False)
        assert clocks("dalo", Statut.OUVERT, **accord, ouvert_le=date(2026, 8, 1)).keys().isdisjoint({"execution[0]", "recours[1].juge"})

    def test_a_decision_that_does_not_say_how_to_contest_leaves_a_year_that_is_not_to_be_counted_on(self) -> None:
        muette = clocks("fsl_acces", Statut.DECIDE, **self.REFUS, voies_indiquees=False)["recours[0].juge"]

        assert (muette.due_le, muette.raisonnable_le, muette.certaine) == (date(2026, 11, 12), date(2027, 9, 10), False)
        assert clocks("fsl_acces", Statut.DECIDE, **self.REFUS, voies_indiquees=True)["recours[0].juge"].raisonnable_le is None
        # A social-security court has other rules.
        assert clocks("aspa", Statut.DECIDE, **self.REFUS, voies_indiquees=False)["recours[0].prealable"].raisonnable_le is None

    def test_whoever_lives_overseas_has_a_month_more_before_the_court_only(self) -> None:
        found = clocks("fsl_acces", Statut.DECIDE, **self.REFUS, eloignement=Eloignement.OUTRE_MER)

        assert (found["recours[0].prealable"].due_le, found["recours[0].juge"].due_le) == (date(2026, 11, 12), date(2026, 12, 11))

    def test_a_decision_whose_day_of_reception_is_not_known_is_counted_from_its_own_and_is_not_certain(self) -> None:
        su = clocks("aspa", Statut.DECIDE, decision=Decision.REFUS, decision_le=date(2026, 9, 8), decision_notifiee_le=date(2026, 9, 10))
        non_su = clocks("aspa", Statut.DECIDE, decision=Decision.REFUS, decision_le=date(2026, 9, 8))

        assert (su["recours[0].prealable"].depart_le, su["recours[0].prealable"].certaine) == (date(2026, 9, 10), True)
        assert (non_su["recours[0].prealable"].depart_le, non_su["recours[0].prealable"].certaine) == (date(2026, 9, 8), False)

    def test_a_refusal_without_any_day_asks_for_it(self) -> None:
        found = clocks("aspa", Statut.DECIDE, decision=Decision.REFUS)

        assert {cle: (horloge.etat, horloge.manque) for cle, horloge in found.items()} == {
            "recours[0].prealable": (EtatHorloge.SANS_DATE, ("decision_notifiee_le",))
        }

    def test_what_is_granted_is_not_contested(self) -> None:
        assert clocks("aspa", Statut.DECIDE, decision=Decision.ACCORD, decision_notifiee_le=date(2026, 9, 10)) == {}
