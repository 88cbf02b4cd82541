"""The sheet of an orientation on paper, with the slip that comes back. Only what she agreed to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from droits_ouverts.droits.services import all_droits
from droits_ouverts.orientation.enums import Champ, MotifImpossible, StatutEnvoi
from droits_ouverts.orientation.rules import REPONSES
from droits_ouverts.suivi.enums import Etat
from droits_ouverts.ui.langues import SOURCE, language
from droits_ouverts.ui.qr import qr_svg

if TYPE_CHECKING:
    from droits_ouverts.orientation.fiche import Fiche
    from droits_ouverts.orientation.models import Envoi

ICI = Path(__file__).resolve().parent.parent


def told_lines(fiche: Fiche) -> list[tuple[str, str]]:
    """Return what a sheet says, title and words, in the language of the page. What she did not agree to is not there, not even as a blank."""
    titres = {
        Champ.PRENOM: _("Prénom"),
        Champ.NOM: _("Nom"),
        Champ.NAISSANCE: _("Date de naissance"),
        Champ.JOINDRE: _("Pour la joindre"),
        Champ.LANGUE: _("Langue"),
        Champ.DROIT: _("Droit"),
        Champ.ETAPE: _("Où en est ce droit"),
        Champ.PRECISION: _("Ce que l’équipe vous écrit"),
    }
    return [(titre, _said(champ, valeur)) for champ, titre in titres.items() if (valeur := getattr(fiche, champ.value))]


def pdf(envoi: Envoi, fiche: Fiche, *, adresse: str) -> bytes:
    """Return the sheet for one service as a tagged PDF (PDF/UA-1), one A4 page, in French: the slip below is torn off and comes back. Raise nothing of its own."""
    with override(SOURCE):
        contexte = {
            "envoi": envoi,
            "orientation": envoi.orientation,
            "structure": envoi.orientation.structure,
            "lignes": told_lines(fiche),
            "reponses": [StatutEnvoi(code).label for code in REPONSES],
            "motifs": [motif.label for motif in MotifImpossible],
            "qr": qr_svg(adresse),
            "site": settings.SITE_URL,
        }
        return printed("orientation/bordereau.html", contexte)


def printed(gabarit: str, contexte: dict[str, Any]) -> bytes:
    """Return a page of the room as a tagged PDF (PDF/UA-1)."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 - half a second and Pango, for a door that most requests never open

    html = render_to_string(gabarit, contexte)
    contenu = HTML(string=html).write_pdf(stylesheets=[CSS(filename=str(ICI / "static" / "orientation" / "bordereau.css"))], pdf_variant="pdf/ua-1")
    assert isinstance(contenu, bytes)  # noqa: S101  it has no file to write to
    return contenu


def _said(champ: Champ, valeur: str) -> str:
    if champ is Champ.DROIT:
        return next((droit.libelle for droit in all_droits() if droit.code == valeur), valeur)
    if champ is Champ.ETAPE:
        return str(Etat(valeur).label) if valeur in Etat.values else valeur
    if champ is Champ.LANGUE:
        return language(valeur).nom
    if champ is Champ.NAISSANCE and valeur.count("-") == 2:
        annee, mois, jour = valeur.split("-")
        return f"{jour}/{mois}/{annee}"
    return valeur
