"""The doors of the room."""

from __future__ import annotations

import subprocess
import sys

import pytest

from droits_ouverts.droits.enums import Famille
from droits_ouverts.droits.errors import UnknownDroitError
from droits_ouverts.droits.services import all_droits, droits_by_famille, get


class TestGet:
    def test_a_right(self) -> None:
        assert get("rsa").libelle == "Revenu de solidarité active (RSA)"

    def test_an_unknown_code_is_refused_with_a_sentence(self) -> None:
        with pytest.raises(UnknownDroitError) as caught:
            get("rmi")

        assert caught.value.status == 404
        assert caught.value.next_step


class TestOrder:
    def test_themes_follow_the_closed_list(self) -> None:
        order = [list(Famille).index(droit.famille) for droit in all_droits()]

        assert order == sorted(order)
        assert len(order) == 65

    def test_an_accent_does_not_send_a_name_to_the_end(self) -> None:
        sante = [droit.code for droit in droits_by_famille()[Famille.SANTE]]

        assert sante.index("puma_affiliation") < sante.index("ame") < sante.index("c2s_sans_participation")

    def test_by_theme_holds_the_same_rights(self) -> None:
        groups = droits_by_famille()

        assert [droit for droits in groups.values() for droit in droits] == list(all_droits())


class TestWeight:
    def test_the_catalogue_is_read_without_django_nor_openfisca(self) -> None:
        script = "import sys; from droits_ouverts.droits.services import check_catalogue, get; get('rsa'); print([m for m in ('django', 'openfisca_core') if m in sys.modules])"

        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)

        assert done.stdout.strip() == "[]"
