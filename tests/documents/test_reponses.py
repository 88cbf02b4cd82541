"""What a paper answers: what it says in its own words, and nothing that it does not."""

from __future__ import annotations

import pytest

from droits_ouverts.documents import lecture
from droits_ouverts.documents.reponses import DROITS, Genre, amount, is_old, kind_of, propose
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.questionnaire.schema import FAITS
from tests.documents.papiers_ecrits import ATTESTATION_CAF, AVIS, BULLETIN, written
from tests.factories.papiers import a_paper


def read(*pages: str) -> dict[tuple[str, str], object]:
    """What is proposed of a PDF of these pages, through the real reader: value by fact and month, rights gathered."""
    trouve: dict[tuple[str, str], object] = {}
    for une in propose(lecture.texts_of(written(*pages))):
        if une.fait == "droits_recus":
            trouve[une.fait, ""] = [*trouve.get((une.fait, ""), []), une.valeur]  # type: ignore[misc]  # a list of codes
        else:
            trouve[une.fait, une.mois] = une.valeur
    return trouve


class TestEachPaper:
    def test_an_attestation_tells_the_quotient_and_what_is_paid(self) -> None:
        assert read(ATTESTATION_CAF) == {
            ("quotient_familial_caf", ""): 456.0,
            # Neither what is at zero, nor what is withheld.
            ("droits_recus", ""): ["allocations_familiales", "prime_activite", "aides_logement"],
        }

    def test_a_payslip_tells_what_is_paid_before_tax(self) -> None:
        assert read(BULLETIN) == {("salaire_net", "2026-10"): 1464.95}

    def test_a_tax_notice_tells_the_reference_income(self) -> None:
        assert read(AVIS) == {("revenu_fiscal_reference", ""): 14208.0}

    @pytest.mark.parametrize(
        ("ligne", "euros"),
        [
            ("Revenu fiscal de référence de l'année 2025 : 14 208 €", 14208.0),
            ("Revenu fiscal de référence 2025    9 001", 9001.0),
            ("Revenu fiscal de référence : 2025 €", 2025.0),
        ],
    )
    def test_a_year_is_not_an_income(self, ligne: str, euros: float) -> None:
        (une,) = propose(["AVIS D'IMPÔT établi en 2026\n" + ligne])

        assert (une.valeur, une.annee) == (euros, 2025)

    @pytest.mark.parametrize(
        ("page", "annee"),
        [
            (AVIS, 2025),
            ("Avis d'impôt 2024 sur les revenus de l'année 2023\nRevenu fiscal de référence : 9 001", 2023),
            ("AVIS DE SITUATION DÉCLARATIVE 2026\nIMPÔT SUR LES REVENUS 2025\nRevenu fiscal de référence : 9 001", 2025),
            ("Avis d'impôt\nRevenu fiscal de référence : 9 001", 0),
        ],
    )
    def test_a_tax_notice_tells_which_incomes_it_is_about(self, page: str, annee: int) -> None:
        assert [une.annee for une in propose([page])] == [annee]

    @pytest.mark.parametrize(
        ("annee", "mois", "vieux"),
        [(2025, "2026-11", False), (2024, "2026-11", True), (2024, "2026-08", False), (2024, "2026-09", True), (2023, "2026-08", True), (0, "2026-11", False)],
    )
    def test_an_old_notice_is_said_to_be_old(self, annee: int, mois: str, *, vieux: bool) -> None:
        assert is_old(annee, mois) is vieux

    def test_on_its_second_page_too(self) -> None:
        (une,) = propose(["AVIS D’IMPÔT établi en 2026", "Revenu fiscal de référence : 9 001"])

        assert (une.page, une.valeur, une.passage) == (2, 9001.0, "Revenu fiscal de référence : 9 001")

    def test_a_photo_tells_nothing(self) -> None:
        assert propose(lecture.texts_of(a_paper().contenu)) == []

    def test_of_another_kind_tells_nothing(self) -> None:
        assert read("Attestation d'assurance\nRevenu fiscal de référence : 9 000 €\nNet à payer avant impôt 1 200,00") == {}
        assert kind_of([]) is None


class TestWords:
    @pytest.mark.parametrize(
        ("texte", "euros"),
        [("1 234,56", 1234.56), ("1\u202f234", 1234.0), ("1.234,56", 1234.56), ("1234.56", 1234.56), ("456", 456.0), ("12.345.678", 12345678.0), ("0,00", 0.0)],
    )
    def test_of_an_amount(self, texte: str, euros: float) -> None:
        assert amount(texte) == euros

    @pytest.mark.parametrize(
        ("texte", "euros"),
        [
            ("Quotient familial : 456 €", 456.0),
            ("Quotient familial (QF) : 1 203,00 euros", 1203.0),
            ("Votre quotient familial s'élève à 0 €", 0.0),
            ("Votre quotient familial du mois de novembre 2026 : 612 €", 612.0),
            ("Quotient familial 2026", None),
            ("Le quotient familial est calculé sur 2 parts", None),
        ],
    )
    def test_of_a_quotient(self, texte: str, euros: float | None) -> None:
        assert read(f"Attestation CAF\n{texte}") == ({("quotient_familial_caf", ""): euros} if euros is not None else {})

    @pytest.mark.parametrize(
        ("periode", "mois"),
        [
            ("Période du 01/10/2026 au 31/10/2026", "2026-10"),
            ("Période de paie : août 2026", "2026-08"),
            ("Bulletin de salaire - février 2026", "2026-02"),
            ("Période du 16/09/2026 au 15/10/2026", ""),
            ("Période du 01/13/2026 au 31/13/2026", ""),
            ("Entrée le 01/02/2019", ""),
        ],
    )
    def test_of_the_month_of_a_wage(self, periode: str, mois: str) -> None:
        voulu = {("salaire_net", mois): 900.0} if mois else {}

        assert read(f"Bulletin de paie\n{periode}\nNet à payer avant impôt sur le revenu : 900,00") == voulu

    @pytest.mark.parametrize("ligne", ["Net payé 1 445,19", "Net imposable 1 520,30", "Montant net social 1 482,70"])
    def test_of_another_net_are_not_taken_for_it(self, ligne: str) -> None:
        assert read(f"Bulletin de paie\nPériode du 01/10/2026 au 31/10/2026\n{ligne}") == {}

    def test_name_facts_and_rights_that_exist(self) -> None:
        assert {code for _, code in DROITS} <= REGLES.keys()
        assert {"revenu_fiscal_reference", "salaire_net", "quotient_familial_caf"} <= FAITS.keys()

    def test_a_text_made_to_last_is_read_at_once(self) -> None:
        hostile = "Avis d'impôt\n" + "revenu fiscal de référence " * 1400 + "\n" + "1 " * 20000

        assert kind_of([hostile]) is Genre.AVIS_IMPOT
        assert len(propose([hostile] * 6)) <= 1
