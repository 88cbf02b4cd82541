"""Run the OpenFisca YAML tests of our rights: `python -m droits_ouverts.engine.formules.run_tests [codes...]` (`code/3`: one test in three of this one)."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from openfisca_core.tools.test_runner import OpenFiscaPlugin

from droits_ouverts.engine.formules.extension import RACINE, build_system, folders


class Sample:
    """Keeps one test in so many of a file."""

    def __init__(self, shares: Mapping[Path, int]) -> None:
        """`shares`: for each file of tests, 1 for all of them, 3 for the first, the fourth, and so on."""
        self._shares = shares

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave the others aside: pytest counts them as deselected."""
        rank = Counter[Path]()
        aside = []
        for item in items:
            if rank[item.path] % self._shares[item.path]:
                aside.append(item)
            rank[item.path] += 1
        config.hook.pytest_deselected(items=aside)
        items[:] = [item for item in items if item not in aside]


def main(codes: list[str]) -> int:
    """Run the tests of these rights, or of all (a path to a file of tests is taken as it is); return pytest's exit code (0: all passed)."""
    shares = {}
    for code in codes or folders():
        path, _, share = (code, "", "") if code.endswith(".yaml") else code.partition("/")
        chosen = Path(path) if path.endswith(".yaml") else RACINE / path / "tests.yaml"
        if chosen.exists():
            shares[chosen] = int(share or 1)
    # OpenFisca's reader leaves files open, which the house's own pytest settings would turn into errors: none of them is read here.
    settings = ["-c", os.devnull, "--rootdir", str(RACINE), "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-W", "ignore"]
    return int(pytest.main([*settings, *map(str, shares)], plugins=[OpenFiscaPlugin(build_system(), {}), Sample(shares)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
