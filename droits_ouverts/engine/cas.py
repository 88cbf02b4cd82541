"""An anonymous test case of one right, in OpenFisca's own format of tests: the household, generalised, reduced to what the right was seen to read.

Nothing of it is anybody's: ages in years, amounts in tens of euros, no commune but its zone, no identifier. What is expected is what the engine computes
for this very household; what the institution decided stands beside, in words. Loads OpenFisca.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import yaml

from droits_ouverts.engine import openfisca_format
from droits_ouverts.engine.completions import Copie
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.interpreter import EXPERIMENTATION_RSA, Copies, system
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Genre
from droits_ouverts.engine.situation import Situation
from droits_ouverts.engine.situation_questionnaire import read

PERSONNES_MAX = 6
"""A larger household is too rare to be nobody's."""
DIZAINE = 10
LYON, METROPOLE = "69123", frozenset({"69"})
SECTIONS = ("menage", "famille", "foyer_fiscal")
MARGE = 0.01


class Enregistrees(Copies):
    """One copy of a household that remembers what it was told, variable by variable."""

    def __init__(self, situation: Situation) -> None:
        self.dites: dict[tuple[str, Entite], dict[str, list[object]]] = {}
        super().__init__(situation, [Copie({})], REGLES)

    def _set(self, variable: str, quand: str, entite: Entite, valeurs: Sequence[Sequence[object | None]]) -> None:
        self.dites.setdefault((variable, entite), {})[quand] = list(valeurs[0])
        super()._set(variable, quand, entite, valeurs)


def generalised(questionnaire: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a household that is nobody's any more; None where it is too large to be."""
    personnes = questionnaire.get("personnes") or []
    if not 1 <= len(personnes) <= PERSONNES_MAX:
        return None
    mois = str(questionnaire["mois"])
    suite = [{"id": f"personne_{rang}", "role": une["role"], "faits": _facts(une.get("faits") or {}, mois)} for rang, une in enumerate(personnes, 1)]
    groupes = {section: _facts(questionnaire.get(section) or {}, mois) for section in SECTIONS if questionnaire.get(section)}
    for faits in groupes.values():
        faits.pop("droits_recus", None)
    return {"mois": mois, "personnes": suite, **groupes}


def _facts(faits: Mapping[str, Any], mois: str) -> dict[str, Any]:
    dits = {nom: _general(nom, valeur, mois) for nom, valeur in faits.items() if nom in FAITS or nom == "droits_recus"}
    return {nom: valeur for nom, valeur in dits.items() if valeur is not None}


def _general(nom: str, valeur: Any, mois: str) -> Any:  # noqa: ANN401 - a value of JSON
    fait = FAITS.get(nom)
    if fait is None or valeur is None or (isinstance(valeur, dict) and valeur.get("refus")):
        return None
    if fait.genre is Genre.COMMUNE:
        return LYON if str(valeur)[:2] in METROPOLE else None
    if nom == "date_naissance":
        return _same_age(date.fromisoformat(str(valeur)), mois)
    if fait.genre is Genre.MONTANT:
        return {quand: _ten(un) for quand, un in valeur.items()} if isinstance(valeur, dict) else _ten(valeur)
    return valeur


def _ten(valeur: Any) -> Any:  # noqa: ANN401 - a value of JSON
    return DIZAINE * round(valeur / DIZAINE) if isinstance(valeur, int | float) and not isinstance(valeur, bool) else valeur


def _same_age(naissance: date, mois: str) -> str:
    """Return a day on which somebody of the same age, in years on the first of the month, was born."""
    annee, numero = int(mois[:4]), int(mois[5:])
    age = annee - naissance.year - ((numero, 1) < (naissance.month, naissance.day))
    return f"{annee - max(age, 0):04d}-{numero:02d}-01"


def case_of(questionnaire: Mapping[str, Any], code: str, *, dit: Sequence[str] = ()) -> str | None:
    """Return the test as YAML, `dit` as comments above it; None where the household is too rare, or the right has no rule that computes."""
    general, regle = generalised(questionnaire), REGLES.get(code)
    if general is None or regle is None:
        return None
    situation = read(general, general["mois"])
    copies = Enregistrees(situation)
    copies.simulation.trace = True
    attendus = [nom for nom in (regle.eligibilite, regle.montant) if nom]
    sorties = {nom: np.asarray(copies.simulation.calculate(nom, situation.mois)) for nom in attendus}
    lues = {noeud.name for arbre in copies.simulation.tracer.trees for noeud in _nodes(arbre)}
    document = {
        "name": f"{regle.libelle} : cas anonyme",
        "period": situation.mois,
        "absolute_error_margin": MARGE,
        "input": _inputs(situation, copies, lues),
        "output": _outputs(situation, sorties),
    }
    commentaires = "".join(f"# {' '.join(ligne.split())}\n" for ligne in dit)
    return commentaires + str(yaml.safe_dump([document], allow_unicode=True, sort_keys=False, width=120))


def _nodes(arbre: Any) -> list[Any]:  # noqa: ANN401 - OpenFisca is untyped
    trouves, reste = [], [arbre]
    while reste:
        noeud = reste.pop()
        trouves.append(noeud)
        reste.extend(noeud.children)
    return trouves


def _inputs(situation: Situation, copies: Enregistrees, lues: set[str]) -> dict[str, Any]:
    entrees: dict[str, Any] = openfisca_format.write(Situation(mois=situation.mois, personnes=situation.personnes, groupes=situation.groupes, reponses={}))
    for (variable, entite), par_mois in sorted(copies.dites.items(), key=lambda item: item[0][0]):
        if variable not in lues:
            continue
        info = system().variables[variable]
        defaut = info.default_value.name if hasattr(info.default_value, "name") else info.default_value
        for rang, ident in enumerate(situation.ids(entite)):
            valeurs = {quand: _plain(ligne[rang]) for quand, ligne in par_mois.items() if ligne[rang] is not None and ligne[rang] != defaut}
            if valeurs:
                entrees[openfisca_format.NOMS_PLURIELS[entite]][ident][variable] = valeurs.get("ETERNITY", valeurs)
    if "departement_experimentation_rsa" in lues:
        annee = int(situation.mois[:4])
        vrais = {f"{an:04d}-{m:02d}": True for an in (annee - 1, annee) for m in range(1, 13) if f"{an:04d}-{m:02d}" >= EXPERIMENTATION_RSA}
        for ident in situation.ids(Entite.FAMILLE):
            entrees["familles"][ident]["departement_experimentation_rsa"] = vrais
    return entrees


def _outputs(situation: Situation, sorties: Mapping[str, np.ndarray]) -> dict[str, Any]:
    dites: dict[str, Any] = {}
    for nom, valeurs in sorties.items():
        entite = Entite(system().variables[nom].entity.key)
        for ident, valeur in zip(situation.ids(entite), valeurs, strict=True):
            dites.setdefault(openfisca_format.NOMS_PLURIELS[entite], {}).setdefault(ident, {})[nom] = (
                bool(valeur) if valeurs.dtype == bool else round(float(valeur), 2)
            )
    return dites


def _plain(valeur: Any) -> Any:  # noqa: ANN401 - a value of OpenFisca
    return valeur.isoformat() if isinstance(valeur, date) else valeur
