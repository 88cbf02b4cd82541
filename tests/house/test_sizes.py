"""A file that grows past 400 lines holds two ideas: name them and part them."""

from __future__ import annotations

from pathlib import Path

from tests.house.repo import ROOT, files, shown

LIMIT = 400
# Tables of data, longer than code should be. Each with its reason.
ALLOWED: dict[str, str] = {
    "droits_ouverts/engine/questionnaire/faits/situations.py": "a table of facts and their questions, one after the other",
}


def too_long(paths: list[Path], allowed: dict[str, str]) -> list[str]:
    """Name the files over the limit, and the allowances that no longer serve."""
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    over = [f"{name}: {length} lines, {LIMIT} at most" for name, length in lengths.items() if length > LIMIT and name not in allowed]
    return over + [f"{name} is allowed to be long and isn't" for name in allowed if lengths.get(name, 0) <= LIMIT]


def measured() -> list[Path]:
    return [path for path in files(".py") if "migrations" not in path.relative_to(ROOT).parts]


class TestSizes:
    def test_no_file_holds_two_ideas(self) -> None:
        assert too_long(measured(), ALLOWED) == []

    def test_the_rule_bites(self, tmp_path: Path) -> None:
        long, short = tmp_path / "long.py", tmp_path / "short.py"
        long.write_text("x = 1\n" * (LIMIT + 1))
        short.write_text("x = 1\n" * LIMIT)

        assert too_long([long, short], {}) == [f"{long.as_posix()}: 401 lines, 400 at most"]

    def test_an_allowance_without_use_is_named(self, tmp_path: Path) -> None:
        short = tmp_path / "short.py"
        short.write_text("x = 1\n")

        assert too_long([short], {short.as_posix(): "a table"}) == [f"{short.as_posix()} is allowed to be long and isn't"]
