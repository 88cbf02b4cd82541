"""What the module knows of the questionnaire and of the rights besides the graph: facts, when they are asked, plausible values, communes."""

from __future__ import annotations

from collections.abc import Iterable

from droits_ouverts.engine import communes
from droits_ouverts.engine.formules.registre import REGLES, SUR_RESSOURCES_PERCUES
from droits_ouverts.engine.formules.types import Regle
from droits_ouverts.engine.programme.fichier import Programme
from droits_ouverts.engine.programme.javascript.bande import encode
from droits_ouverts.engine.programme.javascript.nombres import EmissionError
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import AgeEntre, EnCouple, Et, Fait, Non, Ou, Periode, Quand, RoleParmi, Vaut


def catalogue(programme: Programme) -> dict[str, object]:
    """Return, as JSON values, the facts in the order in which they are asked, the rights that the programme answers and those it does not.

    Raise `EmissionError` where the programme numbers the communes otherwise than this version does.
    """
    _check_communes(programme)
    calcules = [regle for regle in REGLES.values() if all(nom in programme.graph.sorties for nom in _variables(regle))]
    return {
        "faits": {fait.nom: _fact(fait) for fait in FAITS.values()},
        "annuels": [(fait.nom, _monthly(fait)) for fait in FAITS.values() if fait.periode in (Periode.ANNEE_N1, Periode.ANNEE_N2)],
        "regles": [_rule(regle) for regle in calcules],
        "refus": [code for code, regle in REGLES.items() if regle not in calcules],
        "percues": sorted(SUR_RESSOURCES_PERCUES),
        "communes": communes_by_departement(communes.codes()),
    }


def _variables(regle: Regle) -> list[str]:
    noms = (regle.eligibilite, regle.montant, regle.montant_min, regle.montant_max, *(c.variable for c in regle.conditions))
    return [nom for nom in noms if nom]


def _rule(regle: Regle) -> dict[str, object]:
    return {
        "code": regle.code,
        "eligibilite": regle.eligibilite,
        "montant": regle.montant,
        "montant_min": regle.montant_min,
        "montant_max": regle.montant_max,
        "versement": regle.versement,
        "conditions": [c.variable for c in regle.conditions],
    }


def _fact(fait: Fait) -> dict[str, object]:
    dit: dict[str, object] = {
        "nom": fait.nom,
        "entite": fait.entite.value,
        "genre": fait.genre.value,
        "periode": fait.periode.value,
        "plausibles": list(fait.plausibles.valeurs),
        "quand": condition(fait.quand),
    }
    if fait.choix:
        dit["choix"] = [choix.valeur for choix in fait.choix]
    dit |= {cle: borne for cle, borne in (("minimum", fait.minimum), ("maximum", fait.maximum)) if borne is not None}
    return dit


def condition(quand: Quand | None) -> list[object] | None:
    """Return a condition as nested lists, its kind first."""
    match quand:
        case None:
            return None
        case RoleParmi(roles=roles):
            return ["role", [role.value for role in roles]]
        case AgeEntre(minimum=minimum, maximum=maximum):
            return ["age", minimum, maximum]
        case EnCouple():
            return ["couple"]
        case Vaut(fait=fait, valeurs=valeurs):
            return ["vaut", fait, list(valeurs)]
        case Et(conditions=conditions):
            return ["et", [condition(c) for c in conditions]]
        case Ou(conditions=conditions):
            return ["ou", [condition(c) for c in conditions]]
        case Non(condition=inner):
            return ["non", condition(inner)]


def _monthly(annuel: Fait) -> str:
    return next(fait.nom for fait in FAITS.values() if fait.periode is Periode.MOIS_PASSES and fait.variable == annuel.variable)


def _check_communes(programme: Programme) -> None:
    attendues = {"": 0, **{code: rang for rang, code in enumerate(communes.codes(), start=1)}}
    for entree in programme.graph.entrees.values():
        if entree.categories is not None and entree.categories != attendues:
            message = f"« {entree.nom} » suit une autre liste de communes que cette version. Refaites le programme."
            raise EmissionError(message)


def communes_by_departement(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return, for the first two characters of Insee codes in order, runs of the last three: how far from the run before, and how long."""
    suites: dict[str, list[int]] = {}
    fins: dict[str, int] = {}
    for code in codes:
        departement, rang = code[:2], int(code[2:])
        suite = suites.setdefault(departement, [])
        if suite and fins[departement] == rang:
            suite[-1] += 1
        else:
            suite += [rang - fins.get(departement, 0), 1]
        fins[departement] = rang + 1
    return [(departement, encode(suite)) for departement, suite in suites.items()]
