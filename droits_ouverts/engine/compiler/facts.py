"""From the answers of a check-up to OpenFisca's variables, month by month, inside the graph.

The same rules as `engine.inputs` and `engine.interpreter` give for one household, written on arrays so that they are traced with the law: whatever runs
the programme takes the questionnaire's answers and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from droits_ouverts.engine import communes
from droits_ouverts.engine.compiler.labels import EnumChoice, Labels, table
from droits_ouverts.engine.compiler.traced import Traced
from droits_ouverts.engine.compiler.tracing import TracingSimulation
from droits_ouverts.engine.compiler.witnesses import draw
from droits_ouverts.engine.formules.types import Regle, Versement
from droits_ouverts.engine.inputs import COMPAGNES
from droits_ouverts.engine.interpreter import DERIVES, EXPERIMENTATION_RSA, PRISE_EN_COMPTE
from droits_ouverts.engine.programme.graph import FAMILLE, Entree
from droits_ouverts.engine.programme.situations import ANNUELS
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Fait, Genre, Periode

NON_DIT = -1.0
"""What stands for "not said" in an amount or a number: none may be below zero."""


def entrees(system: Any) -> dict[str, Entree]:  # noqa: ANN401 - OpenFisca is untyped
    """Return every input of a check-up programme, masks excepted, by name."""
    faites = (entree for fait in FAITS.values() for entree in _of_fact(fait, system))
    return {entree.nom: entree for entree in faites}


def _of_fact(fait: Fait, system: Any) -> list[Entree]:  # noqa: ANN401 - OpenFisca is untyped
    entity = fait.entite.value
    if fait.periode is Periode.MOIS_PASSES:
        return [Entree(nom=f"{fait.nom}@{recul}", entity=entity, dtype="float64", defaut=0.0, minimum=0.0, maximum=fait.maximum) for recul in months.RECULS]
    if fait.periode in ANNUELS:
        return [Entree(nom=fait.nom, entity=entity, dtype="float64", defaut=0.0, minimum=0.0, maximum=fait.maximum)]
    defaut = None if fait.variable is None else system.variables[fait.variable].default_value
    match fait.genre:
        case Genre.OUI_NON:
            return [Entree(nom=fait.nom, entity=entity, dtype="bool", defaut=bool(defaut))]
        case Genre.CHOIX:
            return [Entree(nom=fait.nom, entity=entity, dtype="uint8", defaut=len(fait.choix), minimum=0, maximum=len(fait.choix))]
        case Genre.DATE:
            return [Entree(nom=fait.nom, entity=entity, dtype="datetime64[D]", defaut=str(defaut))]
        case Genre.COMMUNE:
            codes = {"": 0, **{code: rang for rang, code in enumerate(communes.codes(), start=1)}}
            return [Entree(nom=fait.nom, entity=entity, dtype="int32", defaut=0, minimum=0, maximum=len(codes) - 1, categories=codes)]
        case _:
            return [Entree(nom=fait.nom, entity=entity, dtype="float64", defaut=NON_DIT, minimum=NON_DIT, maximum=fait.maximum)]


class Facts:
    """Feeds a tracing simulation with the inputs of a check-up for one month."""

    def __init__(self, simulation: TracingSimulation, mois: str, regles: Mapping[str, Regle], graine: int = 1) -> None:
        self.simulation = simulation
        self.mois = mois
        self.calendrier = months.between(f"{int(mois[:4]) - 2}-01", months.shift(mois, 1))
        self.alea = np.random.default_rng(graine)
        self.temoins: dict[str, np.ndarray] = {}
        self.lues: dict[str, Any] = {}
        for entree in entrees(simulation.tax_benefit_system).values():
            self._declare(entree)
        self._masks(regles)

    def _declare(self, entree: Entree) -> Any:  # noqa: ANN401 - traced
        temoin = draw(entree, self.simulation.recorder.tailles[entree.entity], self.alea).astype(entree.dtype)
        self.temoins[entree.nom] = temoin
        self.lues[entree.nom] = self.simulation.entree(entree, temoin)
        return self.lues[entree.nom]

    def _masks(self, regles: Mapping[str, Regle]) -> None:
        masques = {}
        for code, regle in regles.items():
            if regle.versement is not Versement.MENSUEL or regle.montant is None:
                continue
            for nom in (*PRISE_EN_COMPTE.get(code, ()), regle.montant):
                entity = self.simulation.tax_benefit_system.variables[nom].entity.key
                noms = [f"{quand}.{code}.{entity}" for quand in ("avant", "prise")]
                avant, prise = (self.lues[n] if n in self.lues else self._declare(Entree(nom=n, entity=entity, dtype="bool", defaut=True)) for n in noms)
                masques[nom] = (avant, prise)
        self.simulation.masques, self.simulation.depuis = masques, self.mois

    def feed(self) -> None:
        """Set every variable that the check-up sets, for every month that OpenFisca may look at."""
        for fait in FAITS.values():
            if fait.variable and fait.nom not in DERIVES and fait.periode in (Periode.MOIS, Periode.ETERNITE):
                self._set(fait.variable, ["ETERNITY"] if fait.periode is Periode.ETERNITE else self.calendrier, self._value(fait))
        self._set("duree_possession_titre_sejour", self.calendrier, self._permit_years())
        handicap = self._is("taux_incapacite", ("50_79", "80_plus"))
        self._set("handicap", self.calendrier, handicap)
        for fait in FAITS.values():
            if fait.periode is Periode.MOIS_PASSES and fait.variable:
                self._incomes(fait)
        experimentation = np.full(self.simulation.recorder.tailles[FAMILLE], fill_value=True)
        self._set("departement_experimentation_rsa", [m for m in self.calendrier if m >= EXPERIMENTATION_RSA], experimentation)

    def _set(self, variable: str, quands: Sequence[str], array: Any) -> None:  # noqa: ANN401 - traced or numpy's
        for quand in quands:
            self.simulation.set_traced(variable, quand, array)

    def _value(self, fait: Fait) -> Any:  # noqa: ANN401 - traced
        """Return the variable's value of a fact that holds for all months."""
        lu, info = self.lues[fait.nom], self.simulation.tax_benefit_system.variables[str(fait.variable)]
        match fait.genre:
            case Genre.OUI_NON | Genre.DATE:
                return lu.astype(info.dtype)
            case Genre.COMMUNE:
                textes = [info.default_value, *(communes.to_openfisca(code) for code in communes.codes())]
                return _labels(lu, textes, info.dtype)
            case Genre.CHOIX:
                valeurs = [*(choix.openfisca for choix in fait.choix), info.default_value]
                if info.value_type.__name__ == "Enum":
                    rangs = [v.index if hasattr(v, "index") and not isinstance(v, str) else info.possible_values[str(v)].index for v in valeurs]
                    return EnumChoice(table(lu, np.array(rangs, dtype=np.int16)), info.possible_values)
                return _labels(lu, valeurs, info.dtype) if info.value_type is str else table(lu, np.array(valeurs)).astype(info.dtype)
            case _:
                return np.where(lu < 0, float(info.default_value), lu).astype(info.dtype)

    def _is(self, fait: str, valeurs: Sequence[str]) -> Traced:
        rangs = np.array([choix.valeur in valeurs for choix in FAITS[fait].choix] + [False])
        return table(self.lues[fait], rangs)

    def _permit_years(self) -> Any:  # noqa: ANN401 - traced
        mois, annees = self.lues["mois_residence_france"], self.lues["annees_titre_sejour"]
        dits = [np.where(lu < 0, 0.0, lu) for lu in (mois / 12, annees)]
        return np.where(self._is("nationalite", ("ue",)), dits[0], dits[1]).astype(np.float32)

    # Incomes

    def _incomes(self, fait: Fait) -> None:
        chemins = self._timeline(fait)
        for variable, taux in ((str(fait.variable), 1.0), *COMPAGNES.get(str(fait.variable), ())):
            dtype = self.simulation.tax_benefit_system.variables[variable].dtype
            faits: dict[int, Any] = {}
            for quand, chemin in chemins.items():
                # The same months before the window are the same node: nothing is recorded twice.
                faits.setdefault(chemin.rank, (chemin if taux == 1.0 else chemin * taux).astype(dtype))
                self.simulation.set_traced(variable, quand, faits[chemin.rank])

    def _timeline(self, fait: Fait) -> dict[str, Any]:
        """Return the income of each month in euros, float64: as `inputs._timeline` for one person."""
        fenetre = {months.shift(self.mois, recul): self.lues[f"{fait.nom}@{recul}"] for recul in months.RECULS}
        moyenne = sum(list(fenetre.values())[1:], start=next(iter(fenetre.values()))) / len(fenetre)
        premier = next(iter(fenetre))
        chemins: dict[str, Any] = {}
        for quand in self.calendrier:
            if quand in fenetre:
                chemins[quand] = fenetre[quand]
            elif quand > self.mois:
                chemins[quand] = fenetre[self.mois]
            else:
                chemins[quand] = np.where(self.lues["ressources_stables"], moyenne, self._yearly(fait, quand, premier, fenetre))
        return chemins

    def _yearly(self, fait: Fait, quand: str, premier: str, fenetre: Mapping[str, Any]) -> Any:  # noqa: ANN401 - traced or zero
        if fait.nom != "salaire_net":
            return 0.0
        retard = int(self.mois[:4]) - int(quand[:4])
        total = self.lues["salaire_annuel_n2" if retard > 1 else "salaire_annuel_n1"]
        if retard == 0:
            return total / 12
        dans_lannee: Any = sum([montant for mois, montant in fenetre.items() if mois[:4] == quand[:4]], start=0.0)
        restants = sum(1 for mois in months.between(f"{quand[:4]}-01", f"{quand[:4]}-12") if mois < premier)
        return np.maximum(0.0, total - dans_lannee) / max(1, restants)


def _labels(lu: Traced, textes: Sequence[object], dtype: Any) -> Labels:  # noqa: ANN401 - numpy's dtype
    return Labels(lu.recorder, lu.rank, lu.temoin, lu.entity, np.array(textes, dtype=object).astype(dtype))
