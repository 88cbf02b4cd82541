"""SQLite: backed up while it is written to, restored whole with counts and digests, never over what is there unless told."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from droits_ouverts.config.sauvegarde import services, sqlite
from droits_ouverts.config.sauvegarde.cle import key_of
from droits_ouverts.config.sauvegarde.errors import SauvegardeError
from droits_ouverts.config.sauvegarde.manifeste import Etat, Genre, Table
from droits_ouverts.config.sauvegarde.services import Installation

CLE = key_of(bytes(range(32)))
MAINTENANT = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def entry(chemin: Path) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(chemin)}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    chemin = tmp_path / "var" / "db.sqlite3"
    chemin.parent.mkdir()
    with closing(sqlite3.connect(chemin)) as base, base:
        base.executescript(
            "PRAGMA journal_mode=WAL;"
            "CREATE TABLE personne (id INTEGER PRIMARY KEY, scelle TEXT, octets BLOB, nombre REAL);"
            "CREATE TABLE session (cle VARCHAR(40) PRIMARY KEY, personne_id INTEGER REFERENCES personne(id));"
            "CREATE TABLE vide (id INTEGER PRIMARY KEY AUTOINCREMENT);"
            "CREATE TRIGGER jamais BEFORE DELETE ON personne BEGIN SELECT RAISE(ABORT, 'jamais'); END;"
        )
        base.executemany("INSERT INTO personne VALUES (?, ?, ?, ?)", [(n, f"do1.{n}é\x00", bytes([n % 256]), n / 3) for n in range(500)])
        base.executemany("INSERT INTO session VALUES (?, ?)", [(f"s{n}", n) for n in range(500)])
    return chemin


@pytest.fixture
def made(source: Path, tmp_path: Path) -> Path:
    return services.back_up(Installation(base=entry(source), versions={"droits-ouverts": "1"}), tmp_path / "ailleurs", CLE, now=MAINTENANT)[0]


def restore(fichier: Path, vers: Path, *, remplacer: bool = False, apprets: Callable[[str], None] = lambda nom: None, connues: tuple[str, ...] = ()) -> str:
    return services.restore(fichier, CLE, vers=entry(vers), connues=connues, remplacer=remplacer, apprets=apprets, now=MAINTENANT)[1]


def rows(chemin: Path, ordre: str = "SELECT * FROM personne ORDER BY id") -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(chemin)) as base:
        return base.execute(ordre).fetchall()


class TestRoundTrip:
    def test_gives_back_every_table_trigger_and_row(self, source: Path, made: Path, tmp_path: Path) -> None:
        neuve = tmp_path / "neuve" / "db.sqlite3"

        assert restore(made, neuve) == ""

        assert sqlite.state(neuve) == sqlite.state(source)
        assert rows(neuve) == rows(source)
        assert len(rows(neuve)) == 500
        with pytest.raises(sqlite3.IntegrityError, match="jamais"):
            rows(neuve, "DELETE FROM personne")
        assert [chemin.name for chemin in neuve.parent.iterdir()] == ["db.sqlite3"]

    def test_the_manifest_counts_and_dates(self, made: Path) -> None:
        tete = services.verified(made, CLE)

        assert tete.etat is not None
        assert (tete.genre, tete.faite_le, tete.versions) == (Genre.SQLITE, MAINTENANT, {"droits-ouverts": "1"})
        assert {nom: table.lignes for nom, table in tete.etat.tables.items()} == {"personne": 500, "session": 500, "vide": 0, "sqlite_sequence": 0}
        assert all(len(table.sha256) == 64 for table in tete.etat.tables.values())

    def test_shows_nothing_on_the_disk_and_leaves_nothing_beside(self, source: Path, made: Path) -> None:
        assert b"do1." not in made.read_bytes()
        assert made.stat().st_mode & 0o777 == 0o600
        assert [chemin.name for chemin in made.parent.iterdir()] == [made.name]
        assert not [chemin.name for chemin in source.parent.iterdir() if "partiel" in chemin.name]

    def test_what_fails_on_the_way_leaves_no_file(self, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(shutil, "copyfileobj", full)
        with pytest.raises(OSError, match="No space"):
            services.back_up(Installation(base=entry(source), versions={}), tmp_path / "ailleurs", CLE, now=MAINTENANT)

        assert list((tmp_path / "ailleurs").iterdir()) == []
        assert not [chemin for chemin in source.parent.iterdir() if "partiel" in chemin.name]


class TestWhileServed:
    """Two tables that every transaction changes together: in any one instant they have as many rows."""

    @staticmethod
    def _write(chemin: Path, stop: threading.Event, errors: list[Exception]) -> None:
        try:
            with closing(sqlite3.connect(chemin, timeout=20, isolation_level=None)) as base:
                n = 1000
                while not stop.is_set():
                    base.execute("BEGIN IMMEDIATE")
                    base.execute("INSERT INTO personne VALUES (?, 'x', NULL, NULL)", (n,))
                    base.execute("INSERT INTO session VALUES (?, ?)", (f"s{n}", n))
                    base.execute("COMMIT")
                    n += 1
        except sqlite3.Error as error:
            errors.append(error)

    def test_is_one_instant_and_writers_go_on(self, source: Path, tmp_path: Path) -> None:
        stop, errors = threading.Event(), []
        writer = threading.Thread(target=self._write, args=(source, stop, errors))
        writer.start()
        try:
            faites = [
                services.back_up(Installation(base=entry(source), versions={}), tmp_path / "s", CLE, now=MAINTENANT + timedelta(seconds=n))[0] for n in range(5)
            ]
        finally:
            stop.set()
            writer.join()
        counts = []
        for n, fichier in enumerate(faites):
            restore(fichier, tmp_path / f"r{n}.sqlite3")
            counts.append(rows(tmp_path / f"r{n}.sqlite3", "SELECT (SELECT count(*) FROM personne), (SELECT count(*) FROM session)")[0])

        assert errors == []
        assert all(personnes == sessions for personnes, sessions in counts)
        assert counts[0][0] < counts[-1][0]

    def test_a_plain_copy_of_the_file_would_lose_what_the_wal_holds(self, source: Path, tmp_path: Path) -> None:
        with closing(sqlite3.connect(source)) as base:
            base.execute("PRAGMA wal_autocheckpoint=0")
            base.execute("INSERT INTO personne VALUES (9999, 'dernière', NULL, NULL)")
            base.commit()
            shutil.copy(source, tmp_path / "cp.sqlite3")
            sqlite.copy(source, tmp_path / "copie.sqlite3")

        assert len(rows(tmp_path / "cp.sqlite3")) == 500
        assert len(rows(tmp_path / "copie.sqlite3")) == 501


class TestRefusals:
    @pytest.mark.parametrize("garde", [10, 200, -1, -5000])
    def test_a_cut_file_restores_nothing(self, made: Path, tmp_path: Path, garde: int) -> None:
        coupe = tmp_path / "coupe.sauvegarde"
        coupe.write_bytes(made.read_bytes()[:garde])

        with pytest.raises(SauvegardeError):
            restore(coupe, tmp_path / "neuve.sqlite3")
        assert not (tmp_path / "neuve.sqlite3").exists()

    def test_a_database_with_data_is_left_alone(self, source: Path, made: Path) -> None:
        avant = source.read_bytes()

        with pytest.raises(SauvegardeError, match="--remplacer"):
            restore(made, source)
        assert source.read_bytes() == avant

    def test_told_to_replace_it_keeps_what_was_there(self, source: Path, made: Path) -> None:
        with closing(sqlite3.connect(source)) as base, base:
            base.execute("INSERT INTO personne VALUES (7777, 'depuis', NULL, NULL)")

        ecartee = restore(made, source, remplacer=True)

        assert len(rows(source)) == 500
        assert len(rows(Path(ecartee))) == 501

    def test_a_database_in_use_is_not_replaced(self, source: Path, made: Path) -> None:
        with closing(sqlite3.connect(source)) as base:
            base.execute("SELECT count(*) FROM personne").fetchone()
            with pytest.raises(SauvegardeError, match="Arrêtez le service"):
                restore(made, source, remplacer=True)

        assert len(rows(source)) == 500
        assert sorted(chemin.name for chemin in source.parent.iterdir() if "avant" in chemin.name) == []

    def test_a_broken_database_is_kept_aside_and_replaced(self, source: Path, made: Path) -> None:
        source.write_bytes(b"not a database" * 1000)

        ecartee = restore(made, source, remplacer=True)

        assert len(rows(source)) == 500
        assert Path(ecartee).read_bytes().startswith(b"not a database")

    def test_a_later_version_is_refused(self, source: Path, tmp_path: Path) -> None:
        with closing(sqlite3.connect(source)) as base, base:
            base.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT)")
            base.execute("INSERT INTO django_migrations VALUES (1, 'bilan', '9999_demain')")
        fichier, _ = services.back_up(Installation(base=entry(source), versions={}), tmp_path / "s", CLE, now=MAINTENANT)

        with pytest.raises(SauvegardeError, match=r"plus récente que celle-ci \(bilan.9999_demain\)"):
            restore(fichier, tmp_path / "neuve.sqlite3", connues=("bilan.0001_initial",))

    def test_another_engine_is_refused(self, made: Path) -> None:
        with pytest.raises(SauvegardeError, match="base sqlite"):
            services.restore(made, CLE, vers={"ENGINE": "postgresql", "NAME": "x"}, connues=(), remplacer=False, apprets=lambda nom: None, now=MAINTENANT)

    def test_what_cannot_be_prepared_is_not_opened(self, source: Path, made: Path) -> None:
        def fails(nom: str) -> None:
            raise SauvegardeError("le registre est abîmé")

        with pytest.raises(SauvegardeError, match="le registre est abîmé"):
            restore(made, source, remplacer=True, apprets=fails)
        assert sorted(chemin.name for chemin in source.parent.iterdir() if chemin.name.startswith((".", "db.sqlite3.a"))) == []


class TestVerification:
    """Counts and digests catch what the seal can't: rows that never came."""

    @pytest.mark.parametrize(
        ("ordre", "dit"),
        [
            ("DELETE FROM session WHERE cle = 's1'", "la table session compte 499 lignes au lieu de 500"),
            ("UPDATE personne SET scelle = 'autre' WHERE id = 3", "le contenu de la table personne n'est pas le même"),
            ("DROP TABLE vide", "la table vide n'est que d'un côté"),
            ("DROP TRIGGER jamais", "la structure de la base n'est pas la même"),
        ],
    )
    def test_a_difference_is_named(self, source: Path, ordre: str, dit: str) -> None:
        avant = sqlite.state(source)
        with closing(sqlite3.connect(source)) as base, base:
            base.execute(ordre)

        assert any(dit in ecart for ecart in avant.differences(sqlite.state(source)))

    def test_a_manifest_that_tells_something_else_stops_the_restore(self, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        vrai = sqlite.state

        def lies(chemin: Path) -> Etat:
            etat = vrai(chemin)
            return replace(etat, tables=dict(etat.tables) | {"personne": Table(lignes=501, sha256=etat.tables["personne"].sha256)})

        monkeypatch.setattr(sqlite, "state", lies)
        fichier, _ = services.back_up(Installation(base=entry(source), versions={}), tmp_path / "s", CLE, now=MAINTENANT)
        monkeypatch.setattr(sqlite, "state", vrai)

        with pytest.raises(SauvegardeError, match="compte 500 lignes au lieu de 501"):
            restore(fichier, tmp_path / "neuve.sqlite3")
        assert not (tmp_path / "neuve.sqlite3").exists()

    def test_without_the_comparison_the_lie_passes(self, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(services, "_compare", lambda tete, restauree: None)

        self.test_a_difference_is_named(source, "DELETE FROM session WHERE cle = 's1'", "499")
        fichier, _ = services.back_up(Installation(base=entry(source), versions={}), tmp_path / "s", CLE, now=MAINTENANT)
        restore(fichier, tmp_path / "neuve.sqlite3")

        assert len(rows(tmp_path / "neuve.sqlite3", "SELECT * FROM session")) == 499


class TestPrune:
    def test_keeps_the_days_asked_for_and_the_newest(self, tmp_path: Path) -> None:
        for jours in (0, 10, 40, 90):
            (tmp_path / f"droits-ouverts-{(MAINTENANT - timedelta(days=jours)).strftime(services.HORODATAGE)}.sauvegarde").write_bytes(b"x")
        (tmp_path / f"droits-ouverts-grappe-{(MAINTENANT - timedelta(days=90)).strftime(services.HORODATAGE)}.sauvegarde").write_bytes(b"x")
        (tmp_path / "autre.sauvegarde").write_bytes(b"x")

        retires = services.prune(tmp_path, jours=35, now=MAINTENANT)

        assert len(retires) == 2
        assert len(list(tmp_path.glob("droits-ouverts-2*"))) == 2
        assert len(list(tmp_path.glob("*grappe*"))) == 1
        assert (tmp_path / "autre.sauvegarde").exists()
