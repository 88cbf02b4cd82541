"""Every room tells in a few lines what it does, its words and its doors."""

from __future__ import annotations

from pathlib import Path

from tests.house.repo import rooms, shown

LIMIT = 15


def silent(folders: list[Path]) -> list[str]:
    """The rooms without a README.md, with an empty one, or with one that is no longer a glance."""
    found = []
    for folder in folders:
        readme = folder / "README.md"
        lines = readme.read_text(encoding="utf-8").splitlines() if readme.is_file() else []
        if not any(line.strip() and not line.startswith("#") for line in lines):
            found.append(f"{shown(folder)}: a README.md of a few lines is missing")
        elif len(lines) > LIMIT:
            found.append(f"{shown(folder)}: README.md has {len(lines)} lines, {LIMIT} at most")
    return found


class TestRooms:
    def test_each_has_its_readme(self) -> None:
        assert silent(rooms()) == []

    def test_the_rule_bites(self, tmp_path: Path) -> None:
        for name, text in {"dumb": None, "empty": "# empty\n", "prolix": "# prolix\n" + "line\n" * LIMIT, "good": "# good\n\nWhat it does.\n"}.items():
            (tmp_path / name).mkdir()
            if text is not None:
                (tmp_path / name / "README.md").write_text(text)

        found = silent(sorted(tmp_path.iterdir()))

        assert [line.split(":")[0].rpartition("/")[2] for line in found] == ["dumb", "empty", "prolix"]
