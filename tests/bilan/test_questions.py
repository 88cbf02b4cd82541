"""What a browser sends, understood; what it typed, kept."""

from __future__ import annotations

import pytest

from droits_ouverts.bilan.rules import REFUS
from droits_ouverts.bilan.web import questions as q
from droits_ouverts.engine.questionnaire.schema import FAITS

MOIS = "2026-11"


def sent(nom: str, data: dict[str, str], *, en_cours: bool = False) -> tuple[q.Question, q.Saisie]:
    fait = FAITS[nom]
    question = q.question_of(fait, "x", None, repondue=False, prenom=None, mois=MOIS)
    envoi = {cle.replace("@", f"x.{nom}"): valeur for cle, valeur in data.items()}
    return question, q.read(question, fait, "x", envoi, MOIS, en_cours=en_cours)


class TestRead:
    @pytest.mark.parametrize(
        ("nom", "data", "valeur"),
        [
            ("loyer", {"@": "valeur", "@:valeur": "420"}, 420),
            ("loyer", {"@": "valeur", "@:valeur": " 1 234,50 € "}, 1234.5),
            ("loyer", {"@": "zero"}, 0),
            ("loyer", {"@:valeur": "420"}, 420),
            ("loyer", {"@": "ne_sait_pas", "@:valeur": "420"}, None),
            ("loyer", {"@": "refus"}, REFUS),
            ("enceinte", {"@": "oui"}, True),
            ("enceinte", {"@": "non"}, False),
            ("activite", {"@": "v:actif"}, "actif"),
            ("commune", {"@": "valeur", "@:valeur": "venissieux"}, "69259"),
            ("annees_titre_sejour", {"@": "valeur", "@:valeur": "6 ans"}, 6),
            ("salaire_net", {"@": "valeur", "@:valeur": "900"}, 900),
            (
                "salaire_net",
                {"@": "par_mois", "@:2026-07": "900", "@:2026-09": "0"},
                {"2026-07": 900, "2026-08": None, "2026-09": 0, "2026-10": None, "2026-11": None},
            ),
        ],
    )
    def test_understands(self, nom: str, data: dict[str, str], valeur: object) -> None:
        question, saisie = sent(nom, data)

        assert saisie.reponse is not None
        assert saisie.reponse.valeur == valeur
        assert question.erreur == ""

    @pytest.mark.parametrize(
        ("nom", "data", "mots"),
        [
            ("loyer", {"@": "valeur", "@:valeur": "beaucoup"}, "« beaucoup » n’est pas compris"),
            ("loyer", {"@": "valeur", "@:valeur": "-3"}, "trop petit"),
            ("loyer", {"@": "valeur", "@:valeur": "50000"}, "trop grand"),
            ("loyer", {"@": "valeur", "@:valeur": "NaN"}, "n’est pas compris"),
            ("loyer", {"@": "valeur"}, "vide"),
            ("annees_titre_sejour", {"@": "valeur", "@:valeur": "2,5"}, "nombre entier"),
            ("commune", {"@": "valeur", "@:valeur": "69100"}, "Villeurbanne ou Irigny"),
            ("commune", {"@": "valeur", "@:valeur": "Atlantide"}, "pas reconnue"),
            ("salaire_net", {"@": "par_mois"}, "aucun mois"),
            ("salaire_net", {"@": "par_mois", "@:2026-08": "x"}, "En août 2026"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, nom: str, data: dict[str, str], mots: str) -> None:
        question, saisie = sent(nom, data)

        assert saisie.reponse is None
        assert mots in question.erreur
        assert question.texte == data.get("@:valeur", "")
        assert question.etat == data["@"]

    def test_what_is_still_being_typed_is_no_mistake(self) -> None:
        _question, saisie = sent("loyer", {"@": "valeur"}, en_cours=True)

        assert saisie == q.Saisie()

    def test_an_answer_that_does_not_exist_is_ignored(self) -> None:
        assert sent("enceinte", {"@": "peut-etre"})[1] == q.Saisie()


class TestShown:
    @pytest.mark.parametrize("nom", sorted(FAITS))
    def test_every_fact_has_both_ways_of_not_answering(self, nom: str) -> None:
        question = q.question_of(FAITS[nom], "x", None, repondue=False, prenom="Moussa", mois=MOIS)

        assert [option.libelle for option in question.sans_reponse] == ["Je ne sais pas", "Je préfère ne pas répondre"]
        assert question.propres
        assert "{" not in question.titre
        assert not question.repondue

    def test_months_are_named_in_full(self) -> None:
        question = q.question_of(FAITS["salaire_net"], "p1", {"2026-07": 900, "2026-11": None}, repondue=True, prenom=None, mois=MOIS)

        assert [mois.libelle for mois in question.mois] == ["en juillet 2026", "en août 2026", "en septembre 2026", "en octobre 2026", "en novembre 2026"]
        assert [mois.texte for mois in question.mois] == ["900", "", "", "", ""]
        assert question.etat == q.PAR_MOIS

    @pytest.mark.parametrize(
        ("nom", "valeur", "etat", "texte"),
        [
            ("loyer", 1234.5, "valeur", "1\u202f234,50"),
            ("loyer", 0, "zero", ""),
            ("loyer", None, "ne_sait_pas", ""),
            ("loyer", REFUS, "refus", ""),
            ("enceinte", False, "non", ""),
            ("activite", "actif", "v:actif", ""),
            ("commune", "69387", "valeur", "Lyon 7e"),
        ],
    )
    def test_a_stored_answer_is_shown_as_it_was_given(self, nom: str, valeur: object, etat: str, texte: str) -> None:
        question = q.question_of(FAITS[nom], "x", valeur, repondue=True, prenom=None, mois=MOIS)

        assert (question.etat, question.texte) == (etat, texte)
        assert [option.valeur for option in question.options if option.choisie] == [etat]
