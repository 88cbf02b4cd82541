"""Our rights against what is worked out beside them, by OpenFisca alone: every test of every folder of formulas, and every reference household.

In the test run, folders that take long are sampled and the reference households of November 2026 are answered by its compiled programme.
"""

from __future__ import annotations

import os
import subprocess
import sys

MODES = {"FORMULES": "toutes", "CAS_TYPES": "interpreteur"}
FICHIERS = ("tests/engine/formules/test_yaml.py", "tests/engine/test_cas_types.py")


def main() -> None:
    """Run both files whole, in two processes; exit with pytest's code."""
    commande = [sys.executable, "-m", "pytest", *FICHIERS, "-q", "-n", "2", "--dist", "load"]
    sys.exit(subprocess.run(commande, env=os.environ | MODES, check=False).returncode)


if __name__ == "__main__":
    main()
