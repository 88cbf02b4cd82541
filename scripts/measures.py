"""Run the measures of bench/ or the proofs of preuves/: every `*.py` of the folder that has a `main()`.

    python scripts/measures.py bench [--only NAME]
    python scripts/measures.py preuves [--only NAME] [--nuit]

Each script runs in a process of its own and prints what it measured. The exit code is 1 if one fails, 2 if there is none of
that name. A script whose name begins with `nuit_` takes more than an hour and runs with `--nuit` only.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NIGHT = "nuit_"
TABLE = "PREUVES_TABLE"
"""Names the file where each proof adds the lines of its guarantees (`preuves/_table.py`): they are printed together at the end."""
HEADER = f"{'guarantee':<84} {'runs':>11} {'violations':>10}  sabotages caught"


def scripts_of(folder: Path, *, only: str | None, night: bool) -> list[Path]:
    """Return the scripts to run, in order of name; `only` names one, the night's included."""
    found = sorted(path for path in folder.glob("*.py") if not path.name.startswith("_"))
    if only is not None:
        return [path for path in found if path.stem.removeprefix(NIGHT) == only.removeprefix(NIGHT)]
    return [path for path in found if night or not path.name.startswith(NIGHT)]


def _work() -> float:
    """Return the processors' time of the scripts run so far, in seconds: on a busy machine the clock says less than this."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(arguments: list[str]) -> int:
    """Run them one after the other, never two at once: a measure wants the machine for itself."""
    parser = argparse.ArgumentParser(description="Run measures or proofs.")
    parser.add_argument("folder", choices=["bench", "preuves"])
    parser.add_argument("--only", metavar="NAME")
    parser.add_argument("--nuit", action="store_true")
    options = parser.parse_args(arguments)
    scripts = scripts_of(ROOT / options.folder, only=options.only, night=options.nuit)
    if not scripts:
        known = ", ".join(path.stem for path in scripts_of(ROOT / options.folder, only=None, night=True)) or "none"
        print(f"No script to run in {options.folder}/. Known: {known}.", file=sys.stderr)
        return 2
    failed = []
    with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8") as table:
        for script in scripts:
            print(f"--- {options.folder}/{script.name}", flush=True)
            start, work = time.monotonic(), _work()
            if subprocess.run([sys.executable, str(script)], cwd=ROOT, env=os.environ | {TABLE: table.name}, check=False).returncode != 0:
                failed.append(script.stem)
            print(f"--- {script.stem}: {time.monotonic() - start:.1f} s by the clock, {_work() - work:.1f} s of processors", flush=True)
        if lines := table.read():
            print(f"\n{HEADER}\n{lines}", end="")
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
