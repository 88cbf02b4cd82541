"""Signed heads (J3): a chain rewritten whole, its head included, is caught by what a partner keeps."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from droits_ouverts.journal import signature, tetes
from droits_ouverts.journal.errors import HeadFileError, SigningKeyError
from droits_ouverts.journal.models import Ligne, Tete
from droits_ouverts.journal.verification import Faute, verify
from tests.journal.alterations import rewrite, sql, undone, without_triggers
from tests.journal.lignes import write_lines

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

NOW = datetime(2026, 11, 27, 23, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_keys(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.COFFRE_CLES = tmp_path / "cles"


def anchors(texte: str) -> tuple[tetes.Ancre, ...]:
    return tetes.read(texte.encode(), source="tete.txt").ancres


class TestKey:
    def test_is_made_on_first_use_for_its_owner_only_and_kept(self) -> None:
        assert signature.known_public_key() == ""
        cle, _ = signature.sign("a")

        assert signature.known_public_key() == cle
        assert signature.key_file().stat().st_mode & 0o777 == 0o600
        assert [path.name for path in signature.key_file().parent.iterdir()] == ["journal.signature"]

    def test_is_refused_where_others_may_read_it_or_where_it_is_not_one(self) -> None:
        signature.sign("a")
        signature.key_file().chmod(0o640)
        with pytest.raises(SigningKeyError, match="chmod 600"):
            signature.sign("a")
        signature.key_file().chmod(0o600)
        for contenu in ("", "autre AAAA\n", "droits-ouverts-signature/1 AAAA\n", "é"):
            signature.key_file().write_text(contenu, encoding="utf-8")
            with pytest.raises(SigningKeyError):
                signature.sign("a")

    def test_signs_one_text_only(self) -> None:
        cle, signe = signature.sign("un texte")

        assert signature.is_signed("un texte", signe, cle)
        assert not signature.is_signed("un autre", signe, cle)
        assert not signature.is_signed("un texte", "pas une signature", cle)
        assert not signature.is_signed("un texte", signe, "AAAA")


@pytest.mark.django_db(transaction=True)
class TestFile:
    def test_says_where_each_chain_stands_and_is_read_back(self) -> None:
        write_lines(40)
        texte = tetes.compose(now=NOW)
        lues = tetes.read(texte.encode(), source="tete.txt")

        assert "le 2026-11-27T23:00:00Z\n" in texte
        assert lues.le == NOW
        assert {ancre.chaine: (ancre.rang, ancre.empreinte) for ancre in lues.ancres} == {t.chaine: (t.rang, t.empreinte) for t in Tete.objects.all()}
        assert tetes.read(texte.replace("\n", "\r\n").encode(), source="recopié.txt").ancres[0].rang == lues.ancres[0].rang

    def test_any_altered_byte_is_refused(self) -> None:
        write_lines(10)
        texte = tetes.compose(now=NOW).encode()
        alea = random.Random(3)  # noqa: S311  a draw of bytes, not a secret
        for place in alea.sample(range(len(texte) - 1), 60):
            altere = texte[:place] + bytes([texte[place] ^ 1]) + texte[place + 1 :]
            with pytest.raises(HeadFileError):
                tetes.read(altere, source="tete.txt")

    @pytest.mark.parametrize("contenu", [b"", b"\xff\xfe", b"droits-ouverts-tetes/1\n", b"x" * (tetes.OCTETS_MAX + 1), b"chaine 1 2 3\n"])
    def test_what_is_not_one_is_said(self, contenu: bytes) -> None:
        with pytest.raises(HeadFileError, match=r"tete\.txt"):
            tetes.read(contenu, source="tete.txt")

    def test_of_another_installation_is_said(self, settings: SettingsWrapper, tmp_path: Path) -> None:
        texte = tetes.compose(now=NOW)
        settings.COFFRE_CLES = tmp_path / "ailleurs"
        with pytest.raises(HeadFileError, match="une autre clé"):
            tetes.read(texte.encode(), source="tete.txt")


@pytest.mark.django_db(transaction=True)
class TestRewritten:
    def test_a_whole_chain_computed_again_is_caught_by_the_head_that_a_partner_keeps_and_by_nothing_else(self) -> None:
        write_lines(80)
        gardees = anchors(tetes.compose(now=NOW))
        write_lines(20, seed=2)
        assert verify(gardees).intact
        alea = random.Random(7)  # noqa: S311  a draw of chains, not a secret
        with without_triggers():
            for structure in (None, 1, 2, 3):
                tete = next(ancre for ancre in gardees if ancre.chaine == (structure or 0))
                with undone():
                    rewrite(structure, alea.randint(1, tete.rang), alea)
                    assert verify().intact
                    fautes = verify(gardees).constats
                    assert [(constat.faute, constat.chaine, constat.rang) for constat in fautes] == [(Faute.REECRITE, structure or 0, tete.rang)]
                    assert "tete.txt" in fautes[0].phrase

    def test_a_chain_cut_with_its_head_is_caught_too(self) -> None:
        write_lines(40)
        gardees = anchors(tetes.compose(now=NOW))
        with without_triggers(), undone():
            dernieres = Ligne.objects.filter(structure_id=1).order_by("-rang")[:3]
            reste = dernieres[2].rang - 1
            empreinte = Ligne.objects.values_list("empreinte", flat=True).get(structure_id=1, rang=reste)
            sql("DELETE FROM journal_ligne WHERE structure_id = 1 AND rang > %s", reste)
            sql("UPDATE journal_tete SET rang = %s, empreinte = %s WHERE chaine = 1", reste, empreinte)
            assert verify().intact
            assert [constat.faute for constat in verify(gardees).constats] == [Faute.PERDUE]

    def test_a_chain_removed_whole_is_caught_too(self) -> None:
        write_lines(40)
        gardees = anchors(tetes.compose(now=NOW))
        with without_triggers(), undone():
            sql("DELETE FROM journal_ligne WHERE structure_id = 2")
            sql("DELETE FROM journal_tete WHERE chaine = 2")
            assert verify().intact
            assert [(constat.faute, constat.chaine) for constat in verify(gardees).constats] == [(Faute.PERDUE, 2)]

    def test_lines_written_since_are_no_fault(self) -> None:
        write_lines(10)
        gardees = anchors(tetes.compose(now=NOW))
        write_lines(10, seed=4)

        assert verify(gardees).intact
