"""The house's scripts: the runner of measures picks what it says, the hashed locks hold only names and digests."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.measures import scripts_of
from tests.house.repo import ROOT

LOCKS = [ROOT / "requirements" / "run.txt", ROOT / "requirements" / "dev.txt", ROOT / "requirements" / "masse.txt"]
PINNED = re.compile(r"^[a-z0-9-]+==[^\s;]+( ; [^\\]+?)? \\$|^    --hash=sha256:[0-9a-f]{64}( \\)?$|^#")


def loose(text: str) -> list[str]:
    """The lines of a lock that aren't a version pinned to its digests: an address, a path, an option, a range."""
    return [line for line in text.splitlines() if line and not PINNED.match(line)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("moteur.py", "nuit_population.py", "_commun.py"):
        (tmp_path / name).write_text("")
    return tmp_path


class TestMeasures:
    @pytest.mark.parametrize(
        ("only", "night", "expected"),
        [
            (None, False, ["moteur"]),
            (None, True, ["moteur", "nuit_population"]),
            ("moteur", False, ["moteur"]),
            ("population", False, ["nuit_population"]),
            ("absent", True, []),
        ],
    )
    def test_picks(self, folder: Path, only: str | None, night: bool, expected: list[str]) -> None:
        assert [path.stem for path in scripts_of(folder, only=only, night=night)] == expected

    def test_an_unknown_name_is_said_with_the_known_ones(self) -> None:
        ended = subprocess.run([sys.executable, "scripts/measures.py", "bench", "--only", "absent"], cwd=ROOT, capture_output=True, text=True, check=False)

        assert ended.returncode == 2
        assert "No script to run in bench/. Known: " in ended.stderr


class TestLocks:
    @pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
    def test_each_line_is_pinned_to_its_digests(self, lock: Path) -> None:
        text = lock.read_text(encoding="utf-8")

        assert loose(text) == []
        assert text.count("==") > 20

    @pytest.mark.parametrize("line", ["--index-url https://example.org/simple", "django @ file:///opt/django.whl", "django>=5", "-e ."])
    def test_the_rule_bites(self, line: str) -> None:
        assert loose(line) == [line]
