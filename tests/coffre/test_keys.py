"""Keys on disk, and the two verbs with the keys of an installation."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from droits_ouverts.coffre.errors import KeyFileError, MissingKeyError
from droits_ouverts.coffre.keys import Keyring
from droits_ouverts.coffre.services import Context, needs_rewrap, open_sealed, rewrap, seal

CONTEXT = Context(structure=1, kind="bilan", id=1, field="reponses")


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.COFFRE_CLES = tmp_path / "cles"
    settings.COFFRE_CREE_PREMIERE_CLE = True
    return tmp_path / "cles"


class TestFirstKey:
    def test_it_is_made_at_the_first_seal_for_its_owner_only(self, folder: Path) -> None:
        token = seal(b"x", context=CONTEXT)

        (path,) = folder.glob("*.cle")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert token.split(".")[1] == path.stem

    def test_it_is_never_made_alone_where_the_settings_forbid_it(self, folder: Path, settings: Settings) -> None:
        settings.COFFRE_CREE_PREMIERE_CLE = False

        with pytest.raises(MissingKeyError) as refusal:
            seal(b"x", context=CONTEXT)

        assert "coffre_cle nouvelle" in refusal.value.detail
        assert not folder.exists()

    def test_ten_makers_at_once_make_one_key(self, folder: Path) -> None:
        keyrings = [Keyring(folder, make_first=True) for _ in range(10)]
        ids: list[str] = []
        threads = [threading.Thread(target=lambda ring=ring: ids.append(ring.active().id)) for ring in keyrings]

        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(ids) == 10
        assert len(set(ids)) == 1


class TestNewKey:
    def test_it_seals_at_once_and_the_old_one_still_opens(self, folder: Path) -> None:
        old = seal(b"x", context=CONTEXT)

        Keyring(folder).add()
        new = seal(b"y", context=CONTEXT)

        assert new.split(".")[1].startswith("k2-")
        assert open_sealed(old, context=CONTEXT) == b"x"
        assert open_sealed(new, context=CONTEXT) == b"y"

    def test_an_old_token_is_moved_to_it(self, folder: Path) -> None:
        old = seal(b"x", context=CONTEXT)
        assert not needs_rewrap(old)
        Keyring(folder).add()

        assert needs_rewrap(old)
        moved = rewrap(old, context=CONTEXT)

        assert not needs_rewrap(moved)
        assert open_sealed(moved, context=CONTEXT) == b"x"

    def test_the_command_makes_and_lists_without_showing_a_key(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("coffre_cle", "liste")
        call_command("coffre_cle", "nouvelle")
        call_command("coffre_cle", "nouvelle")
        call_command("coffre_cle", "liste")

        told = capsys.readouterr().out
        first, second = Keyring(folder).all()
        assert "Aucune clé" in told
        assert f"{first.id}\n{second.id}  (active)" in told
        assert all(path.read_text().split()[2] not in told for path in folder.glob("*.cle"))


class TestTrouble:
    def test_a_lost_key_is_named_and_its_place_told(self, folder: Path) -> None:
        token = seal(b"x", context=CONTEXT)
        (path,) = folder.glob("*.cle")
        path.unlink()

        with pytest.raises(MissingKeyError) as refusal:
            open_sealed(token, context=CONTEXT)

        assert path.stem in refusal.value.detail

    def test_another_installations_first_key_is_not_taken_for_ours(self, folder: Path, tmp_path: Path, settings: Settings) -> None:
        token = seal(b"x", context=CONTEXT)
        settings.COFFRE_CLES = tmp_path / "ailleurs"
        seal(b"y", context=CONTEXT)

        with pytest.raises(MissingKeyError):
            open_sealed(token, context=CONTEXT)

    def test_a_key_that_others_can_read_is_refused_with_the_mend(self, folder: Path) -> None:
        seal(b"x", context=CONTEXT)
        (path,) = folder.glob("*.cle")
        path.chmod(0o644)

        with pytest.raises(KeyFileError) as refusal:
            seal(b"x", context=CONTEXT)

        assert f"chmod 600 {path}" in refusal.value.detail

    @pytest.mark.parametrize("content", ["", "droits-ouverts-cle/1 k1", "\x00\xff", "other k1-00000000 AAAA"])
    def test_a_damaged_file_is_named(self, folder: Path, content: str) -> None:
        seal(b"x", context=CONTEXT)
        (path,) = folder.glob("*.cle")
        path.write_text(content, encoding="utf-8")

        with pytest.raises(KeyFileError) as refusal:
            seal(b"x", context=CONTEXT)

        assert str(path) in refusal.value.detail

    def test_a_key_put_under_anothers_name_is_refused(self, folder: Path) -> None:
        seal(b"x", context=CONTEXT)
        (path,) = folder.glob("*.cle")
        path.rename(folder / "k1-00000000.cle")

        with pytest.raises(KeyFileError):
            seal(b"x", context=CONTEXT)
