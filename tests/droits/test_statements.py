"""What every statement of the catalogue owes its reader."""

from __future__ import annotations

import re

import pytest

from droits_ouverts.droits.catalogue import DOSSIER
from droits_ouverts.droits.codes import CODES
from droits_ouverts.droits.enums import Famille, Grade
from droits_ouverts.droits.services import all_droits, get
from droits_ouverts.droits.types import Droit, Enonce


@pytest.fixture(params=CODES)
def droit(request: pytest.FixtureRequest) -> Droit:
    return get(request.param)


def said(droit: Droit) -> list[Enonce]:
    """Return the statements that say something."""
    return [enonce for enonce in droit.enonces if enonce.texte is not None]


class TestHonesty:
    def test_a_statement_has_a_source_or_is_to_check(self, droit: Droit) -> None:
        assert [e.texte for e in droit.enonces if e.source is None and e.grade is not Grade.A_VERIFIER] == []

    def test_a_hole_is_to_check(self, droit: Droit) -> None:
        assert [e for e in droit.enonces if e.texte is None and not e.is_to_check] == []

    def test_what_was_read_in_an_old_copy_is_not_called_checked(self, droit: Droit) -> None:
        doubtful = [e for e in said(droit) if e is not droit.fiche_officielle and e.grade is Grade.VERIFIE]

        assert [e.texte for e in doubtful if "copie ancienne" in (e.note or "") or "non relu" in (e.note or "")] == []

    def test_a_known_amount_is_a_number_with_its_date_or_is_not_checked(self, droit: Droit) -> None:
        assert [m.texte for m in droit.montants if m.valeur is None and not m.is_to_check] == []


class TestUse:
    def test_says_who_decides_and_where_to_ask(self, droit: Droit) -> None:
        assert droit.decide_par.texte
        assert any(lieu.texte for lieu in droit.ou_demander)

    def test_says_for_whom(self, droit: Droit) -> None:
        assert droit.public.texte
        assert droit.publics

    def test_says_to_whom_to_appeal(self, droit: Droit) -> None:
        assert all(recours.aupres_de for recours in droit.recours)

    def test_an_incompatibility_is_never_with_itself(self, droit: Droit) -> None:
        assert [i.texte for i in droit.incompatibilites if droit.code in i.droits] == []

    def test_every_theme_has_a_right(self) -> None:
        assert {droit.famille for droit in all_droits()} == set(Famille)


class TestTypography:
    def test_apostrophes_and_spaces(self, droit: Droit) -> None:
        texts = [text for e in droit.enonces for text in (e.texte, e.note) if text is not None]

        assert [text for text in texts if "'" in text or '"' in text] == []
        assert [text for text in texts if re.search(r" [;:?!%€»]|« ", text)] == []
        assert [text for text in texts if re.search(r"[^\s\u00a0][;?!»]|[^\W\d]:", text)] == []
        assert [text for text in texts if re.search(r"\.\.|  |^\s|\s$", text)] == []

    def test_sentences_begin_with_a_capital_and_end(self, droit: Droit) -> None:
        sentences = [e.texte for e in (droit.public, *droit.conditions, *droit.pieges) if e.texte is not None]

        assert [text for text in sentences if not text.endswith((".", "!", "?", "…", "»")) or text[0].islower()] == []

    def test_no_word_that_shuts_the_door(self, droit: Droit) -> None:
        assert [e.texte for e in said(droit) if re.search(r"non[ -]éligible|inéligible", e.texte or "", re.IGNORECASE)] == []

    def test_files_hold_no_tab_and_end_with_a_line(self, droit: Droit) -> None:
        text = (DOSSIER / f"{droit.code}.yaml").read_text(encoding="utf-8")

        assert "\t" not in text
        assert text.endswith("\n")
