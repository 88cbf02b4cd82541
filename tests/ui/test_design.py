"""The tokens keep their contrasts, the sheets their size, the vendored files their fingerprint, the pages their frame."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from droits_ouverts import ui
from droits_ouverts.ui import langues
from droits_ouverts.ui.langues import Langue
from tests.factories.structures import CompteFactory

STATIC = Path(ui.__file__).parent / "static" / "ui"
TOKENS = (STATIC / "jetons.css").read_text(encoding="utf-8")
# Text on ground: at least 4.5:1 (WCAG 2.2, 1.4.3).
TEXT = [
    *((ink, ground) for ink in ("encre", "doux", "sarcelle") for ground in ("fond", "carte")),
    ("encre", "pierre"),
    ("doux", "pierre"),
    ("sur-sarcelle", "sarcelle"),
    ("sur-sarcelle", "sarcelle-vif"),
    ("sarcelle-vif", "fond"),
    ("sarcelle-vif", "carte"),
    ("mousse", "mousse-fond"),
    ("encre", "mousse-fond"),
    ("ocre", "ocre-fond"),
    ("brique", "brique-fond"),
    ("brique", "fond"),
    ("brique", "carte"),
]
# Edges of controls and focus: at least 3:1 (1.4.11).
EDGES = [(edge, ground) for edge in ("bord", "sarcelle", "encre", "brique") for ground in ("fond", "carte")]


def themes() -> dict[str, dict[str, str]]:
    """The colours of each block of tokens: light, dark by the device, dark by choice."""
    blocks = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in re.findall(r"\{([^{}]*)\}", TOKENS)]
    light, device, chosen = (block for block in blocks if "fond" in block)
    return {"light": light, "dark": device, "chosen": chosen}


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class TestContrast:
    def test_black_on_white_is_21(self) -> None:
        assert contrast("#000000", "#ffffff") == pytest.approx(21)

    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize(("ink", "ground"), TEXT)
    def test_text_reads(self, theme: str, ink: str, ground: str) -> None:
        colours = themes()[theme]

        assert contrast(colours[ink], colours[ground]) >= 4.5

    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize(("edge", "ground"), EDGES)
    def test_edges_show(self, theme: str, edge: str, ground: str) -> None:
        colours = themes()[theme]

        assert contrast(colours[edge], colours[ground]) >= 3

    def test_dark_is_the_same_by_the_device_and_by_choice(self) -> None:
        assert themes()["dark"] == themes()["chosen"]
        assert set(themes()["light"]) == set(themes()["dark"])


class TestSheets:
    def test_they_stay_small(self) -> None:
        assert sum(path.stat().st_size for path in STATIC.glob("*.css")) < 30_000

    def test_every_token_used_exists(self) -> None:
        sheets = "\n".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.css"))

        assert set(re.findall(r"var\(--([a-z-]+)", sheets)) - set(re.findall(r"--([a-z-]+):", TOKENS)) == set()

    def test_sides_are_logical_so_that_arabic_reads(self) -> None:
        sheet = (STATIC / "droits-ouverts.css").read_text(encoding="utf-8")

        assert re.findall(r"(?:margin|padding|border|inset)-(?:left|right)|text-align: (?:left|right)|[{;]\s*(?:left|right):", sheet) == []


class TestVendored:
    def test_the_manifest_names_every_file_with_its_fingerprint(self) -> None:
        folder = STATIC / "vendor"
        manifest = json.loads((folder / "manifeste.json").read_text(encoding="utf-8"))

        assert {entry["fichier"] for entry in manifest} == {path.name for path in folder.iterdir()} - {"manifeste.json"}
        for entry in manifest:
            content = (folder / entry["fichier"]).read_bytes()
            assert hashlib.sha256(content).hexdigest() == entry["sha256"]
            assert b"sourceMappingURL" not in content
            assert entry["version"].encode() in content
            assert {"nom", "version", "licence", "source"} <= set(entry)


@pytest.mark.django_db
class TestFrame:
    def page(self, client: Client, address: str = "/compte/connexion/") -> BeautifulSoup:
        return BeautifulSoup(client.get(address).content, "html.parser")

    def test_it_offers_the_source_credits_openfisca_and_says_who_decides(self, client: Client) -> None:
        footer = self.page(client).footer

        assert footer is not None
        text = " ".join(footer.get_text().split())
        assert "OpenFisca" in text
        assert "AGPL-3.0" in text
        assert "Une estimation n’est pas une décision" in text
        assert reverse("ui:source") in [link["href"] for link in footer.find_all("a")]

    def test_the_source_is_where_the_settings_say(self, client: Client, settings: Settings) -> None:
        settings.SOURCE_URL = "https://exemple.test/source.tar.gz"

        assert "https://exemple.test/source.tar.gz" in [link["href"] for link in self.page(client).find_all("a")]

    def test_the_first_link_leads_to_the_content(self, client: Client) -> None:
        page = self.page(client)

        first = page.find("a")
        assert first["href"] == "#contenu"
        assert page.find(id="contenu").name == "main"

    @pytest.mark.parametrize("address", ["/compte/connexion/", "/charte/", "/source/"])
    def test_nothing_comes_from_elsewhere(self, client: Client, address: str) -> None:
        page = self.page(client, address)

        assert all(tag["src"].startswith("/statique/") for tag in page.find_all("script"))
        assert all(tag["href"].startswith("/statique/") for tag in page.find_all("link"))

    @pytest.mark.parametrize(
        ("accepted", "expected"), [("ar,en;q=0.8", ("ar", "rtl")), ("en-GB,fr;q=0.8", ("en", "ltr")), ("de", ("fr", "ltr")), ("fr-FR", ("fr", "ltr"))]
    )
    def test_a_browser_is_answered_in_its_language_or_told_that_the_page_is_french(self, client: Client, accepted: str, expected: tuple[str, str]) -> None:
        page = BeautifulSoup(client.get("/compte/connexion/", headers={"Accept-Language": accepted}).content, "html.parser")

        assert page.html is not None
        assert (page.html["lang"], page.html["dir"]) == expected

    def test_each_language_is_offered_in_its_own_name_and_the_one_chosen_is_kept(self, client: Client) -> None:
        offered = [(button["value"], button["lang"], button.get_text(strip=True)) for button in self.page(client).find_all(attrs={"name": "language"})]

        answer = client.post("/langue/", {"language": "ar", "next": "/compte/connexion/?next=/bilan/"})

        html = self.page(client).html
        assert offered == [("fr", "fr", "Français"), ("en", "en", "English"), ("ar", "ar", "العربية")]
        assert answer.headers["Location"] == "/compte/connexion/?next=/bilan/"
        assert html is not None
        assert (html["lang"], html["dir"]) == ("ar", "rtl")

    @pytest.mark.parametrize(("langue", "said"), [("fr", False), ("en", True), ("ar", True)])
    def test_a_translation_that_no_speaker_read_again_says_so_in_french_too(self, client: Client, langue: str, said: bool) -> None:
        client.post("/langue/", {"language": langue, "next": "/"})

        notice = self.page(client).select_one(".non-relue")

        assert (notice is not None) is said
        if notice is not None:
            french = notice.select_one("[lang=fr][dir=ltr]")
            assert french is not None
            assert "le français fait foi" in french.get_text()

    def test_a_reviewed_translation_has_no_notice(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        relue = Langue(code="en", nom="English", relue_par="une interprète", relue_le=date(2026, 12, 1))
        monkeypatch.setitem(langues.PAR_CODE, "en", relue)
        client.post("/langue/", {"language": "en", "next": "/"})

        assert self.page(client).select_one(".non-relue") is None

    def test_the_language_is_asked_of_caches(self, client: Client) -> None:
        vary = client.get("/compte/connexion/").headers["Vary"]

        assert {"Cookie", "Accept-Language"} <= {name.strip() for name in vary.split(",")}

    @pytest.mark.parametrize(("chosen", "kept"), [("sombre", "sombre"), ("clair", "clair"), ("auto", "auto"), ("rose", "auto")])
    def test_the_look_is_kept(self, client: Client, chosen: str, kept: str) -> None:
        client.post("/theme/", {"theme": chosen, "next": "/"})

        html = self.page(client).html
        assert html is not None
        assert html["data-theme"] == kept

    def test_the_look_comes_back_to_our_own_pages_only(self, client: Client) -> None:
        assert client.post("/theme/", {"theme": "clair", "next": "https://ailleurs.test/"}).headers["Location"] == "/"
        assert client.post("/theme/", {"theme": "clair", "next": "/source/"}).headers["Location"] == "/source/"
        assert client.get("/theme/").status_code == 405

    def test_a_signed_in_person_finds_her_name_and_the_way_out(self, client: Client) -> None:
        client.force_login(CompteFactory.create(nom="Inès"))

        header = self.page(client, "/source/").header

        assert header is not None
        assert "Inès" in header.get_text()
        assert "/compte/deconnexion/" in [form["action"] for form in header.find_all("form")]
