"""`programme build|list|verify|js`: what is built, what is said, exit codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from droits_ouverts.config.console import programme as module
from droits_ouverts.engine.compiler import chantier
from droits_ouverts.engine.programme import natif
from droits_ouverts.engine.programme.depot import Depot
from droits_ouverts.engine.programme.fichier import Programme
from droits_ouverts.engine.programme.javascript import emission
from droits_ouverts.engine.programme.javascript.traduction import EmissionError
from tests.config.console import run
from tests.engine.programme.petite_loi import graphe

MOIS = "2026-11"


class Compilateur:
    """Compiles the little law; counts its months; fails for those told."""

    def __init__(self) -> None:
        self.mois: list[str] = []
        self.echecs: set[str] = set()
        self.refus = {"fsl_acces": "fsl_acces : lit un texte"}

    def __call__(self, mois: str, *, progress: Callable[[str], object] | None = None) -> Programme:
        self.mois.append(mois)
        if mois in self.echecs:
            raise ZeroDivisionError("détail")
        if progress:
            progress("tracé")
            progress("simplification")
        return Programme(genre="bilan", mois=mois, graph=graphe(mois), versions={}, refus=self.refus, construction={})


@pytest.fixture
def compilateur(monkeypatch: pytest.MonkeyPatch) -> Compilateur:
    faux = Compilateur()
    monkeypatch.setattr(chantier, "_compiler", lambda: faux)
    # The native kernel takes a compiler ten seconds.
    monkeypatch.setattr(natif, "wanted", lambda: False)
    return faux


@pytest.fixture(autouse=True)
def depot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Depot:
    monkeypatch.setenv("PROGRAMMES_DIR", str(tmp_path / "programmes"))
    return Depot(tmp_path / "programmes")


class TestBuild:
    def test_a_kernel_that_does_not_compile_is_told_and_months_are_kept(self, compilateur: Compilateur, depot: Depot, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(_dossier: Path) -> Path:
            raise natif.NoyauError("Le noyau natif ne se compile pas.")

        monkeypatch.setattr(natif, "wanted", lambda: True)
        monkeypatch.setattr(natif, "build", refuse)

        fini = run("programme", "build", "--mois", MOIS)

        assert fini.code == 1
        assert "Le noyau natif ne se compile pas." in fini.erreur
        assert depot.mois() == compilateur.mois == [MOIS]

    def test_what_lacks_is_built_and_what_is_there_is_not_again(self, compilateur: Compilateur, depot: Depot) -> None:
        assert run("programme", "build", "--mois", MOIS, "--suivants", "2").code == 0
        assert run("programme", "build", "--mois", MOIS, "--mois", "2027-02").code == 0

        assert compilateur.mois == ["2026-11", "2026-12", "2027-01", "2027-02"]
        assert depot.mois() == compilateur.mois
        trouve = depot.find(MOIS)
        assert trouve is not None
        assert trouve.versions == depot.versions
        assert trouve.refus == {"fsl_acces": "fsl_acces : lit un texte"}
        assert "secondes" in trouve.construction

    def test_refaire_builds_again(self, compilateur: Compilateur) -> None:
        run("programme", "build", "--mois", MOIS)
        run("programme", "build", "--mois", MOIS, "--refaire")

        assert compilateur.mois == [MOIS, MOIS]

    def test_quiet_where_nobody_watches(self, compilateur: Compilateur) -> None:
        compilateur.refus = {}

        fait = run("programme", "build", "--mois", MOIS)

        assert (fait.sortie, fait.erreur) == (b"", "")

    def test_what_is_left_to_the_interpreter_is_told_once_built(self, compilateur: Compilateur) -> None:
        faits = [run("programme", "build", "--mois", MOIS) for _ in range(2)]

        assert "programme de 2026-11 : 1 sortie laissée à l'interpréteur." in faits[0].erreur
        assert "fsl_acces : lit un texte" in faits[0].erreur
        assert faits[1].erreur == ""

    def test_phases_on_a_terminal(self, compilateur: Compilateur, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tests.config.console._Flux.isatty", lambda _flux: True)
        compilateur.refus = {}

        derniere = run("programme", "build", "--mois", MOIS).erreur.rpartition("\r\033[K")[2]

        assert derniere.startswith("2026-11 : fait en 0.")
        assert [mot.split()[0] for mot in derniere.partition("(")[2].split(", ")] == ["tracé", "simplification", "écriture"]

    def test_a_month_that_fails_is_told_and_the_others_are_built(self, compilateur: Compilateur, depot: Depot) -> None:
        compilateur.echecs.add("2026-12")

        fait = run("programme", "build", "--mois", MOIS, "--suivants", "2")

        assert fait.code == 1
        assert "programme de 2026-12 : la compilation a échoué (ZeroDivisionError)" in fait.erreur
        assert "détail" not in fait.erreur
        assert depot.mois() == ["2026-11", "2027-01"]

    def test_a_programme_of_another_month_is_not_kept(self, monkeypatch: pytest.MonkeyPatch, depot: Depot) -> None:
        monkeypatch.setattr(chantier, "_compiler", lambda: lambda _mois, progress: Compilateur()("2026-12", progress=progress))

        fait = run("programme", "build", "--mois", MOIS)

        assert fait.code == 1
        assert "est celui de 2026-12" in fait.erreur
        assert depot.mois() == []

    def test_a_folder_that_cannot_be_written(self, compilateur: Compilateur, tmp_path: Path) -> None:
        (tmp_path / "fichier").touch()

        fait = run("programme", "build", "--mois", MOIS, "--dossier", str(tmp_path / "fichier"))

        assert fait.code == 1
        assert "n'a pas pu être écrit" in fait.erreur

    def test_nettoyer_removes_what_no_longer_serves(self, compilateur: Compilateur, depot: Depot) -> None:
        run("programme", "build", "--mois", "2020-01")
        perime = depot.dossier / "2030-01-000000000000.programme"
        perime.write_bytes(depot.path("2020-01").read_bytes())

        fait = run("programme", "build", "--mois", "2030-12", "--nettoyer")

        assert depot.mois() == ["2030-12"]
        assert f"supprimé : {perime.name}" in fait.erreur

    @pytest.mark.parametrize(
        ("mois", "suivants", "attendus"),
        [
            (None, None, ["2026-11", "2026-12"]),
            (None, 0, ["2026-11"]),
            (["2026-03"], None, ["2026-03"]),
            (["2026-03", "2026-04"], 1, ["2026-03", "2026-04", "2026-05"]),
            (["2030-11"], 24, ["2030-11", "2030-12"]),
        ],
    )
    def test_months_asked(self, mois: list[str] | None, suivants: int | None, attendus: list[str]) -> None:
        assert module.asked(mois, suivants, "2026-11") == attendus


class TestListAndVerify:
    def test_nothing_yet(self) -> None:
        liste, verifie = run("programme", "list"), run("programme", "verify")

        assert (liste.code, verifie.code) == (0, 0)
        assert "droits-ouverts programme build" in liste.texte
        assert "aucun programme" in verifie.erreur

    def test_each_is_told_with_what_is_wrong(self, compilateur: Compilateur, depot: Depot) -> None:
        run("programme", "build", "--mois", MOIS, "--suivants", "1")
        contenu = depot.path(MOIS).read_bytes()
        depot.path("2026-12").write_bytes(contenu[:-1])

        liste, verifie = run("programme", "list"), run("programme", "verify")

        assert "2026-11  à jour  " in liste.texte
        assert "1 sortie laissée à l'interpréteur" in liste.texte
        assert "fsl_acces : lit un texte" in liste.texte
        assert "illisible  2026-12-" in liste.texte
        assert verifie.code == 1
        assert "sain, bilan de 2026-11" in verifie.texte
        assert "est abîmé" in verifie.erreur

    def test_a_file_named_and_one_that_is_stale(self, compilateur: Compilateur, depot: Depot, tmp_path: Path) -> None:
        run("programme", "build", "--mois", MOIS)
        autre = Depot(tmp_path / "autre", versions={"regles": "a"})
        assert chantier.build(autre, MOIS, fabrique=compilateur) is chantier.Issue.FAIT

        assert run("programme", "verify", str(depot.path(MOIS))).code == 0
        refus = run("programme", "verify", str(autre.path(MOIS)))

        assert refus.code == 1
        assert "est périmé" in refus.erreur


class TestJs:
    def test_the_month_is_written(self, compilateur: Compilateur, tmp_path: Path) -> None:
        run("programme", "build", "--mois", MOIS)

        fait = run("programme", "js", MOIS, str(tmp_path / "a.mjs"))

        assert fait.code == 0, fait.erreur
        ecrit = (tmp_path / "a.mjs").read_text(encoding="utf-8")
        assert '"2026-11"' in ecrit
        assert "export" in ecrit
        assert [chemin.name for chemin in tmp_path.glob("*.mjs*")] == ["a.mjs"]

    def test_what_cannot_be_repeated_is_told(self, compilateur: Compilateur, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(_programme: Programme) -> bytes:
            raise EmissionError("une puissance.")

        monkeypatch.setattr(emission, "emit", refuse)
        run("programme", "build", "--mois", MOIS)

        fait = run("programme", "js", MOIS, str(tmp_path / "a.mjs"))

        assert fait.code == 1
        assert "ne peut pas devenir un module JavaScript : une puissance." in fait.erreur
        assert not (tmp_path / "a.mjs").exists()

    def test_a_month_that_is_not_there_or_a_place_that_is_not(self, compilateur: Compilateur, tmp_path: Path) -> None:
        absent = run("programme", "js", MOIS, str(tmp_path / "a.mjs"))
        run("programme", "build", "--mois", MOIS)
        nulle_part = run("programme", "js", MOIS, str(tmp_path / "rien" / "a.mjs"))

        assert (absent.code, nulle_part.code) == (2, 2)
        assert "droits-ouverts programme build --mois 2026-11" in absent.erreur
        assert "ne peut pas être écrit" in nulle_part.erreur


class TestRefus:
    @pytest.mark.parametrize(
        "arguments",
        [
            ("programme",),
            ("programme", "autre"),
            ("programme", "build", "--mois", "2026-13"),
            ("programme", "build", "--suivants", "-1"),
            ("programme", "js", MOIS),
        ],
    )
    def test_a_sentence_and_code_2(self, arguments: tuple[str, ...]) -> None:
        refus = run(*arguments)

        assert refus.code == 2
        assert "Traceback" not in refus.erreur
