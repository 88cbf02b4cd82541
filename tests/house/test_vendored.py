"""Vendored files are what their manifest says: name, version, licence, source, digest; nothing else is in their folder."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.house.repo import PACKAGE, shown

MANIFEST = "manifeste.json"
KEYS = {"fichier", "nom", "version", "licence", "source", "sha256"}


def untrue(folder: Path) -> list[str]:
    """What the manifest of a vendored folder says that isn't so, or doesn't say."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    found = [
        f"{entry.get('fichier', '?')}: {', '.join(sorted(lacks))} missing"
        for entry in manifest
        if (lacks := KEYS - {key for key, value in entry.items() if value})
    ]
    listed = {entry["fichier"]: entry.get("sha256") for entry in manifest if "fichier" in entry}
    present = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file() and path.name not in {MANIFEST, "README.md"}}
    found += [f"{name}: not in the manifest" for name in sorted(present.keys() - listed.keys())]
    found += [f"{name}: not in the folder" for name in sorted(listed.keys() - present.keys())]
    for name in sorted(listed.keys() & present.keys()):
        content = present[name].read_bytes()
        if hashlib.sha256(content).hexdigest() != listed[name]:
            found.append(f"{name}: its content is not what the manifest says")
        if b"sourceMappingURL" in content:
            found.append(f"{name}: names a source map that isn't shipped")
    return found


def folders() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("static/*/vendor") if path.is_dir())


class TestVendored:
    def test_each_is_what_its_manifest_says(self) -> None:
        assert folders() != []
        assert {shown(folder): found for folder in folders() if (found := untrue(folder))} == {}

    def test_the_rule_bites(self, tmp_path: Path) -> None:
        entry = {"nom": "x", "version": "1", "licence": "MIT", "source": "https://example.org", "sha256": hashlib.sha256(b"good").hexdigest()}
        (tmp_path / "good.js").write_bytes(b"good")
        (tmp_path / "changed.js").write_bytes(b"bad")
        (tmp_path / "stray.js").write_bytes(b"")
        manifest = [{**entry, "fichier": "good.js"}, {**entry, "fichier": "changed.js"}, {**entry, "fichier": "gone.js", "licence": ""}]
        (tmp_path / MANIFEST).write_text(json.dumps(manifest))

        assert untrue(tmp_path) == [
            "gone.js: licence missing",
            "stray.js: not in the manifest",
            "gone.js: not in the folder",
            "changed.js: its content is not what the manifest says",
        ]
