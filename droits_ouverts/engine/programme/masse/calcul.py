"""From a part of a population to what each household may receive: one row a household, columns for each right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from droits_ouverts.engine.formules.registre import EXCLUSIFS, REGLES
from droits_ouverts.engine.formules.types import Regle, Versement
from droits_ouverts.engine.programme.execution import Execution
from droits_ouverts.engine.programme.fichier import Programme, from_bytes
from droits_ouverts.engine.programme.foyers import Foyers, facts_needed, read_foyers
from droits_ouverts.engine.programme.graph import CONSTANTE, INDIVIDU, Graph
from droits_ouverts.engine.programme.masse.parquet import MasseError, to_columns

Regles = Mapping[str, Regle]
PERIODES = {Versement.MENSUEL: "euros par mois", Versement.ANNUEL: "euros par an", Versement.UNIQUE: "euros, une fois"}


def covered(programme: Programme, regles: Regles = REGLES) -> dict[str, Regle]:
    """Return the rules whose answer and amounts are all in a programme."""
    return {code: regle for code, regle in regles.items() if not set(outputs_of([regle])) - set(programme.graph.sorties)}


def chosen(programme: Programme, codes: Collection[str] | None, regles: Regles = REGLES) -> dict[str, Regle]:
    """Return the rules asked for, all those that the programme computes by default. Raise `MasseError` for one that it doesn't."""
    calculees = covered(programme, regles)
    for code in codes or ():
        if code not in regles:
            raise MasseError(f"« {code} » n'est pas le code d'un droit. Les codes sont dans docs/catalogue.md.")
        if code not in calculees:
            raise MasseError(f"le droit « {code} » n'est pas dans le programme de {programme.mois} : seul l'interpréteur le calcule, ménage par ménage.")
    return calculees if codes is None else {code: calculees[code] for code in dict.fromkeys(codes)}


def outputs_of(regles: Collection[Regle]) -> tuple[str, ...]:
    """Return the outputs of a programme that are read, each once."""
    noms = [nom for r in regles for nom in (r.eligibilite, r.montant, r.montant_min, r.montant_max) if nom]
    return tuple(dict.fromkeys(noms))


class Calcul:
    """A programme planned for some rights, and the table that they make. Raise `MasseError` where its file's bytes can't be used."""

    def __init__(self, programme: Programme | bytes, codes: Collection[str], regles: Regles = REGLES) -> None:
        """Plan the computation once."""
        self.programme = from_bytes(programme, "le programme") if isinstance(programme, bytes) else programme
        self.regles = {code: regles[code] for code in codes}
        self.graph: Graph = self.programme.graph
        self.execution = Execution(self.programme, outputs_of(self.regles.values()))
        self.entrees = {nom: self.graph.entrees[nom] for nom in _inputs_read(self.graph, outputs_of(self.regles.values()))}
        self.colonnes = facts_needed(self.entrees)

    def read(self, table: pa.Table) -> Foyers:
        """Return the households of a table. Raise `FoyersError`."""
        return read_foyers(to_columns(table), self.entrees, self.programme.mois)

    def compute(self, table: pa.Table) -> pa.Table:
        """Return what the households of a table may receive, in their order. Raise `FoyersError`.

        A right is that of the demandeur's family: it opens where it does for one of its persons, and their amounts add up; amounts are zero where it
        doesn't open, null where the law gave no number.
        """
        foyers = self.read(table)
        resultats = self.execution.run(foyers.population)
        colonnes: dict[str, NDArray[Any]] = {"personnes": foyers.personnes.astype(np.int16)}
        mensuels = {}
        for code, regle in self.regles.items():
            combien = self._told(foyers, resultats[regle.eligibilite], regle.eligibilite)
            eligible = combien > 0
            colonnes[f"{code}_eligible"] = eligible
            if self._of_persons(regle.eligibilite):
                colonnes[f"{code}_personnes"] = combien.astype(np.int16)
            for nom, variable in _amounts(regle).items():
                colonnes[f"{code}_{nom}"] = np.where(eligible, self._told(foyers, resultats[variable], variable), 0.0)
            if regle.versement is Versement.MENSUEL and regle.montant:
                mensuels[code] = colonnes[f"{code}_montant"]
        colonnes["total_mensuel"] = _total(mensuels, len(foyers.menages))
        menages = pa.array(foyers.menages, type=self.menage_of(table))
        schema = self.schema(menages.type)
        return pa.table([menages, *(pa.array(colonnes[champ.name], type=champ.type, from_pandas=True) for champ in list(schema)[1:])], schema=schema)

    @staticmethod
    def menage_of(table: pa.Table) -> pa.DataType:
        """Return the type of the identifiers of households, texts as texts."""
        genre = table.schema.field("menage").type
        return genre.value_type if pa.types.is_dictionary(genre) else genre

    def schema(self, menage: pa.DataType) -> pa.Schema:
        """Return the columns of the answer, each with what it says; `menage`: type of the households' identifiers."""
        champs = [pa.field("menage", menage), _field("personnes", pa.int16(), "personnes du ménage")]
        for code, regle in self.regles.items():
            champs.append(_field(f"{code}_eligible", pa.bool_(), regle.libelle))
            if self._of_persons(regle.eligibilite):
                champs.append(_field(f"{code}_personnes", pa.int16(), f"{regle.libelle} : personnes qui y ont droit"))
            champs += [_field(f"{code}_{nom}", pa.float64(), f"{regle.libelle} : {PERIODES[regle.versement or Versement.MENSUEL]}") for nom in _amounts(regle)]
        return pa.schema([*champs, _field("total_mensuel", pa.float64(), "ce que ces droits versent chaque mois, en euros")])

    def _of_persons(self, sortie: str) -> bool:
        return self.graph.nodes[self.graph.sorties[sortie]].entity == INDIVIDU

    def _told(self, foyers: Foyers, valeurs: NDArray[Any], sortie: str) -> NDArray[np.float64]:
        """Return an output added up over the demandeur's family, or her group's: float64 of shape (households,)."""
        entity = self.graph.nodes[self.graph.sorties[sortie]].entity
        if entity == CONSTANTE or valeurs.ndim == 0:
            return np.full(len(foyers.menages), valeurs, dtype=np.float64)
        debuts = np.cumsum(foyers.personnes) - foyers.personnes
        if entity == INDIVIDU:
            return np.asarray(np.add.reduceat(np.where(foyers.famille, valeurs.astype(np.float64), 0.0), debuts))
        return np.asarray(valeurs[foyers.population.groupes[entity].de[debuts]], dtype=np.float64)


def _amounts(regle: Regle) -> dict[str, str]:
    toutes = {"montant": regle.montant, "montant_min": regle.montant_min, "montant_max": regle.montant_max}
    return {nom: variable for nom, variable in toutes.items() if variable}


def _total(mensuels: Mapping[str, NDArray[Any]], menages: int) -> NDArray[np.float64]:
    """Return everything that pays each month, with the larger only of two rights that exclude each other."""
    somme = sum(mensuels.values(), np.zeros(menages))
    for exclusifs in EXCLUSIFS:
        presents = [mensuels[code] for code in sorted(exclusifs & set(mensuels))]
        if len(presents) > 1:
            somme = somme - np.sum(presents, axis=0) + np.max(presents, axis=0)
    return np.asarray(somme)


def _field(nom: str, genre: pa.DataType, description: str) -> pa.Field:
    return pa.field(nom, genre, metadata={"description": description})


def _inputs_read(graph: Graph, sorties: Collection[str]) -> list[str]:
    """Return the inputs on which some outputs depend, what-if masks excepted."""
    vus = set()
    restent = [graph.sorties[nom] for nom in sorties]
    while restent:
        rang = restent.pop()
        if rang not in vus:
            vus.add(rang)
            restent += graph.nodes[rang].args
    noms = [str(graph.nodes[rang].params[0]) for rang in sorted(vus) if graph.nodes[rang].op == "input"]
    return [nom for nom in noms if not nom.startswith(("prise.", "avant."))]
