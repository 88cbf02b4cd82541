"""What `manage check` says of the catalogue."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.core.checks import ERROR, run_checks

from droits_ouverts.droits.catalogue import DOSSIER
from droits_ouverts.droits.checks import messages


class TestChecks:
    def test_the_true_catalogue_has_nothing_to_say(self) -> None:
        assert [str(message) for message in run_checks(tags=["droits"])] == []

    def test_a_fault_is_an_error_with_its_mend(self, tmp_path: Path) -> None:
        copy = Path(shutil.copytree(DOSSIER, tmp_path / "catalogue"))
        rsa = copy / "rsa.yaml"
        rsa.write_text(rsa.read_text(encoding="utf-8").replace("apres: P2M", "apres: 2 mois", 1), encoding="utf-8")

        (message,) = messages(copy)

        assert message.level == ERROR
        assert message.msg == "catalogue/rsa.yaml, silences[0].apres : « 2 mois » n’est pas une durée."
        assert message.hint is not None
        assert "P2M" in message.hint
