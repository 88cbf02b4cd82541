"""`droits-ouverts journal`: what it says of a journal that holds, and of one that does not."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from droits_ouverts.journal.models import Ligne
from tests.config.console import run
from tests.journal.alterations import rewrite, sql, undone, without_triggers
from tests.journal.lignes import write_lines

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_keys(settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.COFFRE_CLES = tmp_path / "cles"


class TestVerify:
    def test_says_that_it_holds(self) -> None:
        write_lines(50)
        resultat = run("journal", "verify")

        assert resultat.code == 0
        assert resultat.texte.startswith("Le journal tient : 50 lignes, 4 chaînes, ")

    def test_says_which_line_does_not_and_what_to_do(self) -> None:
        write_lines(50)
        with without_triggers(), undone():
            sql("UPDATE journal_ligne SET verb = 'autre' WHERE structure_id = 2 AND rang = 3")
            resultat = run("journal", "verify")

        assert resultat.code == 1
        assert "  Structure 2 : la ligne 3 (n° " in resultat.texte
        assert "Ne purgez rien" in resultat.texte

    def test_holds_it_to_the_heads_that_partners_keep(self, tmp_path: Path) -> None:
        write_lines(50)
        tete = tmp_path / "tete.txt"
        ecrit = run("journal", "head", "--sortie", str(tete))
        assert (ecrit.code, ecrit.sortie) == (0, b"")
        assert "une clé de signature est fabriquée" in ecrit.erreur
        assert run("journal", "verify", "--head", str(tete)).texte.startswith("Le journal tient : 50 lignes, 4 chaînes, 1 fichier(s)")
        with without_triggers(), undone():
            rewrite(1, 2, random.Random(1))  # noqa: S311  a draw, not a secret
            assert run("journal", "verify").code == 0
            resultat = run("journal", "verify", "--head", str(tete))

        assert resultat.code == 1
        assert f"n’est plus celle que dit {tete} : la chaîne a été réécrite." in resultat.texte

    @pytest.mark.parametrize("contenu", [None, "autre chose"])
    def test_refuses_a_file_that_is_not_one(self, tmp_path: Path, contenu: str | None) -> None:
        fichier = tmp_path / "tete.txt"
        if contenu is not None:
            fichier.write_text(contenu)
        resultat = run("journal", "verify", "--head", str(fichier))

        assert resultat.code == 2
        assert str(fichier) in resultat.erreur
        assert "Traceback" not in resultat.erreur


class TestPurge:
    def test_counts_then_removes(self) -> None:
        write_lines(20, debut=datetime.now(UTC) - timedelta(days=500))
        compte = run("journal", "purge")
        assert compte.code == 0
        assert "à retirer (relancez avec --pour-de-vrai) : 20, dans 4 chaîne(s)." in compte.texte
        assert Ligne.objects.count() == 20
        fait = run("journal", "purge", "--pour-de-vrai")

        assert fait.code == 0
        assert "retirées : 20" in fait.texte
        assert Ligne.objects.count() == 4
        assert run("journal", "verify").code == 0

    def test_refuses_a_day_that_is_too_near_or_is_not_one(self) -> None:
        write_lines(5)
        demain = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()

        assert "Le journal se garde 12 mois" in run("journal", "purge", "--before", demain).erreur
        assert "« hier » n'est pas un jour" in run("journal", "purge", "--before", "hier").erreur
        assert Ligne.objects.count() == 5
