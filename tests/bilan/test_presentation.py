"""What an estimate says to a person: conditional, ordered, never a no that nobody said."""

from __future__ import annotations

import pytest

from droits_ouverts.bilan import presentation
from droits_ouverts.bilan.presentation import Etat
from droits_ouverts.engine.formules.types import Grade, Versement
from droits_ouverts.engine.results import Intervalle, Manquant, Statut
from tests.bilan import estimations
from tests.bilan.estimations import ASF, COMPLETE, EN_ERREUR, PRIME, RECU, RSA, droit, estimation

PRENOMS = {"p1": "Awa", "p2": "Moussa"}


class TestState:
    @pytest.mark.parametrize(
        ("un", "etat"),
        [(PRIME, Etat.PROBABLE), (ASF, Etat.A_VERIFIER), (RSA, Etat.HORS), (RECU, Etat.RECU), (EN_ERREUR, Etat.A_VERIFIER)],
    )
    def test_follows_the_answer(self, un: estimations.EstimationDroit, etat: Etat) -> None:
        assert presentation.state_of(un) is etat

    @pytest.mark.parametrize("statut", list(Statut))
    def test_an_error_is_never_a_no(self, statut: Statut) -> None:
        assert presentation.state_of(droit("rsa", "RSA", statut, erreur="Panne.")) is Etat.A_VERIFIER


class TestHeadline:
    @pytest.mark.parametrize(
        ("total", "phrase"),
        [
            (Intervalle(min=610.2, max=720.2), "Awa pourrait recevoir de 610 à 721\u00a0€ de plus par mois"),
            (Intervalle(min=394.2, max=394.2), "Awa pourrait recevoir environ 394\u00a0€ de plus par mois"),
            (Intervalle(min=0, max=1402), "Awa pourrait recevoir jusqu’à 1\u202f402\u00a0€ de plus par mois"),
            (Intervalle(min=0, max=0.4), "Awa pourrait avoir 1 droit de plus"),
            (None, "Awa pourrait avoir 1 droit de plus"),
        ],
    )
    def test_gives_the_interval_in_the_conditional(self, total: Intervalle | None, phrase: str) -> None:
        assert presentation.headline(estimation(PRIME, RSA, total=total), "Awa") == phrase

    def test_without_anything_sure_it_asks_for_more(self) -> None:
        assert presentation.headline(estimation(ASF), "") == "Il faut d’autres réponses pour savoir ce que cette personne pourrait recevoir"
        assert presentation.headline(estimation(RSA), "") == "Pour l’instant, aucun nouveau droit n’apparaît dans cette situation"

    def test_says_what_a_month_of_delay_would_lose(self) -> None:
        assert presentation.sub_headline(COMPLETE) == (
            "2 droits à demander. 2 droits à vérifier. Chaque mois d’attente ferait perdre environ 321\u00a0€, qui ne seraient pas rattrapés."
        )


class TestCards:
    def test_come_in_the_order_in_which_they_help(self) -> None:
        assert [carte.code for carte in presentation.cards(COMPLETE, PRENOMS)] == ["prime_activite", "aides_logement", "asf", "cmi", "ars", "rsa"]

    def test_what_hangs_on_a_special_situation_comes_after_the_ordinary_rights_to_check(self) -> None:
        aah = droit(
            "aah",
            "Allocation aux adultes handicapés (AAH)",
            Statut.INDETERMINE,
            versement=Versement.MENSUEL,
            montant_mensuel=Intervalle(min=0, max=1041),
            manquants=(Manquant(fait="taux_incapacite", entite="p1", question="Quel est votre taux d’incapacité ?"),),
        )

        cartes = presentation.cards(estimation(aah, ASF), PRENOMS)

        assert [carte.code for carte in cartes] == ["asf", "aah"]

    def test_say_who_decides_why_and_what_is_missing(self) -> None:
        par_code = {carte.code: carte for carte in presentation.cards(COMPLETE, PRENOMS)}

        assert par_code["prime_activite"].decide_par
        assert par_code["prime_activite"].pourquoi == ("Vous travaillez.",)
        assert par_code["rsa"].pourquoi == ("Vos ressources dépassent le montant prévu.",)
        assert par_code["asf"].manquantes[0].question == "Est-ce que Moussa vit aussi la moitié du temps chez son autre parent\u00a0?"
        assert par_code["asf"].manquantes[0].ancre == "q-p2-garde-alternee"
        assert par_code["cmi"].erreur
        assert par_code["aides_logement"].barre == presentation.Barre(minimum=216, maximum=326, echelle=500)
        assert par_code["prime_activite"].barre is None

    def test_a_right_not_in_this_situation_shows_no_amount(self) -> None:
        hors = droit("rsa", "RSA", Statut.NON_ELIGIBLE, montant_mensuel=Intervalle(min=0, max=600))

        assert presentation.cards(estimation(hors), {})[0].montant == ""

    def test_a_rule_to_check_says_so(self) -> None:
        douteux = droit("rsa", "RSA", Statut.ELIGIBLE, grade=Grade.A_VERIFIER, a_droit_constant=True, avertissements=("Montant de 2025.",))

        notes = presentation.cards(estimation(douteux), {})[0].notes

        assert notes[0] == "Montant de 2025."
        assert len(notes) == 3

    def test_a_right_without_a_rule_is_named_apart_never_as_a_no(self) -> None:
        noms = presentation.not_computed(estimation(PRIME, RSA))

        assert "Chèque énergie" in noms
        assert PRIME.libelle not in noms
        assert len(noms) == len(presentation.load_catalogue()) - 2

    def test_a_name_replaces_whole_identifiers_only(self) -> None:
        assert presentation.question_text("p2", "p2 et p22 ?", {"p2": "Moussa"}) == "Moussa et p22\u00a0?"


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Votre situation est dans la liste : bourse ou AME.", "Votre situation est dans la liste\u00a0: bourse ou AME."),
        ("Sous 11 000 € par an, pour 2 enfants.", "Sous 11\u202f000\u00a0€ par an, pour 2 enfants."),
        ("Appelez le 3230 ; 2 mois, puis 3 mois.", "Appelez le 3230\u00a0; 2 mois, puis 3 mois."),
    ],
)
def test_a_sign_never_begins_a_line_and_a_number_is_never_cut(texte: str, attendu: str) -> None:
    assert presentation.unbroken(texte) == attendu
