"""`droits-ouverts annuaire importer`: a file imported, tried, cut, gone on with; what is refused, in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from droits_ouverts.annuaire.models import Import, Lieu
from tests.config.console import run
from tests.factories.annuaire import octets, service, structure

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_file_is_tried_then_imported(tmp_path: Path) -> None:
    fichier = tmp_path / "lieux.jsonl"
    fichier.write_bytes(octets([structure(1), service(1), structure(2, nom="")]))

    essai = run("annuaire", "importer", str(fichier), "--source", "di", "--essai")
    assert (essai.code, Lieu.objects.count()) == (0, 0)
    assert "rien n’a changé" in essai.texte

    fait = run("annuaire", "importer", str(fichier), "--source", "di")
    assert (fait.code, Lieu.objects.count()) == (0, 1)
    assert "2 nouveaux" in fait.texte
    assert "! 1 x sans_nom (ecartee)" in fait.texte


def test_a_cut_file_says_so_and_keeps_what_was_read(tmp_path: Path) -> None:
    fichier = tmp_path / "lieux.jsonl"
    fichier.write_bytes(octets([structure(1), structure(2)])[:-5])

    coupe = run("annuaire", "importer", str(fichier), "--source", "di")

    assert (coupe.code, Lieu.objects.count()) == (1, 1)
    assert "coupé en route" in coupe.erreur
    assert "Reprise à la ligne 2" in run("annuaire", "importer", str(fichier), "--source", "di").texte


@pytest.mark.parametrize(
    ("arguments", "dit"),
    [
        (["absent.json", "--source", "di"], "ne peut pas être lu"),
        (["x.json", "--source", "dé jà"], "sans accent"),
        (["api", "--source", "di"], "DATA_INCLUSION_JETON"),
        (["x.json"], "il manque"),
    ],
)
def test_what_is_refused_is_told(arguments: list[str], dit: str) -> None:
    refus = run("annuaire", "importer", *arguments)

    assert refus.code == 2
    assert dit in refus.erreur
    assert not Import.objects.exists()


def test_the_last_import_is_taken_back(tmp_path: Path) -> None:
    fichier = tmp_path / "lieux.jsonl"
    fichier.write_bytes(octets([structure(1), service(1)]))
    run("annuaire", "importer", str(fichier), "--source", "di")
    numero = str(Import.objects.get().pk)

    fait = run("annuaire", "annuler", numero)
    assert (fait.code, Lieu.objects.count()) == (0, 0)
    assert "comme avant" in fait.texte

    encore = run("annuaire", "annuler", numero)
    assert (encore.code, encore.erreur.count("ne peut plus être annulé")) == (2, 1)
    assert run("annuaire", "annuler", "999").code == 2
