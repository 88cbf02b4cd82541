"""J4: whatever is given, no value and no trick of a terminal enters a line: it is refused, or it is only ids and codes."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from droits_ouverts.journal import services
from droits_ouverts.journal.errors import ValueInJournalError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.journal.services import record
from droits_ouverts.journal.verification import verify

BON: dict[str, Any] = {"actor": 1, "verb": "ouvrir", "thing_kind": "bilan", "thing_id": 42, "purpose": "accompagnement", "structure": 7}
TEXTES = ("verb", "thing_kind", "thing_id", "purpose", "motif")
NUMEROS = ("actor", "structure", "partage")
SUR = re.compile(r"[a-z0-9_-]{0,64}")
PIEGES = ("\r\n", "\n", "\u202e", "\u2066", "\x1b[31m", "\x00", "é", "A", " ", "|", "٣", "ⅷ", "ａ", "=1+1", "\ufeff", "\u200b")
VALEURS = st.one_of(
    st.text(max_size=80),
    st.sampled_from(PIEGES).flatmap(lambda piege: st.sampled_from([piege, f"ouvrir{piege}", f"{piege}ouvrir", f"ou{piege}vrir", f"42{piege}"])),
    st.from_regex(r"[a-z][a-z0-9_]{0,70}"),
)
CHOSES = st.one_of(VALEURS, st.integers(), st.floats(), st.binary(max_size=8), st.none(), st.booleans(), st.lists(st.text(max_size=3), max_size=2))


class TestProperties(TestCase):
    """Each example is a journal of its own."""

    @settings(max_examples=300, deadline=None)
    @given(champ=st.sampled_from(TEXTES), valeur=VALEURS)
    @example(champ="verb", valeur="ouvrir\n")
    @example(champ="thing_id", valeur="42\n")
    @example(champ="thing_id", valeur="٤٢")
    def test_a_text_is_refused_or_is_a_code_or_a_number(self, champ: str, valeur: str) -> None:
        self.tried(champ, valeur)

    @settings(max_examples=200, deadline=None)
    @given(champ=st.sampled_from(NUMEROS), valeur=CHOSES, porte=st.booleans())
    @example(champ="actor", valeur="Awa", porte=True)
    @example(champ="actor", valeur=True, porte=False)
    @example(champ="structure", valeur=2**63, porte=False)
    def test_a_number_of_a_row_is_one(self, champ: str, valeur: object, porte: bool) -> None:
        self.tried(champ, SimpleNamespace(pk=valeur) if porte or not isinstance(valeur, int | None) else valeur)

    def tried(self, champ: str, valeur: object) -> None:
        issue = {"issue": "refuse"} if champ == "motif" else {}
        try:
            with transaction.atomic():
                record(**(BON | issue | {champ: valeur}))
        except ValueInJournalError:
            return
        ligne = Ligne.objects.get()
        for nom in ("verb", "thing_kind", "thing_id", "purpose", "issue", "motif"):
            assert SUR.fullmatch(getattr(ligne, nom)), nom
        for nom in ("actor_id", "structure_id", "partage_id"):
            assert getattr(ligne, nom) is None or type(getattr(ligne, nom)) is int
        assert verify().intact


@pytest.mark.django_db
class TestSabotage:
    @pytest.mark.parametrize("piege", ["ouvrir\n", "ouvrir\u202e", "ouvrir\x1b[31m", "ouvrir|bilan", "Awa"])
    def test_a_looser_code_would_let_tricks_in(self, monkeypatch: pytest.MonkeyPatch, piege: str) -> None:
        with pytest.raises(ValueInJournalError), transaction.atomic():
            record(**(BON | {"verb": piege}))
        monkeypatch.setattr(services, "CODE", re.compile(r"(?s).+"))
        with transaction.atomic():
            record(**(BON | {"verb": piege}))

        assert not SUR.fullmatch(Ligne.objects.get().verb)

    def test_a_refusal_and_its_motif_go_together(self) -> None:
        for faux in ({"motif": "interdit"}, {"issue": "refuse"}):
            with pytest.raises(ValueInJournalError), transaction.atomic():
                record(**(BON | faux))
