"""The clocks of an appeal, from the day a decision reached somebody, or was born of silence. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from droits_ouverts.delais.articles import REJET
from droits_ouverts.delais.calcul import birth, last_day
from droits_ouverts.droits.enums import Grade, Juridiction, Prealable
from droits_ouverts.droits.horloges_regles import DELAI_RAISONNABLE, rules_of
from droits_ouverts.droits.horloges_types import EtatHorloge, FaitsDuDroit, Horloge, RegleHorloge
from droits_ouverts.droits.types import Droit


def appeals(droit: Droit, faits: FaitsDuDroit, *, base: date | None, sure: bool, places: tuple[int, ...], on: date) -> Iterator[Horloge]:
    """Yield the clocks of the appeals that a decision opens; `base` is the day they run from, `sure` whether it is the law's own. None once she went to court."""
    if faits.juge_saisi_le is not None:
        return
    regles = {regle.cle: regle for regle in rules_of(droit)}
    for place in places:
        premier, reponse, juge = (regles.get(f"recours[{place}].{pas}") for pas in ("prealable", "reponse", "juge"))
        if base is None:
            yield from (
                Horloge(droit=droit.code, regle=regle, etat=EtatHorloge.SANS_DATE, manque=("decision_notifiee_le",))
                for regle in (premier or juge,)
                if regle is not None
            )
        elif premier is None or reponse is None:
            if juge is not None and faits.recours_depose_le is None:
                yield _step(droit, juge, faits, base, sure=sure)
        elif faits.recours_depose_le is None:
            yield _step(droit, premier, faits, base, sure=sure)
            if juge is not None and droit.recours[place].prealable is not Prealable.OBLIGATOIRE:
                yield _step(droit, juge, faits, base, sure=sure)
        else:
            yield from _once_filed(droit, faits, (premier, reponse, juge), _step(droit, premier, faits, base, sure=sure), on)


def _once_filed(
    droit: Droit, faits: FaitsDuDroit, regles: tuple[RegleHorloge, RegleHorloge, RegleHorloge | None], premier: Horloge, on: date
) -> Iterator[Horloge]:
    """Yield what runs once the first step was taken: in time, late, answered or not."""
    depose_le, calcul = faits.recours_depose_le, premier.calcul
    if depose_le is None or calcul is None:
        return
    _, reponse, juge = regles
    dernier = max(calcul.le, premier.raisonnable_le or calcul.le)
    tardif = depose_le > dernier
    facultatif = regles[0].enonce is not None and _is_optional(droit, regles[0])
    if tardif and facultatif:
        # Sent too late, it starts nothing again: the delay to go to court has run since the decision.
        if juge is not None:
            yield _step(droit, juge, faits, calcul.depart, sure=premier.certaine)
        return
    if tardif:
        yield replace(premier, tardive=True, certaine=False)
    sure = premier.certaine and not tardif
    if faits.recours_decision_notifiee_le is not None:
        if juge is not None:
            yield _step(droit, juge, faits, faits.recours_decision_notifiee_le, sure=sure)
        return
    if reponse.duree is None:
        return
    # Silence runs from reception; posted is earlier, and prudent.
    recu_le = faits.recours_recu_le or depose_le
    rejet = birth(recu_le, reponse.duree, article=REJET)
    connu = faits.recours_recu_le is not None and reponse.grade is Grade.VERIFIE and not tardif
    yield Horloge(droit=droit.code, regle=reponse, etat=EtatHorloge.COURT, calcul=rejet, certaine=connu)
    if juge is not None and rejet.le <= on:
        yield _step(droit, juge, faits, rejet.le, sure=connu)


def _is_optional(droit: Droit, premier: RegleHorloge) -> bool:
    place = int(premier.cle.removeprefix("recours[").partition("]")[0])
    return droit.recours[place].prealable is not Prealable.OBLIGATOIRE


def _step(droit: Droit, regle: RegleHorloge, faits: FaitsDuDroit, base: date, *, sure: bool) -> Horloge:
    """One step to take before a day; a decision that says nothing of appeals leaves a year before an administrative court, never to be counted on."""
    if regle.duree is None:
        return Horloge(droit=droit.code, regle=regle, etat=EtatHorloge.SANS_DELAI)
    administratif = regle.juridiction is Juridiction.TRIBUNAL_ADMINISTRATIF
    # Months of distance are counted before the court only: for a first step, without them one is early.
    loin = {"eloignement": faits.eloignement} if regle.cle.endswith(".juge") else {}
    calcul = last_day(base, regle.duree, regle.decompte, feries=faits.feries, doutes=regle.doutes, **loin)
    muette = administratif and faits.voies_indiquees is False
    return Horloge(
        droit=droit.code,
        regle=regle,
        etat=EtatHorloge.COURT,
        calcul=calcul,
        certaine=sure and not muette and regle.grade is Grade.VERIFIE and not calcul.doutes,
        raisonnable_le=last_day(base, DELAI_RAISONNABLE, calcul.decompte.BRUT).le if muette else None,
    )
