"""What a page of the catalogue says: terms and notes in the language of the screen."""

from __future__ import annotations

from django.utils.translation import override

from droits_ouverts.droits import presentation
from droits_ouverts.droits.enums import Canal, Famille
from droits_ouverts.droits.presentation import Contexte
from droits_ouverts.droits.services import all_droits, get
from droits_ouverts.foundation.langue import speaking

NOMS = {droit.code: droit.libelle for droit in all_droits()}


class TestTerms:
    def test_a_term_of_a_closed_list_is_never_marked_as_french(self) -> None:
        with speaking("en"):
            mots = [presentation.term(Famille.ENFANTS), presentation.term(Canal.SUR_PLACE)]

        assert [mot.texte for mot in mots] == ["Children and family", "In person"]
        assert not any(mot.en_francais for mot in mots)

    def test_a_note_is_read_in_the_language_of_the_page(self) -> None:
        with speaking("en"), override("en"):
            faits = [fait for section in presentation.sections(get("rsa"), Contexte(langue="en", noms=NOMS), professional=True) for fait in section.faits]

        assert any(fait.preuve.note and fait.preuve.note.francais for fait in faits)
