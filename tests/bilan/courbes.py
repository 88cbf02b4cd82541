"""An invented curve, free of Django: a prime that ends, an aid that shrinks, a cover that ends."""

from __future__ import annotations

from droits_ouverts.engine.courbe import SEMAINES_PAR_MOIS, Courbe, DroitCourbe, Hypothese, PointCourbe, Smic
from droits_ouverts.engine.results import Intervalle

SMIC = Smic(horaire_brut=12.31, horaire_net=9.745, taux_net=0.7916, depuis="2026-06-01", source="OpenFisca-France 176.1.8, smic_b_horaire")
FIN_PRIME = 1140.0


def courbe(*, bande: float = 0.0, actuel: float | None = 900.0) -> Courbe:
    """Return the curve; with `bande`, amounts are uncertain by that many euros above."""
    heures = {round(h * SEMAINES_PAR_MOIS * SMIC.horaire_net, 2): h for h in range(36)}
    salaires = sorted({10.0 * i for i in range(222)} | set(heures) | ({actuel} if actuel is not None else set()))
    points = tuple(_point(salaire, heures.get(salaire), bande, salaires) for salaire in salaires)
    return Courbe(
        mois="2026-11",
        versions={"openfisca_france": "176.1.8"},
        personne="p1",
        smic=SMIC,
        pas=10.0,
        salaire_actuel=actuel,
        actuel=None if actuel is None else salaires.index(actuel),
        points=points,
        droits=(
            DroitCourbe(code="aides_logement", libelle="Aide au logement (APL, ALF, ALS)", mensuel=True, debut=0.0, fin=None),
            DroitCourbe(code="prime_activite", libelle="Prime d'activité", mensuel=True, debut=30.0, fin=FIN_PRIME),
            DroitCourbe(code="c2s_sans_participation", libelle="Complémentaire santé solidaire gratuite", mensuel=False, debut=0.0, fin=820.0),
        ),
        completions=3 if bande else 1,
        hypotheses=(Hypothese.EN_REGIME, *([Hypothese.REPONSES_MANQUENT] if bande else [])),
    )


def _total(salaire: float) -> float:
    return salaire + _prime(salaire) + _logement(salaire)


def _prime(salaire: float) -> float:
    return 0.0 if salaire < 30 or salaire >= FIN_PRIME else 250.0


def _logement(salaire: float) -> float:
    return 400.0 - salaire / 10


def _point(salaire: float, heures: int | None, bande: float, salaires: list[float]) -> PointCourbe:
    plus = salaire + SEMAINES_PAR_MOIS * SMIC.horaire_net
    droits = {"aides_logement": Intervalle(min=_logement(salaire), max=_logement(salaire) + bande), "asf": Intervalle(min=201.0, max=201.0)}
    if _prime(salaire):
        droits["prime_activite"] = Intervalle(min=250.0, max=250.0)
    gain = _total(plus) - _total(salaire)
    return PointCourbe(
        salaire=salaire,
        heures=heures,
        droits=droits,
        total=Intervalle(min=_total(salaire) + 201, max=_total(salaire) + 201 + bande),
        reste=Intervalle(min=gain, max=gain) if plus <= salaires[-1] else None,
    )


COURBE = courbe()
