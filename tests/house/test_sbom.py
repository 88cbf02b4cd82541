"""docs/sbom.json tells what runs: the lock and the vendored files, nothing else; and each licence may go with ours."""

from __future__ import annotations

import json
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

from scripts.sbom import LOCK, SBOM, packages, sbom
from tests.house.repo import ROOT

# Licences that a work under AGPL-3.0-or-later may be shipped with.
PERMISES = re.compile(
    r"MIT|BSD|0BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|LGPL|Lesser General Public|AGPL|Affero|GPL|GNU|HPND|CC0|Unlicense|Public Domain|ZPL|Zlib",
    re.IGNORECASE,
)
# Packages whose own data say it badly; each was read in its repository.
LUES: dict[str, str] = {}


def licence_of(found: Distribution) -> str:
    data = found.metadata
    classes = [value.rpartition(":: ")[2] for value in data.get_all("Classifier") or [] if value.startswith("License ::")]
    return data.get("License-Expression") or "; ".join(classes) or (data.get("License") or "").partition("\n")[0]


def unknown_licences(names: list[str]) -> list[str]:
    """The installed packages whose licence is not among those that may go with ours."""
    wrong = []
    for name in names:
        try:
            licence = LUES.get(name) or licence_of(distribution(name))
        except PackageNotFoundError:
            # Named by the lock for another system than this one.
            continue
        if not PERMISES.search(licence):
            wrong.append(f"{name}: {licence or 'no licence'}")
    return wrong


class TestSbom:
    def test_it_names_what_is_installed_and_nothing_else(self) -> None:
        assert SBOM.read_text(encoding="utf-8") == sbom(LOCK.read_text(encoding="utf-8"), ROOT), "type: .venv/bin/python scripts/sbom.py"
        components = json.loads(SBOM.read_text(encoding="utf-8"))["components"]
        noms = {component["name"].lower() for component in components}
        assert {"django", "cryptography", "granian", "htmx"} <= noms
        assert all(component["hashes"] and component["version"] for component in components)
        assert len(components) > 50

    def test_what_is_installed_has_the_version_it_says(self) -> None:
        dits = {component["name"]: component["version"] for component in packages(LOCK.read_text(encoding="utf-8")) if "properties" not in component}
        ecarts = {nom: (version, distribution(nom).version) for nom, version in dits.items() if distribution(nom).version != version}

        assert ecarts == {}

    def test_each_licence_may_go_with_ours(self) -> None:
        assert unknown_licences([component["name"] for component in packages(LOCK.read_text(encoding="utf-8"))]) == []


class TestTheRulesBite:
    def test_on_a_lock_that_changed(self) -> None:
        lock = LOCK.read_text(encoding="utf-8")

        assert sbom(re.sub(r"(?m)^django==[^ ]+", "django==5.2.1", lock), ROOT) != SBOM.read_text(encoding="utf-8")
        assert sbom(lock + "autre==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n", ROOT) != SBOM.read_text(encoding="utf-8")

    def test_on_a_licence_that_may_not(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        dossier = tmp_path / "fermee-1.0.dist-info"
        dossier.mkdir()
        (dossier / "METADATA").write_text("Metadata-Version: 2.1\nName: fermee\nVersion: 1.0\nLicense: Proprietary\n")
        monkeypatch.syspath_prepend(str(tmp_path))

        assert unknown_licences(["fermee"]) == ["fermee: Proprietary"]
