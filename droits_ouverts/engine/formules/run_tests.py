"""Run the OpenFisca YAML tests of our rights: `python -m droits_ouverts.engine.formules.run_tests [codes...]`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from openfisca_core.tools.test_runner import OpenFiscaPlugin

from droits_ouverts.engine.formules.extension import RACINE, build_system, folders


def main(codes: list[str]) -> int:
    """Run the tests of these rights, or of all (a path to a file of tests is taken as it is); return pytest's exit code (0: all passed)."""
    chosen = [Path(code) if code.endswith(".yaml") else RACINE / code / "tests.yaml" for code in (codes or folders())]
    paths = [str(path) for path in chosen if path.exists()]
    # OpenFisca's reader leaves files open, which the house's own pytest settings would turn into errors: none of them is read here.
    settings = ["-c", os.devnull, "--rootdir", str(RACINE), "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-W", "ignore"]
    return int(pytest.main([*settings, *paths], plugins=[OpenFiscaPlugin(build_system(), {})]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
