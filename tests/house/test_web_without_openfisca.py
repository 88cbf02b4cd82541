"""The web tier never loads OpenFisca: it costs seconds to warm and hundreds of megabytes in every worker."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.repo import ROOT

LOADED = "import sys; print(*sorted(name for name in sys.modules if name.partition('.')[0] in ('openfisca_core', 'openfisca_france', 'flask', 'gunicorn')))"
# Everything that a web worker imports: the application, then every view, which URLs import when the first request comes.
WEB = "from droits_ouverts.config.wsgi import application; from django.urls import get_resolver; get_resolver().url_patterns; get_resolver().reverse_dict"


def loaded_by(code: str) -> list[str]:
    """The modules of OpenFisca and of its server that a new Python loads by running `code`."""
    ended = subprocess.run(
        [sys.executable, "-c", f"{code}\n{LOADED}"],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "droits_ouverts.config.settings.test", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout.split()


def test_a_web_worker_loads_none_of_it() -> None:
    assert loaded_by(WEB) == []


@pytest.mark.parametrize("code", ["import openfisca_core.periods", f"{WEB}; import flask"])
def test_the_rule_bites(code: str) -> None:
    assert loaded_by(code) != []
