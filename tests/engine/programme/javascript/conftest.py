"""One Node process for each test process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engine.programme.javascript.noeud import SANS_NODE, Noeud, may_skip


@pytest.fixture(scope="session")
def noeud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Noeud]:
    """A Node process; without Node, the test is skipped outside continuous integration and fails in it."""
    if may_skip():
        pytest.skip(SANS_NODE)
    with Noeud(tmp_path_factory.mktemp("javascript")) as processus:
        yield processus
