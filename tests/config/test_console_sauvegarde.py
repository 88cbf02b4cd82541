"""`sauvegarde` and `restauration` as they are typed, on a migrated database with sealed persons: what was erased stays erased."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from droits_ouverts.config.console import sauvegarde
from droits_ouverts.config.sauvegarde import chiffre
from droits_ouverts.config.sauvegarde.cle import make_key
from tests.config.console import Resultat, run

PREPARER = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import transaction
from droits_ouverts.coffre.services import Context, Sujet, seal
with transaction.atomic():
    for n in (1, 2):
        seal(b"x", context=Context(structure=1, kind="essai", id=n, field="f", sujet=Sujet("personne", n)))
    from droits_ouverts.journal.services import record
    for n in (1, 2):
        record(actor=None, verb="essai", thing_kind="personne", thing_id=n, purpose="essai", structure=1)
"""
EFFACEE = ("INSERT INTO coffre_registreeffacement (structure_id, genre, sujet_id, at) VALUES (1, 'personne', '1', '2026-11-27 03:00:00')",)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database migrated once, with the keys of persons 1 and 2; the safe's own keys are beside it."""
    var = tmp_path_factory.mktemp("prete")
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "droits_ouverts.config.settings.dev", "VAR_DIR": str(var), "DATABASE_URL": f"sqlite:///{var}/db.sqlite3"}
    subprocess.run([sys.executable, "-m", "droits_ouverts.config.cli", "manage", "shell", "--no-imports", "-c", PREPARER], env=env, check=True)
    return var


@pytest.fixture
def var(migrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(migrated, tmp_path / "var")
    base = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "var" / "db.sqlite3")}
    monkeypatch.setattr(sauvegarde, "_database", lambda: base)
    monkeypatch.setattr(sauvegarde, "_coffre", lambda: tmp_path / "var" / "cles")
    monkeypatch.setattr(sauvegarde, "_export_erasures", lambda dossier: written(dossier / "effacements.jsonl"))
    return tmp_path / "var"


@pytest.fixture
def cle(tmp_path: Path) -> str:
    make_key(tmp_path / "s.cle")
    return str(tmp_path / "s.cle")


@pytest.fixture
def made(var: Path, cle: str, tmp_path: Path) -> str:
    resultat = run("sauvegarde", str(tmp_path / "ailleurs"), "--cle", cle)
    assert resultat.code == 0, resultat.erreur
    assert "relue en entier" in resultat.texte
    return str(next((tmp_path / "ailleurs").glob("*.sauvegarde")))


def written(fichier: Path, *sujets: str) -> int:
    """Write the file of erasures of these persons, as `coffre` reads it."""
    lignes: list[dict[str, Any]] = [{"format": "droits-ouverts-effacements/1"}]
    lignes += [{"structure": 1, "genre": "personne", "id": sujet, "at": "2026-11-27T03:00:00+00:00"} for sujet in sujets]
    texte = "".join(json.dumps(ligne) + "\n" for ligne in lignes)
    fichier.write_text(texte + json.dumps({"nombre": len(sujets), "sha256": hashlib.sha256(texte.encode()).hexdigest()}) + "\n")
    return len(sujets)


def restore(made: str, cle: str, vers: Path, *options: str) -> Resultat:
    return run("restauration", made, "--cle", cle, "--vers", f"sqlite:///{vers}", *options)


def read(base: Path, ordre: str) -> list[Any]:
    with closing(sqlite3.connect(base)) as ouverte, ouverte:
        return [ligne[0] for ligne in ouverte.execute(ordre)]


def keys_of_persons(base: Path) -> list[str]:
    return read(base, "SELECT sujet_id FROM coffre_clesujet WHERE genre = 'personne' ORDER BY 1")


class TestErasures:
    def test_who_was_erased_since_stays_erased(self, made: str, cle: str, tmp_path: Path) -> None:
        written(tmp_path / "ailleurs" / "effacements.jsonl", "1")

        resultat = restore(made, cle, tmp_path / "rendue.sqlite3")

        assert resultat.code == 0, resultat.erreur
        assert "1 clé(s) de personnes effacées étaient revenues, et sont détruites" in resultat.texte
        assert "comptes et empreintes vérifiés" in resultat.texte
        assert "Le journal tient : 3 lignes" in resultat.texte
        assert keys_of_persons(tmp_path / "rendue.sqlite3") == ["2"]
        assert read(tmp_path / "rendue.sqlite3", "SELECT sujet_id FROM coffre_registreeffacement") == ["1"]
        assert (tmp_path / "rendue.sqlite3").stat().st_mode & 0o077 == 0

    def test_what_the_replaced_database_knows_is_replayed_too(self, made: str, cle: str, var: Path) -> None:
        read(var / "db.sqlite3", EFFACEE[0])

        resultat = restore(made, cle, var / "db.sqlite3", "--remplacer")

        assert resultat.code == 0, resultat.erreur
        assert "2 registre(s) rejoué(s) : 1 clé(s)" in resultat.texte
        assert "gardé sous le nom" in resultat.texte
        assert keys_of_persons(var / "db.sqlite3") == ["2"]

    def test_without_a_register_nothing_is_restored_unless_told_and_then_she_comes_back(self, made: str, cle: str, tmp_path: Path) -> None:
        """The end is the sabotage: what the tests above would see if nothing were replayed."""
        (tmp_path / "ailleurs" / "effacements.jsonl").unlink()

        assert "des personnes effacées depuis la sauvegarde reviendraient" in restore(made, cle, tmp_path / "r.sqlite3").erreur
        assert not (tmp_path / "r.sqlite3").exists()
        assert restore(made, cle, tmp_path / "r.sqlite3", "--sans-effacements").code == 0
        assert keys_of_persons(tmp_path / "r.sqlite3") == ["1", "2"]

    def test_a_journal_that_was_altered_before_the_backup_is_said(self, var: Path, cle: str, tmp_path: Path) -> None:
        for declencheur in read(var / "db.sqlite3", "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal_ligne'"):
            read(var / "db.sqlite3", f"DROP TRIGGER {declencheur}")
        read(var / "db.sqlite3", "UPDATE journal_ligne SET verb = 'autre' WHERE thing_id = '1'")
        run("sauvegarde", str(tmp_path / "s"), "--cle", cle)

        resultat = restore(str(next((tmp_path / "s").glob("*.sauvegarde"))), cle, tmp_path / "r.sqlite3")

        assert "Le journal ne tient pas" in resultat.texte

    def test_a_register_that_was_cut_opens_nothing(self, made: str, cle: str, tmp_path: Path) -> None:
        registre = tmp_path / "ailleurs" / "effacements.jsonl"
        registre.write_text(registre.read_text().splitlines()[0] + "\n")

        resultat = restore(made, cle, tmp_path / "r.sqlite3")

        assert (resultat.code, "n'a pas pu être préparée" in resultat.erreur) == (2, True)
        assert not (tmp_path / "r.sqlite3").exists()

    @pytest.mark.django_db
    def test_a_backup_writes_the_register_beside_it(self, tmp_path: Path) -> None:
        assert run("sauvegarde", str(tmp_path / "s"), "--effacements").texte.startswith("0 effacements écrits")
        assert json.loads((tmp_path / "s" / "effacements.jsonl").read_text().splitlines()[-1])["nombre"] == 0
        assert (tmp_path / "s" / "effacements.jsonl").stat().st_mode & 0o077 == 0


def keys_found(made: str, cle: str, coffre: Path) -> list[str]:
    """The keys of the safe, and that of backups, whose bytes are in the opened backup in any usual form."""
    secrets = [chemin.read_text().split()[2] for chemin in [*coffre.glob("*.cle"), Path(cle)]]
    with Path(made).open("rb") as fichier:
        clair = b"".join(chiffre.opened(fichier, sauvegarde._key_of(Path(cle), None)))
    assert b"SQLite format 3" in clair
    formes = {ecrit: (octets := base64.b64decode(ecrit), ecrit.encode(), octets.hex().encode(), base64.urlsafe_b64encode(octets)[:-1]) for ecrit in secrets}
    return [ecrit for ecrit, vues in formes.items() if any(forme in clair for forme in vues)]


class TestKeys:
    def test_no_key_is_ever_inside(self, made: str, cle: str, var: Path) -> None:
        assert list((var / "cles").glob("*.cle"))
        assert keys_found(made, cle, var / "cles") == []

    def test_the_scan_sees_a_key_that_was_put_inside(self, var: Path, cle: str, tmp_path: Path) -> None:
        (fichier,) = (var / "cles").glob("*.cle")
        with closing(sqlite3.connect(var / "db.sqlite3")) as base, base:
            base.execute("CREATE TABLE fuite (octets BLOB)")
            base.execute("INSERT INTO fuite VALUES (?)", (base64.b64decode(fichier.read_text().split()[2]),))

        run("sauvegarde", str(tmp_path / "s"), "--cle", cle)

        assert len(keys_found(str(next((tmp_path / "s").glob("*.sauvegarde"))), cle, var / "cles")) == 1


class TestTyped:
    def test_a_backup_is_described_without_restoring(self, made: str, cle: str) -> None:
        resultat = run("restauration", made, "--cle", cle)

        assert "Sauvegarde saine : sqlite" in resultat.texte
        assert "journal_ligne" in resultat.texte

    def test_a_filled_database_a_foreign_file_and_a_missing_one_are_refused(self, made: str, cle: str, var: Path, tmp_path: Path) -> None:
        (tmp_path / "autre").write_bytes(b"PGDMP")

        assert "--remplacer" in run("restauration", made, "--cle", cle, "--vers", "installation").erreur
        assert "n'est pas une sauvegarde de Droits Ouverts" in run("restauration", str(tmp_path / "autre"), "--cle", cle).erreur
        assert "n'existe pas" in run("restauration", str(tmp_path / "rien"), "--cle", cle).erreur
        assert "--grappe est pour PostgreSQL" in run("sauvegarde", str(tmp_path / "s"), "--cle", cle, "--grappe").erreur

    def test_a_folder_that_cannot_be_written_is_told(self, var: Path, cle: str, tmp_path: Path) -> None:
        (tmp_path / "fichier").write_bytes(b"")

        resultat = run("sauvegarde", str(tmp_path / "fichier" / "s"), "--cle", cle)

        assert (resultat.code, "Vérifiez la place et les droits d'accès" in resultat.erreur) == (2, True)

    @pytest.mark.parametrize(
        ("commande", "dit"),
        [
            (("sauvegarde",), "il manque DOSSIER"),
            (("sauvegarde", "{}", "--garder", "0"), "nombre entier de 1"),
            (("sauvegarde", "{}/s", "--cle", "{}/rien.cle"), "--nouvelle-cle"),
            (("sauvegarde", "{}", "--cle", "{}/s.cle"), "dans le dossier des sauvegardes"),
            (("restauration", "{}/x", "--cle", "{}/rien.cle"), "copie gardée à part"),
            (("restauration", "{}/x", "--cle", "{}/s.cle", "--vers", "ailleurs", "--sans-effacements"), "« ailleurs » n'est pas une base"),
            (("restauration", "{}/x", "--vers", "y", "--jusqu-a", "hier"), "n'est pas un instant"),
            (("restauration", "{}/x", "--vers", "y", "--jusqu-a", "2026-11-27T03:00:00"), "n'est pas un instant"),
        ],
    )
    def test_says_what_lacks(self, tmp_path: Path, cle: str, commande: tuple[str, ...], dit: str) -> None:
        resultat = run(*(mot.format(tmp_path) for mot in commande))

        assert (resultat.code, dit in resultat.erreur) == (2, True), resultat.erreur

    def test_a_key_is_made_once(self, tmp_path: Path) -> None:
        premiere = run("sauvegarde", "--nouvelle-cle", "--cle", str(tmp_path / "n.cle"))

        assert (premiere.code, "Copiez-la maintenant" in premiere.texte) == (0, True)
        assert "existe déjà" in run("sauvegarde", "--nouvelle-cle", "--cle", str(tmp_path / "n.cle")).erreur

    @pytest.mark.parametrize(
        ("url", "nom", "attendue"),
        [
            ("postgres://u:p%40@h:5433/droits?sslmode=require", "autre", "postgres://u:p%40@h:5433/autre?sslmode=require"),
            ("postgres:////run/pg/droits", "autre", "postgres:////run/pg/autre"),
            ("sqlite:////var/db.sqlite3", "/var/.neuve", "sqlite:////var/.neuve"),
        ],
    )
    def test_the_address_beside_keeps_all_but_the_name(self, url: str, nom: str, attendue: str) -> None:
        assert sauvegarde._renamed(url, sauvegarde._parsed(url), nom) == attendue
