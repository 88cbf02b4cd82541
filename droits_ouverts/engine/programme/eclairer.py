"""Compute everything that a results page says beside an estimate: `explication`, `bascules` and `sensibilite` put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from droits_ouverts.engine.answers import month_values
from droits_ouverts.engine.completions import Completion
from droits_ouverts.engine.formules.types import Regle, Versement
from droits_ouverts.engine.programme import bascules as turning
from droits_ouverts.engine.programme.eclairage import Eclairage, EclairageDroit
from droits_ouverts.engine.programme.explication import failures
from droits_ouverts.engine.programme.sensibilite import real_dependencies
from droits_ouverts.engine.programme.variantes import Cas, Loi
from droits_ouverts.engine.programme.vieillir import Packer, case_of
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.engine.situation import Etat, Situation


def explain(
    situation: Situation,
    completions: Sequence[Completion],
    loi: Loi,
    pack: Packer,
    *,
    regles: Mapping[str, Regle],
    versions: Mapping[str, str],
    horaire_net: float | None = None,
) -> Eclairage:
    """Return what is said of a household. `horaire_net`: net euros of an hour at the SMIC; without it nothing is said of one more hour.

    Nothing is said of the rights that the month leaves to the interpreter; nor of one more hour where one of them pays each month.
    """
    calculees = loi.regles(regles)
    cas = case_of(situation, completions, loi.graph.entrees, pack)
    adultes = [rang for rang, p in enumerate(situation.personnes) if p.role in (Role.DEMANDEUR, Role.CONJOINT)]
    salaires = {ident: salaire for rang in adultes if (salaire := _wage(situation, ident := cas.ids[rang])) is not None}
    demandeur = cas.famille[0]
    salaire = salaires.get(cas.ids[demandeur])
    entiere = not any(regles[code].versement is Versement.MENSUEL for code in loi.interpreted(regles))
    marge = None if salaire is None or horaire_net is None or not entiere else turning.one_more_hour(loi, cas, demandeur, salaire, horaire_net, calculees)
    faits = real_dependencies(loi, _first(cas, situation, completions, loi, pack), calculees)
    echecs = failures(loi, cas, calculees)
    return Eclairage(
        mois=situation.mois,
        versions=versions,
        droits=tuple(EclairageDroit(code=code, echec=echecs[code], faits=faits[code]) for code in calculees),
        bascules=turning.turns(loi, cas, turning.sweeps(loi, cas, adultes, salaires), calculees),
        marge=marge,
        salaires=salaires,
        completions=len(completions),
    )


def _first(cas: Cas, situation: Situation, completions: Sequence[Completion], loi: Loi, pack: Packer) -> Cas:
    return cas if len(completions) == 1 else case_of(situation, completions[:1], loi.graph.entrees, pack)


def _wage(situation: Situation, ident: str) -> float | None:
    reponse = situation.reponse("salaire_net", ident)
    if reponse.etat is not Etat.CONNU:
        return None
    connus = [montant for _, montant in sorted(month_values(reponse.valeur).items()) if montant is not None]
    return float(connus[-1]) if connus else None
