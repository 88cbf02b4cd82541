"""What the console answers: every right always, three statuses, intervals, and the same household read from both formats."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine

from droits_ouverts.bilan.presentation import interpreted
from droits_ouverts.config.console.texte import LARGEUR, render
from droits_ouverts.droits.codes import CODES
from droits_ouverts.engine.serialize import estimation_from_dict
from tests.config.console import EXEMPLES, Resultat, run

TOUS = sorted(path.name for path in EXEMPLES.glob("*.json"))


@functools.cache
def printed(name: str, *options: str) -> Resultat:
    """Run a check-up once for all the tests that read it: an estimate takes seconds."""
    return run("bilan", str(EXEMPLES / name), *options)


def bilan(name: str, *options: str) -> dict[str, Any]:
    result = printed(name, "--format", "json", *options)
    assert result.code == 0, result.erreur
    answer: dict[str, Any] = json.loads(result.sortie, parse_constant=lambda name: pytest.fail(f"{name} in JSON"))
    return answer


def shown(name: str, langue: str = "fr") -> str:
    """Write as a table the estimate that the JSON holds: the same one, without computing it again."""
    return render(estimation_from_dict(bilan(name)), langue)


def statuts(answer: dict[str, Any]) -> dict[str, str]:
    return {droit["code"]: droit["statut"] for droit in answer["droits"]}


class TestJson:
    @pytest.fixture(scope="class", params=TOUS)
    def answer(self, request: pytest.FixtureRequest) -> dict[str, Any]:
        return bilan(request.param)

    def test_has_every_right_once_in_order(self, answer: dict[str, Any]) -> None:
        assert [droit["code"] for droit in answer["droits"]] == sorted(CODES)
        assert len(CODES) == 65

    def test_says_the_month_and_the_versions(self, answer: dict[str, Any]) -> None:
        assert answer["mois"] == "2026-11"
        assert answer["versions"]["openfisca_france"] == "176.1.8"
        assert answer["versions"]["openfisca_core"] == "44.7.1"
        assert "question_suivante" in answer

    def test_each_right_has_the_documented_shape(self, answer: dict[str, Any]) -> None:
        for droit in answer["droits"]:
            assert {"code", "statut", "montant_mensuel", "montant_unique", "motifs", "manquants", "grade"} <= set(droit)
            assert droit["statut"] in {"eligible", "non_eligible", "indetermine"}
            assert droit["grade"] in {"verifie", "probable", "a_verifier"}
            for montant in (droit["montant_mensuel"], droit["montant_unique"]):
                assert montant is None or 0 <= montant["min"] <= montant["max"]
            for motif in droit["motifs"]:
                assert set(motif) == {"variable", "article", "phrase", "reussie"}
                assert motif["reussie"] in {True, False, None}
            for manquant in droit["manquants"]:
                assert {"fait", "entite", "question"} <= set(manquant)
                assert manquant["question"]

    def test_a_no_is_never_said_of_a_rule_that_failed_or_does_not_exist(self, answer: dict[str, Any]) -> None:
        for droit in answer["droits"]:
            if droit["statut"] == "non_eligible":
                assert droit["erreur"] is None
                # One condition that fails whatever the unknowns, or several of which one always fails.
                assert any(motif["reussie"] is not True for motif in droit["motifs"]), droit["code"]

    def test_reads_standard_input(self) -> None:
        content = (EXEMPLES / "leo.json").read_bytes()

        result = run("bilan", "-", "--format", "json", entree=content)

        assert json.loads(result.sortie) == bilan("leo.json")

    def test_goes_to_a_file(self, tmp_path: Path) -> None:
        result = run("bilan", str(EXEMPLES / "leo.json"), "--format", "json", "--sortie", str(tmp_path / "leo.json"))

        assert (result.code, result.sortie) == (0, b"")
        assert json.loads((tmp_path / "leo.json").read_bytes()) == bilan("leo.json")

    def test_to_a_place_that_cannot_be_written(self) -> None:
        result = run("bilan", str(EXEMPLES / "leo.json"), "--sortie", "/nulle/part/leo.txt")

        assert result.code == 2
        assert "/nulle/part/leo.txt" in result.erreur


class TestTheHouseholds:
    def test_leo_22_without_resources_sees_rsj_and_not_rsa(self) -> None:
        answer = bilan("leo.json")

        assert statuts(answer)["rsj_metropole_lyon"] == "eligible"
        assert statuts(answer)["rsa"] == "non_eligible"

    def test_awa_is_answered_alike_from_both_formats_where_nothing_is_unknown(self) -> None:
        ours, theirs = (statuts(bilan(name)) for name in ("awa.json", "awa.openfisca.json"))

        # What one file supposes the other leaves unknown, so an answer may be less sure; it never turns round.
        assert not [code for code in CODES if {ours[code], theirs[code]} == {"eligible", "non_eligible"}]


class TestMonth:
    def test_of_the_command_wins_over_the_file(self) -> None:
        assert bilan("rene.json", "--mois", "2026-10")["mois"] == "2026-10"

    def test_defaults_to_the_current_one(self) -> None:
        document = json.loads((EXEMPLES / "rene.json").read_bytes())
        del document["mois"]

        with time_machine.travel("2026-09-15T12:00:00Z", tick=True):
            result = run("bilan", "-", "--format", "json", entree=json.dumps(document).encode())

        assert json.loads(result.sortie)["mois"] == "2026-09"

    def test_beyond_the_known_law_is_said_to_be_so(self) -> None:
        result = run("bilan", str(EXEMPLES / "leo.json"), "--mois", "2029-06")

        assert result.code == 0, result.erreur
        assert "droit constant" in result.texte


class TestText:
    @pytest.fixture(scope="class", params=TOUS)
    def text(self, request: pytest.FixtureRequest) -> str:
        return shown(request.param)

    def test_fits_the_terminal(self, text: str) -> None:
        assert max(len(line) for line in text.splitlines()) <= LARGEUR <= 100

    def test_promises_nothing_and_credits_openfisca(self, text: str) -> None:
        assert "Estimation, pas une promesse" in text
        assert "OpenFisca-France 176.1.8" in text
        assert "https://openfisca.org" in text

    @pytest.mark.parametrize("moteur", ["programme", "interpreteur"])
    def test_says_who_computed(self, moteur: str) -> None:
        dite = render(replace(estimation_from_dict(bilan("leo.json")), moteur=moteur))

        assert ("Calculé par le programme compilé de ce mois." in dite) is (moteur == "programme")
        assert ("Calculé par l’interpréteur." in dite) is (moteur == "interpreteur")

    def test_says_which_rights_were_interpreted_beside_the_programme(self) -> None:
        estimation = replace(estimation_from_dict(bilan("leo.json")), moteur="programme")
        premier = estimation.droits[0]

        dite = " ".join(render(replace(estimation, interpretes=(premier.code,))).split())

        assert f"Calculé à part, par l’interpréteur : {interpreted(replace(estimation, interpretes=(premier.code,)))[0]}." in dite
        assert "Calculé à part" not in render(estimation)

    def test_speaks_as_people_do(self, text: str) -> None:
        lowered = text.lower()
        assert "non éligible" not in lowered
        assert "non_eligible" not in lowered
        assert "None" not in text

    def test_shows_status_amount_and_who_decides(self) -> None:
        result = printed("leo.json")
        text = result.texte

        assert (result.code, result.erreur) == (0, "")
        assert "novembre 2026" in text
        assert "✓ Probable" in text
        assert "– Pas dans cette situation" in text
        assert "400 à 420\xa0€" in text
        assert "Métropole de Lyon" in text
        assert "Pourquoi :" in text

    @pytest.mark.parametrize(("langue", "titre"), [("en", "Rights check-up (Bilan des droits)"), ("ar", "كشف الحقوق (Bilan des droits)")])
    def test_in_another_language_has_the_french_beside_what_nobody_reviewed(self, langue: str, titre: str) -> None:
        text = shown("leo.json", langue)

        assert titre in text
        assert max(len(line) for line in text.splitlines()) <= LARGEUR


class TestSheet:
    def test_is_one_pdf(self) -> None:
        result = run("bilan", str(EXEMPLES / "leo.json"), "--format", "pdf")

        assert result.code == 0, result.erreur
        assert result.sortie.startswith(b"%PDF-")


class TestCalculate:
    def test_answers_in_place(self) -> None:
        body = {"individus": {"é": {"date_naissance": {"ETERNITY": "2000-01-01"}, "age": {"2026-11": None}}}}

        result = run("calculate", entree=json.dumps(body).encode())

        assert result.code == 0, result.erreur
        assert json.loads(result.sortie) == {"individus": {"é": {"date_naissance": {"ETERNITY": "2000-01-01"}, "age": {"2026-11": 26}}}}
        assert "é" in result.texte

    def test_knows_our_own_rights(self) -> None:
        body = {"individus": {"a": {"date_naissance": {"ETERNITY": "2004-01-01"}, "rsj_metropole_lyon_eligibilite": {"2026-11": None}}}}

        result = run("calculate", entree=json.dumps(body).encode())

        assert json.loads(result.sortie)["individus"]["a"]["rsj_metropole_lyon_eligibilite"]["2026-11"] in {True, False}


class TestTheProcess:
    """In a true process: what is imported, what a pipe sees."""

    ENV = os.environ | {"PYTHONPATH": str(EXEMPLES.parent)}

    def test_a_bad_file_is_refused_without_loading_openfisca(self) -> None:
        code = "import sys; from droits_ouverts.config.cli import main; main(['bilan', '-']); print(sorted(m for m in sys.modules if m in {'openfisca_core', 'django', 'numpy'}))"

        done = subprocess.run([sys.executable, "-c", code], input="{", capture_output=True, text=True, check=True, env=self.ENV)

        assert done.stdout.strip() == "[]"

    def test_text_and_json_never_load_django(self) -> None:
        code = (
            "import sys; from droits_ouverts.config.cli import main\n"
            "codes = [main([*sys.argv[1:], '--format', name]) for name in ('texte', 'json')]\n"
            "sys.stderr.write(str((codes, 'django' in sys.modules)))"
        )
        command = [sys.executable, "-c", code, "bilan", str(EXEMPLES / "leo.json")]

        done = subprocess.run(command, capture_output=True, text=True, check=True, env=self.ENV)

        assert done.stderr == "([0, 0], False)"

    def test_a_reader_that_leaves_is_no_mistake(self) -> None:
        command = f"{sys.executable} -m droits_ouverts.config.cli bilan {EXEMPLES / 'leo.json'} | head -c 10"

        done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, check=False, env=self.ENV)

        assert done.returncode == 0
        assert done.stderr == b""

    def test_a_terminal_without_utf_8_is_no_mistake(self) -> None:
        command = [sys.executable, "-m", "droits_ouverts.config.cli", "bilan"]

        done = subprocess.run(command, capture_output=True, check=False, env=self.ENV | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"})

        assert done.returncode == 2
        assert b"Traceback" not in done.stderr


class TestHelp:
    @pytest.mark.parametrize("arguments", [["--help"], ["bilan", "--help"], ["calculate", "-h"], ["serve", "--help"]])
    def test_is_in_french(self, arguments: list[str]) -> None:
        result = run(*arguments)

        assert result.code == 0
        assert result.texte.startswith("utilisation : droits-ouverts")
        assert "show this help" not in result.texte

    @pytest.mark.parametrize(("port", "words"), [("0", "1 à 65535"), ("web", "web"), ("99999", "65535"), ("٣", "٣")])
    def test_serve_refuses_a_port_that_is_none(self, port: str, words: str) -> None:
        result = run("serve", "--port", port)

        assert result.code == 2
        assert words in result.erreur
