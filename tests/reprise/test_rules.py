"""What a spreadsheet says: columns, words, days, amounts, and social security numbers that are never kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droits_ouverts.reprise import rules
from droits_ouverts.reprise.rules import Reglages

TODAY = date(2026, 11, 27)
LIBELLES = {"rsa": "Revenu de solidarité active (RSA)", "aides_logement": "Aide au logement (APL, ALF, ALS)", "aah": "Allocation aux adultes handicapés (AAH)"}


class TestColumns:
    @pytest.mark.parametrize(
        ("entete", "champ"),
        [
            ("Prénom", "prenom"),
            ("NOM", "nom"),
            ("Nom et prénom", "nom_complet"),
            ("Né(e) le", "naissance"),
            ("DDN", "naissance"),
            ("Aide demandée", "droit"),
            ("Avancement", "etat"),
            ("Où en est le droit", "etat"),
            ("Dans cet état depuis le", "etat_le"),
            ("Demande déposée le", "demande_le"),
            ("Montant par mois", "montant"),
            ("Jour de l’accord de la personne", "accord_le"),
            ("Consentement", "accord_mode"),
            ("Numéro de dossier", "numero"),
            ("Observations", "mots"),
            ("Couleur du classeur", ""),
        ],
    )
    def test_headers_say_what_they_are(self, entete: str, champ: str) -> None:
        assert rules.propose([entete], {}) == [champ]

    def test_what_was_confirmed_wins_and_each_meaning_comes_once(self) -> None:
        assert rules.propose(["Prénom", "Prénom usuel", "Bidule"], {"bidule": "nom"}) == ["prenom", "", "nom"]


class TestWords:
    @pytest.mark.parametrize(
        ("mot", "etat"),
        [("RSA ok", "verse"), ("Payé", "verse"), ("Refusé", "refuse"), ("en attente CAF", "en_instruction"), ("demande envoyée", "depose"), ("?", "")],
    )
    def test_a_state(self, mot: str, etat: str) -> None:
        assert rules.propose_state(mot, {}) == etat

    def test_a_name_of_ours_is_read_as_it_is_written(self) -> None:
        assert rules.propose_state("Pas voulu par la personne", {"choisi": "Voulu par la personne", "ecarte": "Pas voulu par la personne"}) == "ecarte"

    @pytest.mark.parametrize(("mot", "code"), [("RSA ok", "rsa"), ("apl", "aides_logement"), ("Allocation aux adultes handicapés (AAH)", "aah"), ("truc", "")])
    def test_a_right(self, mot: str, code: str) -> None:
        assert rules.propose_right(mot, LIBELLES) == code


class TestCells:
    @pytest.mark.parametrize(
        ("texte", "jour"),
        [
            ("31/12/1990", date(1990, 12, 31)),
            ("1990-12-31", date(1990, 12, 31)),
            ("1990-12-31T00:00:00", date(1990, 12, 31)),
            ("1.2.90", date(1990, 2, 1)),
            ("01/02/26", date(2026, 2, 1)),
            ("33238", date(1990, 12, 31)),
            ("31/02/1990", None),
            ("hier", None),
            ("12345678", None),
        ],
    )
    def test_a_day(self, texte: str, jour: date | None) -> None:
        assert rules.read_date(texte) == jour

    @pytest.mark.parametrize(
        ("texte", "valeur"), [("1 234,50 €", Decimal("1234.50")), ("635.7", Decimal("635.7")), ("-3", None), ("1e999", None), ("NaN", None), ("beaucoup", None)]
    )
    def test_an_amount(self, texte: str, valeur: Decimal | None) -> None:
        assert rules.read_amount(texte) == valeur

    @pytest.mark.parametrize(
        ("texte", "deux"),
        [("DUPONT Marie", ("Marie", "DUPONT")), ("Marie Dupont", ("Marie", "Dupont")), ("LE GOFF, Anne Lise", ("Anne Lise", "LE GOFF")), ("Awa", ("Awa", ""))],
    )
    def test_a_name_in_one_cell(self, texte: str, deux: tuple[str, str]) -> None:
        assert rules.split_name(texte) == deux

    def test_the_mark_of_our_export_is_taken_off_and_nothing_else(self) -> None:
        assert rules.unmarked("'=Safi") == "=Safi"
        assert rules.unmarked("'t Hooft") == "'t Hooft"
        assert rules.unmarked("a\x07b\r\n c") == "a b c"

    @given(st.text(max_size=40))
    def test_nothing_that_is_typed_makes_it_fall(self, texte: str) -> None:
        rangees = rules.read_rows(
            ["Nom", "Né le", "Aide", "Statut", "Montant"], [[texte] * 5], Reglages(colonnes=["nom", "naissance", "droit", "etat", "montant"]), today=TODAY
        )

        assert len(rangees) == bool(texte.strip())


class TestSocialSecurityNumbers:
    @pytest.mark.parametrize("nir", ["190126938307812", "1 90 12 69 383 078 12", "2.85.05.2A.004.123", "2850578006084", "1-90-12-69-383-078"])
    def test_are_left_out_with_their_column(self, nir: str) -> None:
        propres, refusees = rules.without_nir([["Nom", "Divers"], ["Ba", "rien"], ["Sow", f"son numéro {nir}"]])

        assert refusees == ["Divers"]
        assert propres == [["Nom", "Divers"], ["Ba", ""], ["Sow", ""]]

    @pytest.mark.parametrize("entete", ["NIR", "N° de sécurité sociale", "N° SS", "Num sécu"])
    def test_by_the_name_of_the_column(self, entete: str) -> None:
        assert rules.without_nir([["Nom", entete], ["Ba", "illisible"]])[0][1] == ["Ba", ""]

    @pytest.mark.parametrize("autre", ["0601020304", "31/12/1990", "69200", "1234567", "FR7630006000011234567890189"])
    def test_a_telephone_a_day_a_town_are_kept(self, autre: str) -> None:
        assert rules.without_nir([["Nom", "Divers"], ["Ba", autre]])[1] == []


class TestRows:
    def _row(self, *cellules: str, **reste: object) -> rules.Rangee:
        reglages = Reglages(
            colonnes=["prenom", "nom", "droit_etat", "accord_mode"],
            droits={"rsa ok": "rsa"},
            etats={"rsa ok": "verse"},
            **reste,  # type: ignore[arg-type]  # its own fields
        )
        (rangee,) = rules.read_rows(["Prénom", "Nom", "Suivi", "Accord"], [cellules], reglages, today=TODAY)
        return rangee

    def test_one_cell_says_a_right_and_where_it_is(self) -> None:
        rangee = self._row("Awa", "Ba", "RSA OK", "oral")

        assert (rangee.droit, rangee.etat, rangee.accord_mode, rangee.fautes) == ("rsa", "verse", "oral", [])

    def test_each_fault_names_its_column_and_its_cell(self) -> None:
        rangee = self._row("", "", "APL ?", "non")

        assert [(faute.colonne, faute.valeur) for faute in rangee.fautes] == [("Nom", ""), ("Suivi", "APL ?"), ("Suivi", "APL ?"), ("Accord", "non")]
