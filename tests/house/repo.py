"""Where the house's own files are, for the tests that hold them to its rules."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "droits_ouverts"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git follows, or would: what is ignored (environment, var/) is not the house's."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def files(*suffixes: str, under: Path = ROOT) -> list[Path]:
    """The house's files whose name ends with one of `suffixes`, in order."""
    return sorted(path for path in tracked() if path.suffix in suffixes and path.is_relative_to(under))


def rooms() -> list[Path]:
    """The folders of the import package: its rooms."""
    return sorted(
        {PACKAGE / path.relative_to(PACKAGE).parts[0] for path in files(".py", under=PACKAGE) if len(path.relative_to(PACKAGE).parts) > 1}
        - {PACKAGE / "locale"}
    )


def shown(path: Path) -> str:
    """The path as a person would type it from the root of the repository."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()
