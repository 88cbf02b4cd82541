"""Run the OpenFisca YAML tests of our rights: `python -m droits_ouverts.engine.formules.run_tests [codes...]`."""

from __future__ import annotations

import sys

from openfisca_core.tools.test_runner import run_tests

from droits_ouverts.engine.formules.extension import RACINE, build_system, folders


def main(codes: list[str]) -> int:
    """Run the tests of these rights, or of all; return pytest's exit code (0: all passed)."""
    paths = [str(RACINE / code / "tests.yaml") for code in (codes or folders()) if (RACINE / code / "tests.yaml").exists()]
    return int(run_tests(build_system(), paths))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
