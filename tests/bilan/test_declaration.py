"""What must be told later, and what a delay would cost: sentences that answer a fear, from values alone."""

from __future__ import annotations

import pytest

from droits_ouverts.bilan import declaration, presentation
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.declarer import FICHIER, load_declarer, read_declarer
from droits_ouverts.droits.enums import Grade, Sens
from droits_ouverts.droits.problemes import CatalogueError
from tests.bilan.courbes import courbe
from tests.bilan.estimations import COMPLETE, PRIME, estimation


class TestExamples:
    def test_are_computed_for_the_rights_she_wants_only(self) -> None:
        cinq, dix = declaration.examples(courbe(), ["aides_logement"]) or []

        assert cinq.hausse == "5 heures de plus par semaine au SMIC, environ 211\u00a0€ de plus par mois"
        # The aid falls by a tenth of the rise: 21.1 € a month, 63.3 € in three.
        assert cinq.retards == ("Dit 1 mois trop tard : environ 21\u00a0€ à rendre.", "Dit 3 mois trop tard : environ 63\u00a0€ à rendre.")
        assert cinq.droits == ("Aide au logement (APL, ALF, ALS)",)
        assert "10 heures" in dix.hausse

    def test_a_right_that_ends_is_counted_whole(self) -> None:
        (dix,) = declaration.examples(courbe(), ["prime_activite"]) or []

        # 5 hours more leave it whole, 10 end it: 250 € a month for nothing.
        assert dix.hausse.startswith("10 heures")
        assert dix.retards[1] == "Dit 3 mois trop tard : environ 750\u00a0€ à rendre."

    def test_nothing_to_give_back_is_no_example_and_an_unknown_wage_gives_none(self) -> None:
        assert declaration.examples(courbe(), ["asf"]) == []
        assert declaration.examples(courbe(actuel=None), ["aides_logement"]) is None


class TestSilence:
    def test_a_refusal_by_silence_always_comes_with_the_next_step(self) -> None:
        silences = [s for droit in load_catalogue().values() for s in droit.silences if s.sens is Sens.REFUS and s.apres]

        assert silences
        for silence in silences:
            assert str(silence.apres) in declaration.silence_said(silence)
            assert "ce n’est pas un non de l’organisme" in declaration.silence_said(silence)
            assert "contestez" in declaration.silence_said(silence)

    def test_what_nobody_knows_is_not_said(self) -> None:
        inconnus = [s for droit in load_catalogue().values() for s in droit.silences if s.sens is None or s.apres is None]

        assert {declaration.silence_said(silence) for silence in inconnus} == {""}


class TestStatements:
    def test_each_has_a_title_a_grade_and_a_source_unless_it_is_to_check(self) -> None:
        conseils = load_declarer()
        tous = [*conseils.a_dire, *conseils.quand, *conseils.erreur, *conseils.dette, *conseils.limites]

        assert len(tous) >= 15
        for conseil in tous:
            assert conseil.titre
            assert conseil.texte
            assert conseil.source or conseil.grade is Grade.A_VERIFIER

    @pytest.mark.parametrize(
        ("avant", "apres", "cle"),
        [
            ("    source: null\n    source_le: null\n    grade: a_verifier", "    source: null\n    source_le: null\n    grade: verifie", "quand[2].source"),
            ("  - titre: Étalez", "  - titre: Étalez\n    couleur: bleu", "dette[5].couleur"),
        ],
    )
    def test_a_certainty_without_a_source_or_a_stray_key_is_refused(self, avant: str, apres: str, cle: str) -> None:
        texte = FICHIER.read_text(encoding="utf-8")
        assert avant in texte

        with pytest.raises(CatalogueError) as refus:
            read_declarer(texte.replace(avant, apres, 1))

        assert [probleme.cle for probleme in refus.value.problemes] == [cle]


class TestGeneralNotes:
    def test_a_note_that_many_cards_share_is_told_once(self) -> None:
        from dataclasses import replace

        partagee = [replace(PRIME, code=code, avertissements=("Montant de 2025.",)) for code in ("rsa", "asf", "ars", "cmi", "lep")]
        seule = replace(PRIME, avertissements=("Pour les moins de 25 ans.",))

        cartes, generales = presentation.without_general(presentation.cards(estimation(*partagee, seule), {}))

        assert generales == ["Montant de 2025."]
        assert [carte.notes for carte in cartes if carte.notes] == [("Pour les moins de 25 ans.",)]

    def test_each_group_is_ordered_by_what_a_month_of_delay_loses_then_by_worth(self) -> None:
        cartes = presentation.cards(COMPLETE, {})
        perdus = {droit.code: droit.perdu_par_mois for droit in COMPLETE.droits}

        for etat in presentation.Etat:
            groupe = [perdus[carte.code] for carte in cartes if carte.groupe is etat]
            assert groupe == sorted(groupe, reverse=True)


def test_apostrophes_are_those_of_print() -> None:
    assert presentation.unbroken("L'aide n'est pas « 'là' » !") == "L’aide n’est pas «\u00a0'là'\u00a0»\u00a0!".replace("«\u00a0", "« ")
