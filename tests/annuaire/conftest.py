from __future__ import annotations

from collections.abc import Iterator

import pytest

from droits_ouverts.annuaire import vocabulaire


@pytest.fixture(autouse=True)
def _no_word_is_known() -> Iterator[None]:
    """The database of each test begins empty: so do the words kept in memory."""
    vocabulaire.forget()
    yield
    vocabulaire.forget()
