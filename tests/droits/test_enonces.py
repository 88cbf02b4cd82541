"""Places and fingerprints of statements, and what looks personal in a comment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from droits_ouverts.droits import enonces
from droits_ouverts.droits.enums import Grade
from droits_ouverts.droits.services import all_droits, get


class TestPlaces:
    def test_every_statement_of_every_right_has_one_place(self) -> None:
        for droit in all_droits():
            placed = enonces.statements(droit)
            assert sorted(map(id, placed.values())) == sorted(map(id, droit.enonces))
            assert all(len(cle) < 40 for cle in placed)

    def test_a_place_reads_as_in_the_file(self) -> None:
        assert enonces.statements(get("rsa"))["recours[1]"] is get("rsa").recours[1]


class TestFingerprint:
    def test_changes_with_what_is_said(self) -> None:
        montant = get("rsa").montants[0]
        assert montant.valeur is not None

        assert enonces.fingerprint(montant) != enonces.fingerprint(replace(montant, valeur=montant.valeur + 1))
        assert enonces.fingerprint(montant) != enonces.fingerprint(replace(montant, texte="Autre"))
        assert enonces.fingerprint(montant) != enonces.fingerprint(replace(montant, verifie_le=date(2027, 1, 1)))

    def test_does_not_change_with_its_proof(self) -> None:
        montant = get("rsa").montants[0]

        assert enonces.fingerprint(montant) == enonces.fingerprint(replace(montant, source="https://exemple.fr", note="x", grade=Grade.PROBABLE))

    def test_the_page_has_its_own_and_nothing_has_none(self) -> None:
        rsa = get("rsa")

        assert enonces.fingerprint_at(rsa, "") != enonces.fingerprint_at(get("aah"), "")
        assert enonces.fingerprint_at(rsa, "recours[99]") is None
        assert enonces.fingerprint_at(rsa, "__class__") is None


class TestPersonalTraces:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("écrivez à awa@exemple.fr", "courriel"),
            ("awa @ exemple.fr", "courriel"),
            ("appelez le 06 12 34 56 78", "telephone"),
            ("0612345678", "telephone"),
            ("06.12.34.56.78", "telephone"),
            ("+33 6 12 34 56 78", "telephone"),
            ("+33 (0)6 12 34 56 78", "telephone"),
            ("mon numéro 2 84 03 69 259 001 42", "nir"),
            ("284036925900142", "nir"),
            ("1 55 08 2A 123 456", "nir"),
            ("dossier 123456789", "numero"),
        ],
    )
    def test_are_seen(self, text: str, kind: str) -> None:
        assert kind in enonces.personal_traces(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Le montant est de 651,69 € depuis le 1er avril 2026.",
            "Il faut appeler le 3230, plus le 115.",
            "Lu le 25/11/2026 sur caf.fr, fiche F19778.",
            "CASF L262-46, décret 2026-220, cerfa 15481",
            "Le plafond est passé à 13 000 € en 2026.",
        ],
    )
    def test_facts_pass(self, text: str) -> None:
        assert enonces.personal_traces(text) == ()
