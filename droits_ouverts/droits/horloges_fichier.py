"""Reading `horloges.yaml`: the clocks that the catalogue says in a sentence. Strict as the catalogue itself; no Django here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.enonces import statements
from droits_ouverts.droits.problemes import CatalogueError, Probleme
from droits_ouverts.droits.reader import Reader, parse_yaml
from droits_ouverts.droits.types import Droit, Enonce
from droits_ouverts.foundation.durees import Duree

FICHIER = Path(__file__).parent / "horloges.yaml"
_JOUR = re.compile(r"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8])")


@dataclass(frozen=True, slots=True, kw_only=True)
class DelaiEcrit:
    """A length that a sentence of the catalogue gives: to show oneself, to hand papers in, to be given what was granted.

    `recours` is the place of the appeal that opens after it, where there is one.
    """

    droit: str
    objet: str
    duree: Duree
    recours: int | None
    enonce: Enonce


@dataclass(frozen=True, slots=True, kw_only=True)
class Campagne:
    """A window of the year in which a right is asked: month and day of its ends (`ouvre` None: open already).

    `annee` is the year for which the text says them, None where it says them of every year. `supposee`: the text does not give the last day.
    """

    droit: str
    objet: str
    annee: int | None
    ouvre: tuple[int, int] | None
    ferme: tuple[int, int]
    viser: Duree | None
    supposee: bool
    enonce: Enonce

    def of(self, annee: int) -> tuple[date | None, date]:
        """Return the first and the last day of the window in a year."""
        return (None if self.ouvre is None else date(annee, *self.ouvre)), date(annee, *self.ferme)

    def is_said_of(self, annee: int) -> bool:
        """Whether the text says these days of that year."""
        return self.annee is None or self.annee == annee


@dataclass(frozen=True, slots=True, kw_only=True)
class HorlogesEcrites:
    """Everything that the file says, in its order."""

    contacts: tuple[DelaiEcrit, ...]
    pieces: tuple[DelaiEcrit, ...]
    executions: tuple[DelaiEcrit, ...]
    campagnes: tuple[Campagne, ...]


@cache
def load_horloges() -> HorlogesEcrites:
    """Return what the house's file says. Raise `CatalogueError` naming each fault."""
    return read_horloges(FICHIER.read_text(encoding="utf-8"), load_catalogue())


def read_horloges(text: str, catalogue: Mapping[str, Droit]) -> HorlogesEcrites:
    """Return what a file says; raise `CatalogueError` where a statement of the catalogue no longer says what is drawn from it."""
    problemes: list[Probleme] = []
    reader = Reader(parse_yaml(text, FICHIER.name), fichier=FICHIER.name, problemes=problemes)
    reader.day("verifie_le")
    lu = HorlogesEcrites(
        contacts=_delays(reader, "contacts", catalogue),
        pieces=_delays(reader, "pieces", catalogue),
        executions=_delays(reader, "executions", catalogue),
        campagnes=tuple(_campagne(enfant, catalogue) for enfant in reader.children("campagnes")),
    )
    reader.finish()
    if problemes:
        raise CatalogueError(problemes)
    return lu


def _delays(reader: Reader, cle: str, catalogue: Mapping[str, Droit]) -> tuple[DelaiEcrit, ...]:
    return tuple(_delay(enfant, catalogue) for enfant in reader.children(cle))


def _delay(reader: Reader, catalogue: Mapping[str, Droit]) -> DelaiEcrit:
    droit, enonce = _source(reader, catalogue)
    duree = reader.duration("duree")
    if duree is None and reader.data.get("duree", "") is None:
        reader.report("duree", "cette valeur est vide.", "Écrivez une durée ISO 8601 : P3M pour 3 mois.")
    recours = reader.number("recours") if "recours" in reader.data else None
    if recours is not None and droit in catalogue and not 0 <= recours < len(catalogue[droit].recours):
        reader.report("recours", f"la fiche n’a pas de recours[{recours:g}].", "Donnez la place d’un recours de la fiche, à partir de 0.")
    delai = DelaiEcrit(
        droit=droit, objet=reader.needed_text("objet"), duree=duree or Duree(jours=1), recours=None if recours is None else int(recours), enonce=enonce
    )
    reader.finish()
    return delai


def _campagne(reader: Reader, catalogue: Mapping[str, Droit]) -> Campagne:
    droit, enonce = _source(reader, catalogue)
    annee = reader.number("annee")
    ouvre, ferme = _day(reader, "ouvre"), _day(reader, "ferme")
    if ferme is None and reader.data.get("ferme", "") is None:
        reader.report("ferme", "cette valeur est vide.", "Donnez le dernier jour ; si le texte ne le dit pas, ajoutez « supposee: true ».")
    if ouvre is not None and ferme is not None and ouvre > ferme:
        reader.report("ouvre", "la fenêtre s’ouvre après s’être fermée.", "Écrivez deux jours de la même année, le premier avant le dernier.")
    campagne = Campagne(
        droit=droit,
        objet=reader.needed_text("objet"),
        annee=None if annee is None else int(annee),
        ouvre=ouvre,
        ferme=ferme or (12, 31),
        viser=reader.duration("viser"),
        supposee=reader.flag("supposee"),
        enonce=enonce,
    )
    reader.finish()
    return campagne


def _day(reader: Reader, cle: str) -> tuple[int, int] | None:
    texte = reader.matching(cle, _JOUR, "n’est pas un jour de l’année.", "Écrivez le mois et le jour : '10-16'.", optional=False)
    return None if texte is None else (int(texte[:2]), int(texte[3:]))


def _source(reader: Reader, catalogue: Mapping[str, Droit]) -> tuple[str, Enonce]:
    """Return the right and the statement that a line is drawn from; its words must still be there."""
    code, place, champ, cite = (reader.needed_text(cle) for cle in ("droit", "enonce", "champ", "cite"))
    article = reader.text("article", optional=True)
    droit = catalogue.get(code)
    if droit is None:
        reader.report("droit", f"« {code} » n’est pas un code de droit.", "Choisissez un code de codes.py.")
        return code, next(iter(catalogue.values())).public
    enonce = statements(droit).get(place)
    if enonce is None:
        reader.report("enonce", f"la fiche n’a pas d’énoncé « {place} ».", "Donnez sa place dans la fiche : delai, renouvellement, pieges[0].")
        return code, droit.public
    dit = getattr(enonce, champ, None)
    texte = " / ".join(dit) if isinstance(dit, tuple) else str(dit)
    if not cite or _plain(cite) not in _plain(texte):
        reader.report(
            "cite", f"« {cite} » n’est plus dans catalogue/{code}.yaml, {place}.{champ}.", "Relisez la fiche, puis corrigez la fenêtre et la citation."
        )
    return code, enonce if article is None else replace(enonce, article=article)


def _plain(texte: str) -> str:
    return texte.replace("\u00a0", " ")
