"""The commune field understands what people type."""

from __future__ import annotations

import pytest

from droits_ouverts.bilan import communes


class TestFind:
    @pytest.mark.parametrize(
        ("texte", "code"),
        [
            ("Vénissieux", "69259"),
            ("venissieux ", "69259"),
            ("69259", "69259"),
            ("69200", "69259"),
            ("St Priest", "69290"),
            ("Vaulx en Velin", "69256"),
            ("Lyon 7", "69387"),
            ("Lyon 7e", "69387"),
            ("lyon 7ème arrondissement", "69387"),
            ("69007", "69387"),
            ("Lyon", "69123"),
            ("Grenoble", "38185"),
            ("Grenoble (38185)", "38185"),
        ],
    )
    def test_takes_names_and_numbers(self, texte: str, code: str) -> None:
        assert communes.find(texte) == code

    @pytest.mark.parametrize("texte", ["", "Nulle part", "99999", "Ville (99999)"])
    def test_refuses_what_is_no_commune(self, texte: str) -> None:
        assert communes.find(texte) is None

    def test_a_number_of_two_communes_of_the_metropole_is_asked_again(self) -> None:
        assert communes.find("69100") is None
        assert communes.suggestions("69100") == ["Villeurbanne", "Irigny"]

    def test_what_is_written_back_is_understood(self) -> None:
        for code in ("69259", "69387", "69123", "38185"):
            assert communes.find(communes.written(code)) == code

    def test_the_field_offers_the_arrondissements_and_not_lyon_itself(self) -> None:
        assert "Lyon 7e" in communes.options()
        assert "Lyon" not in communes.options()
        assert "Vénissieux" in communes.options()
