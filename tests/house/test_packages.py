"""What a newcomer's machine lacks is installed where that is permitted, else told with the exact command and what is off until then."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.house.repo import ROOT

# Stand-ins for the system's own commands: each line is the body of a script of that name.
MACHINE = {
    "dpkg-query": 'case "$*" in *libpango*|*chromium*) exit 1;; *) printf "ii ";; esac',
    "apt-get": 'echo "apt-get $*" >> "$APT_LOG"',
    "tail": 'exec /usr/bin/tail "$@"',
    "rm": 'exec /bin/rm "$@"',
}


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine that lacks Pango and Chromium, whose apt only writes what it was asked."""
    (tmp_path / "bin").mkdir()
    for name, body in MACHINE.items():
        put(tmp_path, name, body)
    return tmp_path


def put(machine: Path, name: str, body: str) -> None:
    command = machine / "bin" / name
    command.write_text(f"#!/bin/sh\n{body}\n")
    command.chmod(0o755)


def install(machine: Path, kind: str) -> tuple[subprocess.CompletedProcess[str], str]:
    log = machine / "apt.log"
    ended = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "packages.sh"), kind],
        env={"PATH": str(machine / "bin"), "APT_LOG": str(log)},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended, log.read_text() if log.exists() else ""


class TestPackages:
    def test_root_installs_what_is_missing_and_nothing_else(self, machine: Path) -> None:
        put(machine, "id", "echo 0")

        ended, asked = install(machine, "dev")

        assert ended.returncode == 0
        assert asked.splitlines() == ["apt-get update -q", "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 chromium"]

    def test_serving_asks_for_no_browser(self, machine: Path) -> None:
        put(machine, "id", "echo 0")

        _, asked = install(machine, "run")

        assert "chromium" not in asked
        assert "libpango-1.0-0" in asked

    def test_without_permission_the_command_is_told_with_what_is_off(self, machine: Path) -> None:
        put(machine, "id", "echo 1000")

        ended, asked = install(machine, "dev")

        assert ended.returncode == 0
        assert asked == ""
        assert "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 chromium'" in ended.stderr
        assert "off until then: the sheet as a PDF" in ended.stderr
        assert "off until then: make journeys" in ended.stderr

    def test_sudo_without_a_password_is_a_permission(self, machine: Path) -> None:
        put(machine, "id", "echo 1000")
        put(machine, "sudo", '[ "$1" = -n ] && exit 0; exec "$@"')

        _, asked = install(machine, "run")

        assert asked.splitlines()[-1].startswith("apt-get install")

    def test_sudo_with_a_password_is_not(self, machine: Path) -> None:
        put(machine, "id", "echo 1000")
        put(machine, "sudo", "exit 1")

        ended, asked = install(machine, "run")

        assert asked == ""
        assert "Type:" in ended.stderr

    def test_apt_that_fails_is_told_and_the_rest_goes_on(self, machine: Path) -> None:
        put(machine, "id", "echo 0")
        put(machine, "apt-get", "echo 'E: no network'; exit 100")

        ended, _ = install(machine, "run")

        assert ended.returncode == 0
        assert "apt could not install: libpango-1.0-0 libpangoft2-1.0-0. Going on without" in ended.stderr

    def test_nothing_is_said_where_nothing_is_missing(self, machine: Path) -> None:
        put(machine, "dpkg-query", 'printf "ii "')

        ended, asked = install(machine, "dev")

        assert (ended.returncode, ended.stdout, ended.stderr, asked) == (0, "", "", "")
