"""Each use of the settings, read in a process of its own."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = """
import json
from django.conf import settings
names = ["DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "DEMO_PERMISE", "CHARTE_OUVERTE", "COFFRE_CREE_PREMIERE_CLE", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
         "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SESSION_COOKIE_NAME", "DATABASES", "SITE_URL"]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


def read(use: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": f"droits_ouverts.config.settings.{use}"} | environment
    root = Path(__file__).resolve().parents[2]
    return subprocess.run([sys.executable, "-c", SHOW], env=env, cwd=root, capture_output=True, text=True, check=False, timeout=60)


class TestProduction:
    @pytest.mark.parametrize(
        ("environment", "named"),
        [
            ({}, "SECRET_KEY"),
            ({"SECRET_KEY": "court", "ALLOWED_HOSTS": "droits.exemple.fr"}, "SECRET_KEY"),
            ({"SECRET_KEY": "x" * 60}, "ALLOWED_HOSTS"),
            ({"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "*,.exemple.fr"}, "SITE_URL"),
            ({"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "droits.exemple.fr", "SITE_URL": "http://droits.exemple.fr"}, "SITE_URL"),
        ],
    )
    def test_what_is_missing_stops_it_with_the_mend(self, tmp_path: Path, environment: dict[str, str], named: str) -> None:
        result = read("production", tmp_path, **environment)

        assert result.returncode != 0
        assert named in result.stderr.splitlines()[-1]
        assert list(tmp_path.iterdir()) == []

    def test_it_is_closed(self, tmp_path: Path) -> None:
        result = read("production", tmp_path, SECRET_KEY="x" * 60, ALLOWED_HOSTS="droits.exemple.fr", DATABASE_URL="postgres://u:p@h:5432/d")

        shown = json.loads(result.stdout)
        closed = {"DEBUG": False, "DEMO_PERMISE": False, "CHARTE_OUVERTE": False, "COFFRE_CREE_PREMIERE_CLE": False}
        secure = {"SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "SECURE_SSL_REDIRECT": True, "SESSION_COOKIE_NAME": "__Host-do_session"}
        assert {name: shown[name] for name in closed | secure} == closed | secure
        assert shown["SECURE_HSTS_SECONDS"] >= 31536000
        assert shown["DATABASES"]["default"]["OPTIONS"] == {"pool": True}

    @pytest.mark.parametrize(
        ("environment", "expected"),
        [
            ({"ALLOWED_HOSTS": "droits.exemple.fr,autre.exemple.fr"}, "https://droits.exemple.fr"),
            ({"ALLOWED_HOSTS": ".exemple.fr,droits.exemple.fr"}, "https://droits.exemple.fr"),
            ({"ALLOWED_HOSTS": "interne", "SITE_URL": "https://droits.exemple.fr/"}, "https://droits.exemple.fr"),
        ],
    )
    def test_the_address_that_codes_lead_to_is_the_service_s(self, tmp_path: Path, environment: dict[str, str], expected: str) -> None:
        result = read("production", tmp_path, SECRET_KEY="x" * 60, **environment)

        assert json.loads(result.stdout)["SITE_URL"] == expected


class TestDev:
    def test_nothing_is_to_be_configured_and_the_secret_is_made_once(self, tmp_path: Path) -> None:
        first, second = (json.loads(read("dev", tmp_path).stdout) for _ in range(2))

        assert first["SECRET_KEY"] == second["SECRET_KEY"]
        assert len(first["SECRET_KEY"]) >= 50
        assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
        assert not first["DEBUG"]
        assert first["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"

    def test_two_installations_have_two_secrets(self, tmp_path: Path) -> None:
        assert json.loads(read("dev", tmp_path / "a").stdout)["SECRET_KEY"] != json.loads(read("dev", tmp_path / "b").stdout)["SECRET_KEY"]
