"""Trusted Types in the browser: a fragment that could run is refused whole, one of ours is taken, and breaking the policy is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.journeys.pages import Open

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<IMG SRC=x OnErRoR=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<math><mtext><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' jav&#9;ascript:alert(1)'>x</a>",
    "<form action='data:text/html,x'><button>x</button></form>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,x'></object>",
    "<base href='https://exemple.test/'>",
    "<meta http-equiv=refresh content='0;url=https://exemple.test/'>",
    "<link rel=stylesheet href=https://exemple.test/>",
    "<style>*{background:url(https://exemple.test/)}</style>",
    "<p style='background:url(https://exemple.test/)'>x</p>",
    "<template><img src=x onerror=alert(1)></template>",
    "<template><template><script>alert(1)</script></template></template>",
    "<div><template shadowrootmode=open><script>alert(1)</script></template></div>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<div hx-on:click='alert(1)'>x</div>",
    "<div data-hx-post='/x'>x</div>",
    "<div hx-vals='js:{a: alert(1)}'>x</div>",
    "<div hx-ext='evil'>x</div>",
    "<x-element>x</x-element>",
    "<p is=x-element>x</p>",
    "<video src=x></video>",
    "<svg><use href='data:image/svg+xml,x' /></svg>",
    "<svg><foreignObject><p>x</p></foreignObject></svg>",
]
OURS = [
    '<p class="enregistre" id="enregistre" role="status">Réponses enregistrées</p>',
    '<form method="post" action="/bilan/" hx-post="/bilan/" hx-vals=\'{"a": "js et javascript"}\'><input name="x" value="javascript:alert(1)"><button>Ok</button></form>',
    '<a href="tel:17">17</a><a href="mailto:a@exemple.test">écrire</a><a href="https://www.service-public.fr/">lire</a>',
    '<svg viewBox="0 0 4 4"><path d="M0 0h4"/><use href="#x"/></svg>',
    "<template><p>x</p></template>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]
REFUSAL = re.compile("Fragment refused|Content Security Policy directive|Trusted(Type|HTML|Script)|trusted-types|TrustedTypePolicy")
TRY = "(text) => { try { document.createElement('div').innerHTML = text; return 'taken'; } catch (error) { return error.name; } }"


def tried(page: Page, texts: list[str]) -> dict[str, str]:
    return {text: page.evaluate(TRY, text) for text in texts}


@pytest.fixture
def page(visit: Open) -> Iterator[Page]:
    visite = visit()
    visite.open("/compte/connexion/")
    yield visite.page
    # The refusals were asked for: what the browser says of them is no complaint of ours.
    visite.plaintes[:] = [plainte for plainte in visite.plaintes if not REFUSAL.search(plainte)]


class TestPolicy:
    def test_what_could_run_is_refused(self, page: Page) -> None:
        assert {text: found for text, found in tried(page, HOSTILE).items() if found != "TypeError"} == {}

    def test_what_we_send_is_taken(self, page: Page) -> None:
        assert {text: found for text, found in tried(page, OURS).items() if found != "taken"} == {}

    def test_scripts_have_no_door_at_all(self, page: Page) -> None:
        assert (
            page.evaluate("() => { try { document.createElement('script').text = '1'; return 'taken'; } catch (error) { return error.name; } }") == "TypeError"
        )
        assert (
            page.evaluate("() => { try { document.createElement('script').src = '/x.js'; return 'taken'; } catch (error) { return error.name; } }")
            == "TypeError"
        )

    def test_nobody_can_make_another_policy(self, page: Page) -> None:
        other = "(name) => { try { trustedTypes.createPolicy(name, { createHTML: (text) => text }); return 'made'; } catch (error) { return error.name; } }"

        assert [page.evaluate(other, name) for name in ("default", "autre")] == ["TypeError", "TypeError"]
