"""The reference: OpenFisca-France as published, plus our rights, over many copies of one household in one simulation.

Nothing is rewritten here. A copy is the household with its unknown facts completed, and with the rights that it does not take up
masked (a what-if); OpenFisca computes all copies at once.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.holders import set_input_divide_by_period
from openfisca_core.simulations import Simulation, SimulationBuilder

from droits_ouverts.engine.communes import to_openfisca
from droits_ouverts.engine.completions import Completion, Copie
from droits_ouverts.engine.formules.extension import build_system
from droits_ouverts.engine.formules.types import Regle, Versement
from droits_ouverts.engine.inputs import derived_states, monthly_incomes
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Periode
from droits_ouverts.engine.situation import Etat, Situation

logger = logging.getLogger(__name__)

EXPERIMENTATION_RSA = "2025-03"
"""From this month RSA and prime d'activité look at M-4..M-2 everywhere (pre-filled statement since 01/03/2025, press: lemediasocial.fr; the decree was not read): OpenFisca does so
only where its input `departement_experimentation_rsa` is true."""

DERIVES = frozenset({"annees_titre_sejour"})
"""Facts whose variable is filled together with others, by `inputs.derived_states`."""

PRISE_EN_COMPTE: dict[str, tuple[str, ...]] = {
    "rsa": ("rsa",),
    "prime_activite": ("ppa",),
    "aides_logement": ("aide_logement_montant",),
    "allocations_familiales": ("af",),
    "complement_familial": ("cf",),
    "asf": ("asf",),
    "paje_allocation_base": ("paje_base",),
    "aah": ("aah",),
    "aeeh": ("aeeh",),
    "aspa": ("aspa",),
    "asi": ("asi",),
    "ass": ("ass",),
    "cej_allocation": ("contrat_engagement_jeune",),
}
"""The OpenFisca variables by which other rights see a right: zero, beside our own amount, in the copies that do not take it up."""


@cache
def system() -> Any:  # noqa: ANN401 - OpenFisca is untyped
    """Return the tax and benefit system, built once per process (about 3 s and 200 MB)."""
    return build_system()


class CopiesSimulation(Simulation):  # type: ignore[misc]  # OpenFisca is untyped
    """A simulation in which some copies do not take up some rights: the computed amount is zero there.

    `masques`: variable -> (zeros and ones for the months before `depuis`, the same from it on).
    """

    masques: Mapping[str, tuple[np.ndarray, np.ndarray]] = {}
    depuis: str = ""

    def _run_formula(self, variable: Any, population: Any, period: Any) -> Any:  # noqa: ANN401 - OpenFisca is untyped
        array = super()._run_formula(variable, population, period)
        masques = self.masques.get(variable.name)
        if masques is None or array is None:
            return array
        return array * masques[str(period.start)[:7] >= self.depuis]


class Copies:
    """The copies of one household, ready to be computed.

    Arrays returned have shape (number of copies,), or (number of copies, persons or groups) where said.
    """

    def __init__(self, situation: Situation, copies: Sequence[Copie], regles: Mapping[str, Regle]) -> None:
        self.situation = situation
        self.copies = copies
        self.simulation = self._build(regles)
        self._set_inputs()

    def _build(self, regles: Mapping[str, Regle]) -> CopiesSimulation:
        n, personnes = len(self.copies), self.situation.personnes
        builder = SimulationBuilder()
        builder.create_entities(system())
        builder.declare_person_entity("individu", [str(i) for i in range(n * len(personnes))])
        for entite in (Entite.FAMILLE, Entite.FOYER_FISCAL, Entite.MENAGE):
            groupes = self.situation.groupes[entite]
            rang = {p: (i, role) for i, groupe in enumerate(groupes) for p, role in groupe.membres}
            population = builder.declare_entity(entite.value, np.arange(n * len(groupes)))
            un = np.array([rang[p.id][0] for p in personnes])
            appartenance = (np.arange(n)[:, None] * len(groupes) + un[None, :]).ravel()
            builder.join_with_persons(population, appartenance, [rang[p.id][1] for p in personnes] * n)
        simulation = CopiesSimulation(system(), builder.populations)
        simulation.masques, simulation.depuis = self._masks(regles), self.situation.mois
        return simulation

    def _masks(self, regles: Mapping[str, Regle]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        recus = self.situation.droits_recus
        masques: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        for code, regle in regles.items():
            if regle.versement is not Versement.MENSUEL or regle.montant is None:
                continue
            prise = np.array([code not in copie.sans for copie in self.copies])
            avant = np.array([(code not in copie.sans) if copie.etablie else (recus is None or code in recus) for copie in self.copies])
            if prise.all() and avant.all():
                continue
            for nom in (*PRISE_EN_COMPTE.get(code, ()), regle.montant):
                taille = len(self.situation.ids(Entite(system().variables[nom].entity.key)))
                masques[nom] = (np.repeat(avant, taille), np.repeat(prise, taille))
        return masques

    # Inputs

    def _set_inputs(self) -> None:
        mois = self.situation.mois
        calendrier = months.between(f"{int(mois[:4]) - 2}-01", months.shift(mois, 1))
        for fait in FAITS.values():
            if fait.variable and fait.nom not in DERIVES and fait.periode in (Periode.MOIS, Periode.ETERNITE):
                self._set_fact(fait, calendrier)
        completions = [copie.completion for copie in self.copies]
        for variable, valeurs in derived_states(self.situation, completions):
            if not any(nom == variable for _, _, nom in self.situation.autres):
                for quand in calendrier:
                    self._set(variable, quand, Entite.INDIVIDU, valeurs)
        for variable, entite, par_mois in monthly_incomes(self.situation, completions, calendrier):
            for quand, montants in par_mois.items():
                self._set(variable, quand, entite, montants)
        for quand in calendrier:
            if quand >= EXPERIMENTATION_RSA:
                self.simulation.set_input("departement_experimentation_rsa", quand, np.full(len(self.copies) * len(self.situation.ids(Entite.FAMILLE)), True))
        self._set_others()

    def _set_fact(self, fait: Fait, calendrier: Sequence[str]) -> None:
        valeurs = [[self._openfisca_value(fait, ident, copie.completion) for ident in self.situation.ids(fait.entite)] for copie in self.copies]
        if all(valeur is None for ligne in valeurs for valeur in ligne):
            return
        quands = ["ETERNITY"] if fait.periode is Periode.ETERNITE else calendrier
        for quand in quands:
            self._set(str(fait.variable), quand, fait.entite, valeurs)

    def _openfisca_value(self, fait: Fait, ident: str, completion: Completion) -> object | None:
        valeur = completion.get((fait.nom, ident))
        if valeur is None:
            reponse = self.situation.reponses.get((fait.nom, ident))
            if reponse is None or reponse.etat is not Etat.CONNU:
                return None
            valeur = reponse.valeur
        return to_openfisca_value(fait, valeur)

    def _set(self, variable: str, quand: str, entite: Entite, valeurs: Sequence[Sequence[object | None]]) -> None:
        info = system().variables[variable]
        defaut = info.default_value.name if hasattr(info.default_value, "name") else info.default_value
        plat = [defaut if valeur is None else valeur for ligne in valeurs for valeur in ligne]
        self.simulation.set_input(variable, quand, _array(info, plat))

    def _set_others(self) -> None:
        groupes: dict[tuple[Entite, str, str], dict[str, object]] = {}
        for (entite, ident, variable), par_periode in self.situation.autres.items():
            for quand, valeur in by_definition_period(variable, par_periode).items():
                groupes.setdefault((entite, variable, quand), {})[ident] = valeur
        for (entite, variable, quand), par_ident in groupes.items():
            ids = self.situation.ids(entite)
            # What another person's own answers have already filled stays.
            deja = self.simulation.get_array(variable, quand)
            if deja is None:
                lignes = [[par_ident.get(ident) for ident in ids]] * len(self.copies)
            else:
                anciennes = deja.decode_to_str() if hasattr(deja, "decode_to_str") else deja
                lignes = [[par_ident.get(ident, ancien) for ident, ancien in zip(ids, ligne, strict=True)] for ligne in anciennes.reshape(-1, len(ids))]
                # OpenFisca adds to a month that is already filled, or refuses it.
                self.simulation.delete_arrays(variable, quand)
            self._set(variable, quand, entite, lignes)

    # Answers

    def members(self, variable: str) -> np.ndarray:
        """Compute a monthly variable for the demandeur's family: shape (copies, persons of the family or 1 group)."""
        entite = Entite(system().variables[variable].entity.key)
        valeurs = np.asarray(self.simulation.calculate(variable, self.situation.mois))
        tableau = valeurs.reshape(len(self.copies), len(self.situation.ids(entite)))
        if entite is Entite.INDIVIDU:
            retenus = [i for i, ident in enumerate(self.situation.ids(entite)) if ident in self.situation.famille_du_demandeur]
        else:
            retenus = [self.situation.ids(entite).index(self.situation.groupe_de(entite, self.situation.demandeur.id))]
        return tableau[:, retenus]


def by_definition_period(variable: str, par_periode: Mapping[str, object]) -> dict[str, object]:
    """Cut years into months as OpenFisca does for this variable: amounts in equal shares, states repeated.

    The widest periods come first: a month given by itself is more exact than the year that holds it.
    """
    info, coupes = system().variables[variable], dict[str, object]()
    for quand, valeur in sorted(par_periode.items(), key=lambda item: -periods.period(item[0]).size_in_days):
        periode = periods.period(quand)
        larges = info.definition_period == periods.DateUnit.MONTH and periode.unit != periods.DateUnit.ETERNITY and periode.size_in_months > 1
        if not larges or info.set_input is None:
            coupes[quand] = valeur
            continue
        mois = [str(m) for m in periode.get_subperiods(periods.DateUnit.MONTH)]
        partage = info.set_input is set_input_divide_by_period and isinstance(valeur, (int, float))
        coupes.update(dict.fromkeys(mois, valeur / len(mois) if partage and isinstance(valeur, (int, float)) else valeur))
    return coupes


def to_openfisca_value(fait: Fait, valeur: object) -> object:
    """Return the value of an answer as OpenFisca takes it (enum names, commune of an arrondissement)."""
    if fait.genre is Genre.CHOIX:
        return next((choix.openfisca for choix in fait.choix if choix.valeur == valeur), valeur)
    if fait.genre is Genre.COMMUNE:
        return to_openfisca(str(valeur))
    return valeur


def _array(info: Any, plat: list[object]) -> np.ndarray:  # noqa: ANN401 - OpenFisca is untyped
    if info.value_type.__name__ == "Enum":
        return np.array(plat, dtype=str)
    if info.value_type.__name__ == "date":
        return np.array(plat, dtype="datetime64[D]")
    if info.value_type is str:
        return np.array(plat, dtype=object)
    return np.array(plat, dtype=info.dtype)
