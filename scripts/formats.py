"""Write the tables of docs/formats.md from the questionnaire's schema: `python scripts/formats.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Periode

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "formats.md"
DEBUT, FIN = "<!-- faits : écrits par scripts/formats.py -->", "<!-- fin des faits -->"
PARTIES = {
    Entite.INDIVIDU: "Faits d'une personne (`personnes[].faits`)",
    Entite.FAMILLE: "Faits de la famille (`famille`)",
    Entite.FOYER_FISCAL: "Faits du foyer fiscal (`foyer_fiscal`)",
    Entite.MENAGE: "Faits du ménage (`menage`)",
}
PERIODES = {
    Periode.ETERNITE: "une fois",
    Periode.MOIS: "le mois du bilan",
    Periode.MOIS_PASSES: "chaque mois, de M-4 à M",
    Periode.ANNEE_N1: "l'année d'avant",
    Periode.ANNEE_N2: "2 ans avant",
}


def tables() -> str:
    """Return one table of facts for each entity, in Markdown."""
    lignes: list[str] = []
    for entite, titre in PARTIES.items():
        lignes += ["", f"#### {titre}", "", "| fait | réponse | pour | variable d'OpenFisca ou de Droits Ouverts |", "|---|---|---|---|"]
        lignes += [
            f"| `{fait.nom}` | {_answer(fait)} | {PERIODES[fait.periode]} | {f'`{fait.variable}`' if fait.variable else '–'} |"
            for fait in FAITS.values()
            if fait.entite is entite
        ]
    return "\n".join([*lignes[1:], ""])


def document(texte: str) -> str:
    """Return the document with its tables up to date."""
    avant, _, reste = texte.partition(DEBUT)
    _, _, apres = reste.partition(FIN)
    return f"{avant}{DEBUT}\n\n{tables()}\n{FIN}{apres}"


def _answer(fait: Fait) -> str:
    match fait.genre:
        case Genre.OUI_NON:
            return "`true` ou `false`"
        case Genre.CHOIX:
            return ", ".join(f"`{choix.valeur}`" for choix in fait.choix)
        case Genre.DATE:
            return 'date, `"1992-03-14"`'
        case Genre.COMMUNE:
            return 'code Insee, `"69259"`'
        case Genre.MONTANT:
            return f"euros{_bounds(fait)}"
        case Genre.NOMBRE:
            return f"nombre entier{_bounds(fait)}{f', {fait.unite}' if fait.unite else ''}"


def _bounds(fait: Fait) -> str:
    if fait.minimum is None or fait.maximum is None:
        return ""
    return f" ({fait.minimum:.0f} à {fait.maximum:.0f})"


def main() -> int:
    """Write the document; return 0."""
    DOCUMENT.write_text(document(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
