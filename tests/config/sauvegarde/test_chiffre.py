"""The sealed file opens whole or not at all: moved, doubled, cut, altered, foreign, another key's."""

from __future__ import annotations

import io
import os
import random

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from droits_ouverts.config.sauvegarde import chiffre
from droits_ouverts.config.sauvegarde.chiffre import BLOC, ENTETE, SCEAU, Scelleur, opened
from droits_ouverts.config.sauvegarde.cle import Cle, key_of
from droits_ouverts.config.sauvegarde.errors import SauvegardeError

CLE = key_of(bytes(range(32)))
MARQUE = b"Prenom-Tres-Reconnaissable"
WHOLE = BLOC + SCEAU


def sealed(contenu: bytes, cle: Cle = CLE) -> bytes:
    sortie = io.BytesIO()
    scelleur = Scelleur(sortie, cle)
    for debut in range(0, len(contenu), 300_000):
        scelleur.write(contenu[debut : debut + 300_000])
    scelleur.close()
    return sortie.getvalue()


def read(fichier: bytes, cle: Cle = CLE) -> bytes:
    return b"".join(opened(io.BytesIO(fichier), cle))


@pytest.fixture(scope="module")
def three() -> bytes:
    return sealed(MARQUE + os.urandom(2 * BLOC + 1000))


class TestOpened:
    @pytest.mark.parametrize("taille", [0, 1, BLOC - 1, BLOC, BLOC + 1, 2 * BLOC])
    def test_gives_back_what_was_sealed(self, taille: int) -> None:
        contenu = os.urandom(taille)

        assert read(sealed(contenu)) == contenu

    def test_shows_nothing_of_it(self, three: bytes) -> None:
        assert MARQUE not in three
        assert CLE.secret not in three

    def test_two_files_of_one_content_have_nothing_in_common(self) -> None:
        assert sealed(b"a" * 100)[ENTETE:] != sealed(b"a" * 100)[ENTETE:]

    def test_another_key_is_named(self, three: bytes) -> None:
        autre = key_of(bytes(32))

        with pytest.raises(SauvegardeError, match=f"scellée par la clé {CLE.id}, pas par celle-ci \\({autre.id}\\)"):
            read(three, autre)

    @pytest.mark.parametrize("fichier", [b"", b"PGDMP", b"SQLite format 3\x00" * 100, chiffre.MAGIE])
    def test_a_foreign_file_is_told(self, fichier: bytes) -> None:
        with pytest.raises(SauvegardeError, match="n'est pas une sauvegarde de Droits Ouverts"):
            read(fichier)

    @pytest.mark.parametrize("garde", [ENTETE, ENTETE + WHOLE, ENTETE + 2 * WHOLE])
    def test_cut_between_two_blocks_it_is_told_incomplete(self, three: bytes, garde: int) -> None:
        with pytest.raises(SauvegardeError, match="sa fin manque"):
            read(three[:garde])

    @pytest.mark.parametrize("garde", [ENTETE + 3, ENTETE + WHOLE + 40, -1])
    def test_cut_inside_a_block_it_is_told(self, three: bytes, garde: int) -> None:
        with pytest.raises(SauvegardeError, match="coupée"):
            read(three[:garde])

    def test_blocks_out_of_place_are_refused(self, three: bytes) -> None:
        tete, un, deux, fin = three[:ENTETE], three[ENTETE : ENTETE + WHOLE], three[ENTETE + WHOLE : ENTETE + 2 * WHOLE], three[ENTETE + 2 * WHOLE :]

        for corps in (deux + un + fin, un + un + fin, un + fin, un + deux + deux + fin, un + deux + fin + fin, un + deux + un):
            with pytest.raises(SauvegardeError, match="Rien n'a été restauré"):
                read(tete + corps)

    def test_a_block_of_another_file_is_refused(self, three: bytes) -> None:
        other = sealed(bytes(2 * BLOC + 1000))

        with pytest.raises(SauvegardeError, match="bloc 1"):
            read(three[:ENTETE] + other[ENTETE : ENTETE + WHOLE] + three[ENTETE + WHOLE :])

    def test_a_flipped_bit_is_refused_wherever_it_is(self, three: bytes) -> None:
        tirage = random.Random(20261127)  # noqa: S311  a draw of places, the same each time
        for place in [*range(ENTETE), *(tirage.randrange(len(three)) for _ in range(60)), len(three) - 1]:
            touche = bytearray(three)
            touche[place] ^= 1 << tirage.randrange(8)
            with pytest.raises(SauvegardeError):
                read(bytes(touche))


class TestTheTestsBite:
    def test_without_the_final_marker_a_cut_file_passes(self, three: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(chiffre, "_nonce", lambda numero, *, dernier: numero.to_bytes(12, "big"))
        lax = sealed(bytes(2 * BLOC + 1000))

        assert read(lax[: ENTETE + WHOLE]) == bytes(BLOC)

    def test_without_the_number_blocks_change_places(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(chiffre, "_nonce", lambda numero, *, dernier: bytes([dernier]) * 12)
        lax = sealed(b"a" * BLOC + b"b" * BLOC + b"c")

        swapped = lax[:ENTETE] + lax[ENTETE + WHOLE : ENTETE + 2 * WHOLE] + lax[ENTETE : ENTETE + WHOLE] + lax[ENTETE + 2 * WHOLE :]
        assert read(swapped) == b"b" * BLOC + b"a" * BLOC + b"c"

    def test_the_primitive_refuses_what_was_altered(self) -> None:
        with pytest.raises(InvalidTag):
            AESGCM(CLE.secret).decrypt(bytes(12), AESGCM(CLE.secret).encrypt(bytes(12), b"x", b"a"), b"b")
