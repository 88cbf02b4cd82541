"""The rights check-up as a table that a person reads in a terminal. Pure: values in, text out."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from droits_ouverts.bilan.phrases import hypothesis_said
from droits_ouverts.bilan.presentation import LIBELLES, Etat, cards, headline, interpreted, next_question, sub_headline
from droits_ouverts.config.console.langue import Traducteur, traducteur
from droits_ouverts.foundation.langue import month_name, speaking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from droits_ouverts.bilan.presentation import Carte
    from droits_ouverts.engine.results import Estimation

LARGEUR = 96
"""Columns of the text, frame included."""
COLONNES = (12, 33, 18)
"""Columns of state, right and amount; the one who decides takes the rest."""
RAISONS_MAX = 3
"""Reasons shown for one right; the JSON has them all."""
MANQUANTS_MAX = 3

DETAILLES = (Etat.PROBABLE, Etat.A_VERIFIER, Etat.RECU)


def render(estimation: Estimation, langue: str = "fr") -> str:
    """Return the whole check-up: sum, table, details of what may be asked for, next question, sources. Ends with a line feed."""
    with speaking(langue):
        return _rendered(estimation, traducteur(langue))


def _rendered(estimation: Estimation, dire: Traducteur) -> str:
    cartes = cards(estimation, {})
    parties = [
        _heading(estimation, dire),
        *_table(cartes, dire),
        "",
        *_details(cartes, dire),
        *_outside(cartes, dire),
        *_question(estimation, dire),
        *_footer(estimation, dire),
    ]
    return "\n".join(ligne.rstrip() for partie in parties for ligne in partie.split("\n")) + "\n"


def _heading(estimation: Estimation, dire: Traducteur) -> str:
    lignes = [
        f"{dire('Bilan des droits')} — {month_name(estimation.mois)}",
        *_wrapped(dire("Estimation, pas une promesse : chaque organisme décide.")),
        "",
        *_wrapped(f"{headline(estimation, '')}."),
    ]
    resume = sub_headline(estimation)
    if resume:
        lignes += _wrapped(resume)
    if dire.langue != "fr":
        lignes += _wrapped(dire("Traduction non relue : en cas de doute, le français fait foi."))
    return "\n".join([*lignes, ""])


def _table(cartes: Sequence[Carte], dire: Traducteur) -> Iterator[str]:
    largeurs = (*COLONNES, LARGEUR - sum(COLONNES) - 3 * len(COLONNES) - 4)
    yield _rule("┌┬┐", largeurs)
    yield from _row((dire("État"), dire("Droit"), dire("Montant estimé"), dire("Qui décide")), largeurs)
    for etat in DETAILLES:
        siens = [carte for carte in cartes if carte.etat is etat]
        if not siens:
            continue
        yield _rule("├┼┤", largeurs)
        for carte in siens:
            yield from _row((_state(etat, dire), carte.libelle, f"{carte.montant} {carte.periode}".strip(), carte.decide_par), largeurs)
    yield _rule("└┴┘", largeurs)


def _rule(coins: str, largeurs: Sequence[int]) -> str:
    return coins[0] + coins[1].join("─" * (largeur + 2) for largeur in largeurs) + coins[2]


def _row(cellules: Sequence[str], largeurs: Sequence[int]) -> Iterator[str]:
    colonnes = [textwrap.wrap(_spaced(cellule), largeur) or [""] for cellule, largeur in zip(cellules, largeurs, strict=True)]
    for rang in range(max(map(len, colonnes))):
        yield "│ " + " │ ".join((col[rang] if rang < len(col) else "").ljust(largeur) for col, largeur in zip(colonnes, largeurs, strict=True)) + " │"


def _state(etat: Etat, dire: Traducteur) -> str:
    signe, mot = LIBELLES[etat]
    return f"{signe} {dire(mot)}"


def _details(cartes: Sequence[Carte], dire: Traducteur) -> Iterator[str]:
    for etat in DETAILLES:
        siens = [carte for carte in cartes if carte.etat is etat and (carte.pourquoi or carte.manquantes or carte.notes or carte.erreur or carte.perdu)]
        if not siens:
            continue
        yield _state(etat, dire)
        yield ""
        for carte in siens:
            yield f"  {carte.libelle}"
            yield from _detail(carte, dire)
            yield ""


def _detail(carte: Carte, dire: Traducteur) -> Iterator[str]:
    if carte.erreur:
        yield from _wrapped(carte.erreur, "    ")
    if carte.pourquoi:
        yield from _wrapped(f"{dire('Pourquoi')} : {' '.join(carte.pourquoi[:RAISONS_MAX])}", "    ")
    if carte.articles:
        yield from _wrapped(f"{dire('Textes')} : {' ; '.join(carte.articles[:RAISONS_MAX])}", "    ")
    if carte.manquantes:
        questions = " ".join(manquante.question for manquante in carte.manquantes[:MANQUANTS_MAX])
        reste = len(carte.manquantes) - MANQUANTS_MAX
        suite = f" (+ {reste})" if reste > 0 else ""
        mot = "Il manque" if carte.etat is Etat.A_VERIFIER else "Pour préciser"
        yield from _wrapped(f"{dire(mot)} : {questions}{suite}", "    ")
    if carte.perdu:
        yield from _wrapped(carte.perdu, "    ")
    for note in carte.notes:
        yield from _wrapped(f"{dire('Attention')} : {note}", "    ")


def _outside(cartes: Sequence[Carte], dire: Traducteur) -> Iterator[str]:
    hors = [carte for carte in cartes if carte.etat is Etat.HORS]
    if not hors:
        return
    yield _state(Etat.HORS, dire)
    yield ""
    for carte in hors:
        raison = f" : {carte.pourquoi[0]}" if carte.pourquoi else ""
        yield from _wrapped(f"{carte.libelle}{raison}", "  ", "    ")
    yield ""


def _question(estimation: Estimation, dire: Traducteur) -> Iterator[str]:
    suivante = next_question(estimation, {})
    if suivante is not None:
        yield from _wrapped(f"{dire('La question qui aiderait le plus')} : {suivante.question}")
        yield ""


def _footer(estimation: Estimation, dire: Traducteur) -> Iterator[str]:
    if estimation.hypotheses:
        yield f"{dire('Ce qui a été supposé')} :"
        for hypothese in estimation.hypotheses:
            yield from _wrapped(f"- {hypothesis_said(hypothese)}", "  ", "    ")
        yield ""
    if any(droit.a_droit_constant for droit in estimation.droits):
        yield from _wrapped(
            dire("À droit constant : pour une partie de ces droits, la loi de ce mois n'est pas encore connue ; la dernière loi connue est appliquée.")
        )
    versions = estimation.versions
    source = f"OpenFisca-France {versions.get('openfisca_france', '')} (https://openfisca.org), AGPL-3.0"
    yield from _wrapped(f"{dire('Calculé avec')} {source}{dire(', et les règles de Droits Ouverts')} {versions.get('droits_ouverts', '')}.")
    par_programme = estimation.moteur == "programme"
    yield from _wrapped(dire("Calculé par le programme compilé de ce mois.") if par_programme else dire("Calculé par l’interpréteur."))
    if estimation.interpretes:
        yield from _wrapped(f"{dire('Calculé à part, par l’interpréteur :')} {', '.join(interpreted(estimation))}.")
    yield from _wrapped(dire("Estimation, pas une promesse : chaque organisme décide."))


def _wrapped(texte: str, retrait: str = "", suite: str | None = None) -> list[str]:
    return textwrap.wrap(_spaced(texte), LARGEUR, initial_indent=retrait, subsequent_indent=retrait if suite is None else suite, break_on_hyphens=False) or [""]


def _spaced(texte: str) -> str:
    """Return the text for fixed-width columns: the narrow no-break space becomes the wide one, which terminals show."""
    return texte.replace("\u202f", "\u00a0")
