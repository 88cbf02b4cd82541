"""A service of its own for the session, Debian's Chromium, and visits to one by the other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.carnet import Carnet
from tests.journeys.chromium import CHROMIUM, OPTIONS
from tests.journeys.pages import DESK, Open, Visite
from tests.journeys.service import served


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Look at the pages met once every journey has met its own."""
    items.sort(key=lambda item: "pages_met" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the service, started once: OpenFisca takes seconds to load."""
    with served(tmp_path_factory.mktemp("service")) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def carnet() -> Carnet:
    """Pages met since the session began."""
    return Carnet()


@pytest.fixture
def visit(service: str, chromium: Browser, carnet: Carnet) -> Iterator[Open]:
    """Open a tab of its own on the service. At the end, the browser must have had nothing to complain of."""
    opened: list[Visite] = []

    def opens(*, size: tuple[int, int] = DESK, javascript: bool = True, theme: str = "light") -> Visite:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            color_scheme=theme,  # type: ignore[arg-type]  # "light" or "dark"
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        opened.append(Visite(context.new_page(), service, carnet, javascript=javascript))
        return opened[-1]

    yield opens
    for visite in opened:
        visite.page.context.close()
    plaintes = [plainte for visite in opened for plainte in visite.plaintes]
    assert not plaintes, "\n".join(plaintes)
