"""The facts table: many households as columns, one row per person, and the population that a programme takes.

`menage` says who lives with whom (a whole number or a text; the rows of a household follow each other), `role` the place of each. Then one column for
each fact of the questionnaire; a fact of the family, tax household or household stands on the demandeur's row; an income by month has five columns,
`salaire_net@-4` to `salaire_net@0`. Nothing written (null) means not said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from droits_ouverts.engine import communes
from droits_ouverts.engine.answers import NAISSANCE_MIN
from droits_ouverts.engine.programme.foyers_lecture import Colonne, Dites, FoyersError, Lecture, Releve, Textes, read_column, said
from droits_ouverts.engine.programme.graph import FAMILLE, FOYER_FISCAL, INDIVIDU, MENAGE, Entree, scalar
from droits_ouverts.engine.programme.population import Groupes, Population
from droits_ouverts.engine.programme.situations import ANNUELS, MENSUEL_DE
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Fait, Genre, Periode, Role
from droits_ouverts.engine.situation import PERSONNES_MAX
from droits_ouverts.engine.situation_questionnaire import MARIES

__all__ = ["NECESSAIRES", "Colonne", "Description", "Foyers", "FoyersError", "Textes", "columns", "facts_needed", "read_foyers", "to_population"]

NECESSAIRES = ("menage", "role", "date_naissance")
"""Columns without which no household can be read."""
ROLES = tuple(role.value for role in Role)
DEMANDEUR, CONJOINT, ENFANT, AUTRE = (ROLES.index(role) for role in (Role.DEMANDEUR, Role.CONJOINT, Role.ENFANT, Role.AUTRE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A column of the table. `genre`: identifiant, texte, booleen, nombre, entier or date; `valeurs`: the texts allowed (communes are not listed)."""

    nom: str
    genre: str
    entite: str
    valeurs: tuple[str, ...] = ()
    minimum: float | str | None = None
    maximum: float | str | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foyers:
    """Households ready to be computed, in the order of the table.

    `menages`: the identifier of each, shape (households,); `personnes`: how many live there, int64; `famille`: for each person of the population,
    whether her rights are told (the demandeur, her partner, her children), bool.
    """

    population: Population
    menages: NDArray[Any]
    personnes: NDArray[np.int64]
    famille: NDArray[np.bool_]


def columns(mois: str) -> tuple[Description, ...]:
    """Return every column of the table for the check-ups of a month "AAAA-MM", in the order of the questions."""
    tete = (
        Description(nom="menage", genre="identifiant", entite=INDIVIDU, description="Le ménage de la personne : un nombre entier ou un texte."),
        Description(nom="role", genre="texte", entite=INDIVIDU, valeurs=ROLES, description="Sa place dans le ménage."),
    )
    return (*tete, *(description for fait in FAITS.values() for description in _describe(fait, mois)))


GENRES = {Genre.OUI_NON: "booleen", Genre.CHOIX: "texte", Genre.COMMUNE: "texte", Genre.MONTANT: "nombre", Genre.NOMBRE: "entier", Genre.DATE: "date"}


def _describe(fait: Fait, mois: str) -> list[Description]:
    mini, maxi = (NAISSANCE_MIN.isoformat(), _last_day(mois)) if fait.genre is Genre.DATE else (fait.minimum, fait.maximum)
    return [
        Description(
            nom=nom,
            genre=GENRES[fait.genre],
            entite=fait.entite.value,
            valeurs=tuple(choix.valeur for choix in fait.choix),
            minimum=mini,
            maximum=maxi,
            description=fait.libelle or fait.question,
        )
        for nom in names_of(fait)
    ]


def names_of(fait: Fait) -> tuple[str, ...]:
    """Return the columns of a fact."""
    return tuple(f"{fait.nom}@{recul}" for recul in months.RECULS) if fait.periode is Periode.MOIS_PASSES else (fait.nom,)


def facts_needed(entrees: Collection[str]) -> tuple[str, ...]:
    """Return the columns that a calculation looks at, from the names of the inputs that it takes."""
    lues = {nom.partition("@")[0] for nom in entrees}
    lues |= {MENSUEL_DE[nom] for nom in lues if MENSUEL_DE.get(nom)}
    # The marital status says who shares a tax household, whether a right asks for it or not.
    lues |= {*NECESSAIRES, "statut_marital"}
    return ("menage", "role", *(nom for fait in FAITS.values() if fait.nom in lues for nom in names_of(fait)))


def to_population(colonnes: Mapping[str, Colonne], entrees: Mapping[str, Entree], mois: str) -> Population:
    """Return the population of a table, with the inputs of `entrees` (those of a programme) that its facts say.

    Persons are in the order of the table, the demandeur first in each household, as in a `Situation`. Raise `FoyersError`.
    """
    return read_foyers(colonnes, entrees, mois).population


def read_foyers(colonnes: Mapping[str, Colonne], entrees: Mapping[str, Entree], mois: str, *, exigees: Collection[str] = ()) -> Foyers:
    """Return the households of a table. `exigees`: columns that must be there besides the necessary ones.

    Raise `FoyersError` with every kind of problem met, the households and how many times.
    """
    manquent = [nom for nom in dict.fromkeys((*NECESSAIRES, *exigees)) if nom not in colonnes]
    if manquent:
        raise FoyersError.missing(manquent, tuple(colonnes))
    releve = Releve()
    lignes = len(colonnes["menage"])
    for nom, colonne in colonnes.items():
        if len(colonne) != lignes:
            releve.say(nom, f"la colonne a {len(colonne)} lignes ; « menage » en a {lignes}")
    menage = read_column("menage", colonnes["menage"], Lecture.IDENTIFIANT, releve)
    if releve.anomalies:
        raise FoyersError(releve.anomalies)
    menages = _Menages(menage, colonnes["role"], releve)
    if not menages.sains:
        raise FoyersError(releve.anomalies)
    faits = {
        nom: dites
        for fait in FAITS.values()
        for nom in names_of(fait)
        if nom in colonnes and (dites := _read_fact(nom, fait, colonnes[nom], menages, mois, releve)) is not None
    }
    if releve.anomalies:
        raise FoyersError(releve.anomalies)
    groupes = menages.groups(faits.get("statut_marital"))
    population = Population(personnes=lignes, groupes=groupes, entrees=_inputs(faits, entrees, groupes, menages))
    return Foyers(
        population=population,
        menages=menages.identifiants,
        personnes=menages.effectifs,
        famille=menages.ordered(menages.role) != AUTRE,
    )


class _Menages:
    """Who lives with whom: where each household begins, who its demandeur is, and what is wrong with it."""

    def __init__(self, menage: Dites, role: Colonne, releve: Releve) -> None:
        valeurs = menage.valeurs
        n = len(valeurs)
        debuts = np.flatnonzero(np.r_[True, valeurs[1:] != valeurs[:-1]]) if n else np.zeros(0, dtype=np.int64)
        self.nombre = len(debuts)
        self.effectifs = np.diff(np.r_[debuts, n]).astype(np.int64)
        self.de = np.repeat(np.arange(self.nombre), self.effectifs)
        self.identifiants = menage.shown(debuts)
        releve.identify(self.identifiants, self.de)
        releve.lines("menage", "personne sans ménage", ~menage.dites)
        roles = read_column("role", role, Lecture.TEXTE, releve, possibles=ROLES)
        releve.lines("role", "rôle non dit", ~said(role.rangs if isinstance(role, Textes) else role))
        self.role = np.where(roles.dites, roles.valeurs, -1).astype(np.int8)
        if not releve.anomalies:
            self._check(valeurs[debuts], releve)
        self.sains = not releve.anomalies
        if self.sains:
            est_demandeur = self.role == DEMANDEUR
            self.demandeurs = np.flatnonzero(est_demandeur)
            self.ordre = None if np.array_equal(self.demandeurs, debuts) else np.lexsort((~est_demandeur, self.de))

    def _check(self, tetes: NDArray[Any], releve: Releve) -> None:
        _, rangs, fois = np.unique(tetes, return_inverse=True, return_counts=True)
        releve.households("menage", "le ménage revient plus loin ; les lignes d'un ménage doivent se suivre", fois[rangs] > 1)
        releve.households("menage", f"plus de {PERSONNES_MAX} personnes", self.effectifs > PERSONNES_MAX)
        demandeurs = np.bincount(self.de, weights=self.role == DEMANDEUR, minlength=self.nombre)
        conjoints = np.bincount(self.de, weights=self.role == CONJOINT, minlength=self.nombre)
        releve.households("role", "personne n'a le rôle « demandeur » : à qui ces personnes sont-elles rattachées ?", demandeurs == 0)
        releve.households("role", "plusieurs personnes ont le rôle « demandeur » ; une seule est possible", demandeurs > 1)
        releve.households("role", "plusieurs personnes ont le rôle « conjoint » ; une seule est possible", conjoints > 1)

    def ordered(self, valeurs: NDArray[Any]) -> NDArray[Any]:
        """Return values by row as values by person of the population."""
        return valeurs if self.ordre is None else valeurs[self.ordre]

    def groups(self, statut: Dites | None) -> dict[str, Groupes]:
        """Return the groups that `situation_questionnaire.groups_of` gives each household."""
        de, role = self.ordered(self.de), self.ordered(self.role)
        autre, conjoint = role == AUTRE, role == CONJOINT
        autres = np.bincount(de, weights=autre, minlength=self.nombre).astype(np.int64)
        # Rank of each other adult among those of the household, from 0.
        vus = np.cumsum(autre) - autre
        rang = vus - (np.cumsum(autres) - autres)[de]
        separe = np.bincount(de, weights=conjoint, minlength=self.nombre).astype(np.int64)
        if statut is None:
            separe[:] = 0
        else:
            maries = [rang for rang, choix in enumerate(FAITS["statut_marital"].choix) if choix.valeur in MARIES]
            ensemble = ~statut.dites[self.demandeurs] | np.isin(statut.valeurs[self.demandeurs], maries)
            separe[ensemble] = 0
        familles, foyers = 1 + autres, 1 + separe + autres
        self.premiers = {FAMILLE: np.cumsum(familles) - familles, FOYER_FISCAL: np.cumsum(foyers) - foyers, MENAGE: np.arange(self.nombre)}
        de_famille = self.premiers[FAMILLE][de] + np.where(autre, 1 + rang, 0)
        part = conjoint & (separe[de] > 0)
        de_foyer = self.premiers[FOYER_FISCAL][de] + np.where(autre, 1 + separe[de] + rang, part)
        seul = np.where(autre, 0, role).astype(np.int8)
        return {
            FAMILLE: Groupes(nombre=int(familles.sum()), de=de_famille, role=seul),
            FOYER_FISCAL: Groupes(nombre=int(foyers.sum()), de=de_foyer, role=np.where(part, 0, seul).astype(np.int8)),
            MENAGE: Groupes(nombre=self.nombre, de=de, role=role),
        }


def _read_fact(nom: str, fait: Fait, colonne: Colonne, menages: _Menages, mois: str, releve: Releve) -> Dites | None:
    match fait.genre:
        case Genre.OUI_NON:
            dites = read_column(nom, colonne, Lecture.BOOLEEN, releve)
        case Genre.CHOIX:
            dites = read_column(nom, colonne, Lecture.TEXTE, releve, possibles=tuple(choix.valeur for choix in fait.choix))
        case Genre.COMMUNE:
            dites = read_column(nom, colonne, Lecture.TEXTE, releve, possibles=communes.codes(), sorte="commune")
        case Genre.DATE:
            dites = read_column(nom, colonne, Lecture.DATE, releve, bornes=(np.datetime64(NAISSANCE_MIN), np.datetime64(_last_day(mois))))
            releve.lines(nom, "la date de naissance manque ; elle est nécessaire", ~dites.dites)
        case _:
            bornes = (0.0 if fait.minimum is None else fait.minimum, np.inf if fait.maximum is None else fait.maximum)
            lecture = Lecture.ENTIER if fait.genre is Genre.NOMBRE else Lecture.NOMBRE
            dites = read_column(nom, colonne, lecture, releve, bornes=bornes)
    if fait.entite.value != INDIVIDU:
        _check_group_fact(nom, fait, dites, menages, releve)
    return dites


def _check_group_fact(nom: str, fait: Fait, dites: Dites, menages: _Menages, releve: Releve) -> None:
    ailleurs = dites.dites & (menages.role != DEMANDEUR)
    if ailleurs.any():
        du_demandeur = menages.demandeurs[menages.de]
        contredit = ailleurs & ~(dites.dites[du_demandeur] & (dites.valeurs == dites.valeurs[du_demandeur]))
        releve.lines(nom, f"ce fait de « {fait.entite.value} » s'écrit sur la ligne du demandeur ; une autre ligne dit autre chose", contredit)


def _inputs(faits: Mapping[str, Dites], entrees: Mapping[str, Entree], groupes: Mapping[str, Groupes], menages: _Menages) -> dict[str, NDArray[Any]]:
    ecrites = {}
    for nom, dites in faits.items():
        entree, fait = entrees.get(nom), FAITS[nom.partition("@")[0]]
        if entree is None:
            continue
        dite = dites.dites
        if fait.periode in ANNUELS:
            # A year counts only where months of it were said.
            mois_dits = [faits[m].dites for m in names_of(FAITS[MENSUEL_DE[nom]]) if m in faits]
            dite = dite & np.logical_or.reduce(mois_dits) if mois_dits else np.zeros_like(dite)
        valeurs = _coded(fait, entree, dites)
        colonne = valeurs.astype(entree.dtype) if dite.all() else np.where(dite, valeurs, scalar(entree.defaut, entree.dtype)).astype(entree.dtype)
        if entree.entity == INDIVIDU:
            ecrites[nom] = menages.ordered(colonne)
            continue
        ecrites[nom] = np.full(groupes[entree.entity].nombre, scalar(entree.defaut, entree.dtype), dtype=entree.dtype)
        ecrites[nom][menages.premiers[entree.entity]] = colonne[menages.demandeurs]
    return ecrites


def _coded(fait: Fait, entree: Entree, dites: Dites) -> NDArray[Any]:
    if fait.genre is not Genre.COMMUNE:
        return dites.valeurs
    categories = entree.categories or {}
    codes = np.array([categories.get(code, 0) for code in communes.codes()], dtype=np.int32)
    return np.asarray(codes[dites.valeurs])


def _last_day(mois: str) -> str:
    return str(np.datetime64(months.shift(mois, 1), "D") - 1)
