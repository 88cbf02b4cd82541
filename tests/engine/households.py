"""Random questionnaires drawn from the schema, for property tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Periode
from droits_ouverts.engine.situation_questionnaire import FORMAT

MOIS = "2026-11"


def answers(fait: Fait, *, known_only: bool = False) -> st.SearchStrategy[Any]:
    """Any answer that the file may hold for a fact: known, null or refused."""
    known = _known(fait)
    if known_only or fait.genre is Genre.DATE:
        return known
    return st.one_of(known, st.none(), st.just({"refus": True}))


def _known(fait: Fait) -> st.SearchStrategy[Any]:
    amounts = st.floats(fait.minimum or 0, min(fait.maximum or 3000, 3000), allow_nan=False, width=32).map(lambda v: round(float(v), 2))
    match fait.genre:
        case Genre.OUI_NON:
            return st.booleans()
        case Genre.CHOIX:
            return st.sampled_from([choix.valeur for choix in fait.choix])
        case Genre.NOMBRE:
            return st.integers(int(fait.minimum or 0), int(min(fait.maximum or 100, 100)))
        case Genre.COMMUNE:
            return st.sampled_from(["69259", "69256", "69387", "69123", "75118", "13205"])
        case Genre.DATE:
            return st.dates(date(1930, 1, 1), date(2026, 11, 1)).map(date.isoformat)
        case Genre.MONTANT if fait.periode is Periode.MOIS_PASSES:
            by_month = st.fixed_dictionaries({m: st.one_of(amounts, st.none()) for m in months.window(MOIS)})
            return st.one_of(amounts, by_month.filter(lambda d: any(v is not None for v in d.values())))
        case Genre.MONTANT:
            return amounts


def facts(entite: Entite) -> st.SearchStrategy[dict[str, Any]]:
    """A few facts of one entity, the birth date always among those of a person."""
    possible = {f.nom: answers(f) for f in FAITS.values() if f.entite is entite and f.nom != "date_naissance"}
    optional = st.fixed_dictionaries({}, optional=possible)
    if entite is not Entite.INDIVIDU:
        return optional
    born = st.fixed_dictionaries({"date_naissance": answers(FAITS["date_naissance"])})
    return st.tuples(born, optional).map(lambda pair: pair[0] | pair[1])


@st.composite
def questionnaires(draw: st.DrawFn) -> dict[str, Any]:
    """A questionnaire file: a demandeur, perhaps a partner, up to three children and another adult."""
    roles = ["demandeur"] + draw(st.sampled_from([[], ["conjoint"]])) + ["enfant"] * draw(st.integers(0, 3)) + draw(st.sampled_from([[], ["autre"]]))
    personnes = [{"id": f"p{i}", "role": role, "faits": draw(facts(Entite.INDIVIDU))} for i, role in enumerate(roles)]
    famille = draw(facts(Entite.FAMILLE))
    famille["droits_recus"] = draw(st.one_of(st.none(), st.lists(st.sampled_from(sorted(REGLES)), unique=True, max_size=3)))
    return {
        "format": FORMAT,
        "mois": MOIS,
        "personnes": personnes,
        "menage": draw(facts(Entite.MENAGE)),
        "famille": famille,
        "foyer_fiscal": draw(facts(Entite.FOYER_FISCAL)),
    }
