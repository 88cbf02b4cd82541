"""The copy on paper: in French, and in her language below where her sheet is in another one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import override

from droits_ouverts.bilan.fiche import ICI
from droits_ouverts.bilan.web.copie import Noeud, whole
from droits_ouverts.ui.langues import SOURCE, Langue

if TYPE_CHECKING:
    from droits_ouverts.personnes.models import Personne


@dataclass(frozen=True, slots=True, kw_only=True)
class Ligne:
    """A line of the paper: how deep it stands (2: a chapter), its title and words in French, then in her language (empty where it says the same)."""

    niveau: int
    titre: str
    texte: str
    autre_titre: str
    autre_texte: str

    @property
    def est_titre(self) -> bool:
        """Whether it opens a chapter rather than says a thing."""
        return not self.texte

    @property
    def est_question(self) -> bool:
        """Whether the title is a question: no colon after it."""
        return self.titre.endswith("?")


def pdf(personne: Personne, langue: Langue, *, now: datetime) -> bytes:
    """Return the copy of a person as a tagged PDF (PDF/UA-1), as many A4 pages as it takes."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - half a second and Pango, for a door that most requests never open

    with override(SOURCE):
        francais = whole(personne, now=now)
        with override(langue.code):
            sienne = francais if langue.code == SOURCE else whole(personne, now=now)
        html = render_to_string(
            "bilan/copie_pdf.html", {"titre": francais.titre, "autre": sienne.titre, "langue": langue, "lignes": list(lines(francais, sienne))}
        )
    contenu = HTML(string=html).write_pdf(stylesheets=[CSS(filename=str(ICI / "static" / "bilan" / "copie.css"))], pdf_variant="pdf/ua-1")
    assert isinstance(contenu, bytes)  # noqa: S101  it has no file to write to
    return contenu


def lines(francais: Noeud, sienne: Noeud, niveau: int = 2) -> Iterator[Ligne]:
    """Return the tree line by line. Both trees are of the same person at the same instant: they have the same shape."""
    for ici, autre in zip(francais.enfants, sienne.enfants, strict=True):
        if ici.titre and (ici.texte or ici.enfants):
            yield Ligne(
                niveau=min(niveau, 4),
                titre=ici.titre,
                texte=ici.texte,
                autre_titre=autre.titre if autre.titre != ici.titre else "",
                autre_texte=autre.texte if autre.texte != ici.texte else "",
            )
        yield from lines(ici, autre, niveau + 1)
