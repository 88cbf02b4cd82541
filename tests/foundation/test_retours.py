"""Where a gesture leads back: never out of the service, never to an error."""

from __future__ import annotations

import pytest

from droits_ouverts.foundation.retours import local_path

AILLEURS = [
    "",
    "https://ailleurs.test/",
    "//ailleurs.test/",
    "///ailleurs.test/",
    "/\\ailleurs.test/",
    "\\\\ailleurs.test",
    "http:///ailleurs.test",
    "javascript:alert(1)",
    "accueil",
    "zzz",
    "./x",
    " /x",
    "/x\r\nLocation: https://ailleurs.test/",
    "/\x00",
    "/\u2028x",
    "/\tailleurs.test",
]


@pytest.mark.parametrize("demande", AILLEURS)
def test_anything_but_a_path_of_ours_is_nothing(demande: str) -> None:
    assert local_path(demande) == ""


@pytest.mark.parametrize("demande", ["/", "/orientations/", "/orientations/?vue=bloquees&page=2", "/a/b#c"])
def test_a_path_of_ours_is_followed(demande: str) -> None:
    assert local_path(demande) == demande
