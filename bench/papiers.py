"""What papers cost: straightening a photo, drawing a page, making the copy that is given; processor seconds, and against one drawing of the same page without us.

    python bench/papiers.py [--fois 5]

Each is measured as it happens in life, the start of the bounded process included. The ratio does not depend on the machine; the seconds do.
"""

# ruff: noqa: PLC0415 - Django's settings first
from __future__ import annotations

import argparse
import io
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What papers cost.")
    parser.add_argument("--fois", type=int, default=5)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    import django

    django.setup()
    from droits_ouverts.documents import lecture
    from tests.factories.papiers import drawn, jpeg, on_a_table

    photo = jpeg(on_a_table(drawn(), (2400, 3200)), quality=92)
    papier = lecture.paper_of([photo], redresser=True)
    quatre = lecture.paper_of([photo] * 4, redresser=True)
    reference = _measured(lambda: _alone(papier.contenu), options.fois)
    print(f"reference: PDFium draws the page, in this process   {reference:6.3f} s")
    for nom, geste in (
        ("photo of 8 Mpx straightened into a page", lambda: lecture.paper_of([photo], redresser=True)),
        ("one page drawn", lambda: lecture.picture_of(papier.contenu, 1)),
        ("copy of one page, its line drawn across", lambda: lecture.marked(papier.contenu, pages=1, mention="Pour la CAF", pied="Exemple")),
        ("copy of four pages", lambda: lecture.marked(quatre.contenu, pages=4, mention="Pour la CAF", pied="Exemple")),
    ):
        pris = _measured(geste, options.fois)
        print(f"{nom:<50} {pris:6.3f} s   {pris / reference:5.1f} times the reference")


def _measured(geste: Callable[[], object], fois: int) -> float:
    """Return the median processor seconds of a gesture, its children included."""
    geste()
    pris = []
    for _ in range(fois):
        avant = _processor()
        geste()
        pris.append(_processor() - avant)
    return statistics.median(pris)


def _processor() -> float:
    enfants = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + enfants.ru_utime + enfants.ru_stime


def _alone(contenu: bytes) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(contenu)
    sortie = io.BytesIO()
    document[0].render(scale=130 / 72).to_pil().convert("RGB").save(sortie, "JPEG", quality=82)
    document.close()
    return sortie.getvalue()


if __name__ == "__main__":
    main()
