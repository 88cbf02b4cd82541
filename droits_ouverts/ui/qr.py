"""QR codes as inline SVG: no picture to fetch, no inline style, nothing personal in them. Free of Django: the sheet is printed without it."""

from __future__ import annotations

import io

import segno

QUIET = 4
"""White modules around the code, as the standard asks."""


def qr_svg(text: str) -> str:
    """Return a QR code of `text` as an `<svg>` element without size: a style sheet gives it one.

    Black on white in every theme, since a reader needs the contrast. Hidden from screen readers: the address stands in words beside it.
    The picture is made of module coordinates alone, so `text` can't inject anything. Raise `segno.DataOverflowError` beyond 2,000 characters or so.
    """
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(out, kind="svg", border=QUIET, xmldecl=False, svgns=False, nl=False, omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return out.getvalue().decode("ascii").replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
