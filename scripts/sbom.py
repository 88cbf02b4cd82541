"""Write docs/sbom.json: what runs, in CycloneDX 1.5, from the hashed lock and the manifests of vendored files. No network.

python scripts/sbom.py            writes it
python scripts/sbom.py --check    says whether it is up to date (exit code 1 if not)
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "run.txt"
SBOM = ROOT / "docs" / "sbom.json"
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)(?:\s*;\s*([^\\\n]+?))?\s*\\?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
ESPACE = uuid.UUID("6f0d7a52-53b4-4c0e-9c39-0d2f2a7a1b11")


def packages(lock: str) -> list[dict[str, Any]]:
    """Return the components of a hashed lock, in its order: name, version, address, digests of its files."""
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if pinned := PINNED.match(line.strip()):
            name, version, marker = pinned.groups()
            purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
            component: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "hashes": []}
            if marker:
                component["properties"] = [{"name": "python:marker", "value": marker}]
            found.append(component)
        elif digest := HASH.search(line):
            found[-1]["hashes"].append({"alg": "SHA-256", "content": digest[1]})
    return found


def vendored(root: Path) -> list[dict[str, Any]]:
    """Return the components of the manifests of vendored files."""
    found = []
    for manifest in sorted(root.glob("droits_ouverts/*/static/*/vendor/manifeste.json")):
        for entry in json.loads(manifest.read_text(encoding="utf-8")):
            purl = f"pkg:generic/{entry['nom'].lower().replace(' ', '-')}@{entry['version']}"
            digest = [{"alg": "SHA-256", "content": entry["sha256"]}]
            named = {"type": "library", "bom-ref": f"{purl}#{entry['fichier']}", "name": entry["nom"], "version": entry["version"], "purl": purl}
            found.append(named | {"hashes": digest, "licenses": [{"license": {"name": entry["licence"]}}]})
    return found


def sbom(lock: str, root: Path) -> str:
    """Return the document. The same inputs give the same text: no date, and a serial number drawn from the content."""
    version = re.search(r'^version = "(.+)"$', (root / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    components = packages(lock) + vendored(root)
    serial = uuid.uuid5(ESPACE, json.dumps(components, sort_keys=True))
    product = {"type": "application", "bom-ref": "droits-ouverts", "name": "droits-ouverts", "version": version[1] if version else ""}
    product_licence: dict[str, Any] = {"licenses": [{"license": {"id": "AGPL-3.0-or-later"}}]}
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": product | product_licence},
        "components": [],
    }
    # A line a component: what changes is read at a glance.
    lines = ",\n".join(json.dumps(component, ensure_ascii=False) for component in components)
    return json.dumps(document, indent=1, ensure_ascii=False).replace('"components": []', f'"components": [\n{lines}\n ]') + "\n"


def main(arguments: list[str]) -> int:
    """Write the document, or compare it with what is there."""
    text = sbom(LOCK.read_text(encoding="utf-8"), ROOT)
    if "--check" in arguments:
        same = SBOM.is_file() and SBOM.read_text(encoding="utf-8") == text
        if not same:
            print("docs/sbom.json is not that of requirements/run.txt. Type: .venv/bin/python scripts/sbom.py", file=sys.stderr)
        return 0 if same else 1
    SBOM.write_text(text, encoding="utf-8")
    print(f"{SBOM.relative_to(ROOT)}: {text.count('bom-ref') - 1} components")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
