"""A household for one month: its persons, its groups, and every fact known, unknown, refused or supposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.predicates import holds
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Role

PERSONNES_MAX = 20
"""Largest household that a check-up takes; beyond it is taken for a slip."""

Cle = tuple[str, str]
"""A fact and the person or group it is about: `("salaire_net", "awa")`, `("loyer", "menage")`."""


class Etat(StrEnum):
    """What is known of a fact. `SUPPOSE`: an OpenFisca file left it out, and OpenFisca's default is taken for a yes only."""

    CONNU = "connu"
    INCONNU = "inconnu"
    REFUSE = "refuse"
    SUPPOSE = "suppose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Probleme:
    """One thing wrong in a file: where (path), what was written, what to do."""

    chemin: str
    valeur: object
    message: str

    def __str__(self) -> str:
        return f"{self.chemin} : {self.message}"


class SituationError(ValueError):
    """The file is not a household that can be estimated. `errors` lists every problem, each with its place and its mend."""

    def __init__(self, errors: Iterable[Probleme]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


@dataclass(frozen=True, slots=True)
class Reponse:
    """The answer to one fact. `valeur` is None unless `CONNU`; for a fact by month it is a tuple of (month, euros or None)."""

    etat: Etat
    valeur: object | None = None


INCONNUE = Reponse(Etat.INCONNU)
REFUSEE = Reponse(Etat.REFUSE)
SUPPOSEE = Reponse(Etat.SUPPOSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Personne:
    """A person of the household, by an identifier that means nothing outside the file."""

    id: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Groupe:
    """A family, tax household or household: identifier and members with their OpenFisca role key, in order."""

    id: str
    membres: tuple[tuple[str, str], ...]

    def a_pour_membre(self, personne: str) -> bool:
        """Tell whether a person belongs to the group."""
        return any(membre == personne for membre, _ in self.membres)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One household for the month `mois` ("AAAA-MM").

    `reponses` holds an answer for each fact that may be asked of each person or group; a fact that has none is not asked of it.
    `droits_recus`: codes of the rights already received, None where not known. `autres`: OpenFisca inputs outside the schema, kept
    as they came: (entity, id, variable) -> {period: value}. `historique`: months of income outside the window, euros.
    """

    mois: str
    personnes: tuple[Personne, ...]
    groupes: Mapping[Entite, tuple[Groupe, ...]]
    reponses: Mapping[Cle, Reponse]
    droits_recus: frozenset[str] | None = None
    autres: Mapping[tuple[Entite, str, str], Mapping[str, object]] = field(default_factory=dict)
    historique: Mapping[Cle, Mapping[str, float]] = field(default_factory=dict)

    @property
    def demandeur(self) -> Personne:
        """The person whom the check-up is about."""
        return next(p for p in self.personnes if p.role is Role.DEMANDEUR)

    @property
    def famille_du_demandeur(self) -> tuple[str, ...]:
        """Identifiers of the demandeur, her partner and her children."""
        return tuple(p.id for p in self.personnes if p.role is not Role.AUTRE)

    def ids(self, entite: Entite) -> tuple[str, ...]:
        """Identifiers of the persons, or of the groups of an entity, in order."""
        if entite is Entite.INDIVIDU:
            return tuple(p.id for p in self.personnes)
        return tuple(g.id for g in self.groupes[entite])

    def groupe_de(self, entite: Entite, personne: str) -> str:
        """Identifier of the group of this entity to which a person belongs."""
        return next(g.id for g in self.groupes[entite] if g.a_pour_membre(personne))

    def naissance(self, personne: str) -> date | None:
        """Birth date, None where unknown."""
        valeur = self.reponses.get(("date_naissance", personne), INCONNUE).valeur
        return valeur if isinstance(valeur, date) else None

    def reponse(self, fait: str, ident: str) -> Reponse:
        """Return the answer to a fact; unknown where nothing was said."""
        return self.reponses.get((fait, ident), INCONNUE)

    def porteurs(self, fait: Fait) -> list[str]:
        """Return the persons or groups of whom a fact may be asked: the demandeur's family and its groups only."""
        if fait.entite is Entite.INDIVIDU:
            return list(self.famille_du_demandeur)
        return [self.groupe_de(fait.entite, self.demandeur.id)]

    def pertinence(self, fait: Fait, ident: str, choisies: Mapping[Cle, object] | None = None) -> bool | None:
        """Tell whether a fact matters for a person or group: True, False, or None where a gate is not answered.

        `choisies` replaces unknown answers by the values of a completion.
        """
        return holds(fait.quand, _VueSituation(self, fait, ident, choisies or {}))

    def with_answer(self, fait: str, ident: str, reponse: Reponse) -> Situation:
        """Return the same household with one answer changed."""
        return replace(self, reponses={**self.reponses, (fait, ident): reponse})


@dataclass(frozen=True, slots=True)
class _VueSituation:
    situation: Situation
    fait: Fait
    ident: str
    choisies: Mapping[Cle, object]

    def role(self) -> Role | None:
        if self.fait.entite is not Entite.INDIVIDU:
            return None
        return next(p.role for p in self.situation.personnes if p.id == self.ident)

    def age(self) -> int | None:
        if self.fait.entite is not Entite.INDIVIDU:
            return None
        naissance = self.situation.naissance(self.ident)
        return None if naissance is None else months.age_in(naissance, self.situation.mois)

    def en_couple(self) -> bool:
        return any(p.role is Role.CONJOINT for p in self.situation.personnes)

    def valeurs(self, fait: str) -> list[object | None]:
        autre = FAITS[fait]
        return [self._valeur(autre, ident) for ident in self._porteurs(autre)]

    def _porteurs(self, autre: Fait) -> list[str]:
        if autre.entite is self.fait.entite:
            return [self.ident]
        if autre.entite is Entite.INDIVIDU:
            return [p.id for p in self.situation.personnes if p.role in (Role.DEMANDEUR, Role.CONJOINT)]
        personne = self.ident if self.fait.entite is Entite.INDIVIDU else self.situation.demandeur.id
        return [self.situation.groupe_de(autre.entite, personne)]

    def _valeur(self, fait: Fait, ident: str) -> object | None:
        if (fait.nom, ident) in self.choisies:
            return self.choisies[fait.nom, ident]
        reponse = self.situation.reponse(fait.nom, ident)
        if reponse.etat is Etat.SUPPOSE:
            return default_of(fait)
        if reponse.etat is Etat.CONNU:
            return reponse.valeur
        # A gate that is itself not asked here (its own gate is closed) holds none of its values.
        pertinent = holds(fait.quand, _VueSituation(self.situation, fait, ident, self.choisies))
        return _SANS_OBJET if pertinent is False else None


_SANS_OBJET = object()


def default_of(fait: Fait) -> object:
    """Return what a supposed fact is taken to be: no, zero, or the answer that OpenFisca's default stands for."""
    return DEFAUTS.get(fait.nom, fait.choix[0].valeur if fait.choix else (0.0 if fait.minimum is not None else False))


DEFAUTS: dict[str, object] = {
    "nationalite": "francaise",
    "sejour_regulier": True,
    "mois_residence_france": 600,
    "mois_residence_metropole_lyon": 600,
    "contrat_energie_a_son_nom": True,
    "activite": "inactif",
    "taux_incapacite": "aucun",
    "gir": "non_defini",
    "scolarite": "inconnue",
    "assurance_maladie_ouverte": True,
    "adresse_courrier_stable": True,
    "metier_epoux_decede": "autre",
}
"""The answers that OpenFisca's defaults stand for, where they are neither no nor zero."""
