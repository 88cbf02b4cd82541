"""The key of backups: made once, readable by its owner, never kept with what it protects."""

from __future__ import annotations

from pathlib import Path

import pytest

from droits_ouverts.config.sauvegarde.cle import make_key, read_key, refuse_neighbours
from droits_ouverts.config.sauvegarde.errors import SauvegardeError


class TestKey:
    def test_is_made_once_and_read_back(self, tmp_path: Path) -> None:
        cle = make_key(tmp_path / "la" / "sauvegarde.cle")

        assert read_key(tmp_path / "la" / "sauvegarde.cle") == cle
        assert (tmp_path / "la" / "sauvegarde.cle").stat().st_mode & 0o777 == 0o600
        assert cle.secret.hex() not in repr(cle)
        with pytest.raises(SauvegardeError, match="existe déjà"):
            make_key(tmp_path / "la" / "sauvegarde.cle")

    def test_a_missing_key_says_what_to_type(self, tmp_path: Path) -> None:
        with pytest.raises(SauvegardeError, match="droits-ouverts sauvegarde --nouvelle-cle"):
            read_key(tmp_path / "rien.cle")

    def test_open_to_others_it_is_refused(self, tmp_path: Path) -> None:
        make_key(tmp_path / "a.cle")
        (tmp_path / "a.cle").chmod(0o640)

        with pytest.raises(SauvegardeError, match="chmod 600"):
            read_key(tmp_path / "a.cle")

    @pytest.mark.parametrize("change", [lambda texte: texte[:-6], lambda texte: texte.replace("/1", "/2"), lambda texte: "x", lambda texte: texte + texte])
    def test_altered_it_is_refused(self, tmp_path: Path, change: object) -> None:
        make_key(tmp_path / "a.cle")
        assert callable(change)
        (tmp_path / "a.cle").write_text(change((tmp_path / "a.cle").read_text()))

        with pytest.raises(SauvegardeError, match="copie gardée à part"):
            read_key(tmp_path / "a.cle")

    def test_kept_with_what_it_protects_it_is_refused(self, tmp_path: Path) -> None:
        coffre, sauvegardes = tmp_path / "cles", tmp_path / "sauvegardes"

        with pytest.raises(SauvegardeError, match="clés du coffre"):
            refuse_neighbours(coffre / "s.cle", sauvegardes=sauvegardes, coffre=coffre)
        with pytest.raises(SauvegardeError, match="dans le dossier des sauvegardes"):
            refuse_neighbours(sauvegardes / "s.cle", sauvegardes=sauvegardes, coffre=coffre)
        with pytest.raises(SauvegardeError, match="Séparez-les"):
            refuse_neighbours(tmp_path / "s.cle", sauvegardes=tmp_path / "tout", coffre=tmp_path / "tout" / "cles")
        refuse_neighbours(tmp_path / "s.cle", sauvegardes=sauvegardes, coffre=coffre)
