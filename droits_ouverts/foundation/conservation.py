"""How long each thing is kept: the reviewed file `conservation.yaml`, read. Every room takes its durations here and writes none itself.

A file with a hole or a typo stops the start, with the place and the mend.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from droits_ouverts.foundation.durees import Duree

FICHIER = Path(__file__).with_suffix(".yaml")
ACTIONS = frozenset({"detruire_cle_et_effacer", "effacer", "effacer_avec_repere", "fermer", "retirer_identite", "rendre_sans_effet", "garder"})
DEGRES = frozenset({"sur", "probable", "a_verifier"})


class PolitiqueError(ValueError):
    """The policy cannot be used; the message says where and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regle:
    """One rule: what starts its clock, how long, how many days before somebody is told, whether a hold stops it, what is done, and where that comes from.

    `duree` is None for what is kept without end; `au_plus` bounds what an installation may choose instead.
    """

    nom: str
    declencheur: str
    duree: Duree | None
    au_plus: Duree | None
    preavis: Duree | None
    reserve: bool
    action: str
    seconde_personne: bool
    source: str
    valable_du: date
    verifie_le: date
    degre: str

    @property
    def terme(self) -> Duree:
        """The duration of a rule that has one. Raise `PolitiqueError`."""
        if self.duree is None:
            raise PolitiqueError(f"La règle « {self.nom} » n’a pas de durée.")
        return self.duree


@dataclass(frozen=True, slots=True, kw_only=True)
class Politique:
    """The whole file: rules by name, the rules and the columns of each table, what bounds an approval; `empreinte` is the SHA-256 of its text."""

    regles: Mapping[str, Regle]
    tables: Mapping[str, tuple[str, ...]]
    champs: Mapping[str, frozenset[str]]
    approbation: Duree
    plafond_nombre: int
    plafond_pour_cent: int
    empreinte: str

    def ceiling(self, tenus: int) -> int:
        """Return how many files a night may erase at most, where this many are held."""
        return max(self.plafond_nombre, tenus * self.plafond_pour_cent // 100)


@cache
def politique() -> Politique:
    """Return the policy of this version of the service."""
    return read(FICHIER.read_text(encoding="utf-8"))


def regle(nom: str) -> Regle:
    """Return a rule by its name."""
    return politique().regles[nom]


def read(texte: str) -> Politique:
    """Read a policy. Raise `PolitiqueError`, with the place and the mend."""
    try:
        lu: dict[str, Any] = yaml.safe_load(texte)
        regles = {nom: _rule(nom, contenu) for nom, contenu in lu["regles"].items()}
        tables = {nom: tuple(contenu["regles"]) for nom, contenu in lu["tables"].items()}
        champs = {nom: frozenset(contenu["champs"]) for nom, contenu in lu["tables"].items()}
        borne = lu["approbation"]
        lue = Politique(
            regles=regles,
            tables=tables,
            champs=champs,
            approbation=Duree.parse(borne["duree"]),
            plafond_nombre=int(borne["plafond_nombre"]),
            plafond_pour_cent=int(borne["plafond_pour_cent"]),
            empreinte=hashlib.sha256(texte.encode()).hexdigest(),
        )
    except PolitiqueError:
        raise
    except (AttributeError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
        raise PolitiqueError(f"conservation.yaml : {error!r}. Corrigez la ligne, sur le modèle des autres.") from error
    inconnues = {nom for des_regles in tables.values() for nom in des_regles} - regles.keys()
    inutiles = regles.keys() - {nom for des_regles in tables.values() for nom in des_regles}
    if inconnues or inutiles or not all(tables.values()):
        raise PolitiqueError(f"conservation.yaml : règles inconnues {sorted(inconnues)}, règles sans table {sorted(inutiles)}. Chaque table a une règle.")
    return lue


def _rule(nom: str, contenu: Mapping[str, Any]) -> Regle:
    une = Regle(
        nom=nom,
        declencheur=str(contenu["declencheur"]),
        duree=_duration(contenu.get("duree")),
        au_plus=_duration(contenu.get("au_plus")),
        preavis=_duration(contenu.get("preavis")),
        reserve=_yes(contenu["reserve"]),
        action=str(contenu["action"]),
        seconde_personne=_yes(contenu["seconde_personne"]),
        source=str(contenu["source"]),
        valable_du=contenu["valable_du"],
        verifie_le=contenu["verifie_le"],
        degre=str(contenu["degre"]),
    )
    connus = {"declencheur", "duree", "au_plus", "preavis", "reserve", "action", "seconde_personne", "source", "valable_du", "verifie_le", "degre"}
    fautes = [f"« {cle} » n’est pas une ligne connue" for cle in contenu if cle not in connus]
    if une.action not in ACTIONS or une.degre not in DEGRES:
        fautes.append("« action » ou « degre » n’est pas un mot connu")
    if (une.duree is None) != (une.action == "garder"):
        fautes.append("ce qui est gardé n’a pas de durée, et le reste en a une")
    if not all(isinstance(contenu[cle], date) for cle in ("valable_du", "verifie_le")):
        fautes.append("« valable_du » et « verifie_le » sont des jours")
    if fautes:
        raise PolitiqueError(f"conservation.yaml, règle « {nom} » : {' ; '.join(fautes)}.")
    return une


def _duration(texte: str | None) -> Duree | None:
    return None if texte is None else Duree.parse(texte)


def _yes(valeur: object) -> bool:
    # YAML reads « oui » as a word: English alone is a truth for it.
    if valeur not in {"oui", "non"}:
        raise PolitiqueError(f"« {valeur} » : écrivez oui ou non.")
    return valeur == "oui"
