"""Invented things said beside an estimate, and an invented calendar, free of Django."""

from __future__ import annotations

from droits_ouverts.engine.programme.calendrier import Calendrier, Cause, Evenement, GenreCause, Nature, Suppose
from droits_ouverts.engine.programme.eclairage import Bascule, Comparaison, Echec, Eclairage, EclairageDroit, Marge, Terme
from droits_ouverts.engine.results import Intervalle

FIN_PRIME = 1140.0


def exact(valeur: float) -> Intervalle:
    """An amount of which nothing is uncertain."""
    return Intervalle(min=valeur, max=valeur)


def bascule(valeur: Intervalle, *, ouvre: bool = False, fait: str = "salaire_net", personne: str = "p1", actuelle: float | None = 900.0) -> Bascule:
    """A turn of the prime."""
    return Bascule(code="prime_activite", fait=fait, personne=personne, ouvre=ouvre, valeur=valeur, actuelle=actuelle)


def echec(condition: str, compte: float, plafond: float, *, seule: bool = True, certain: bool = True) -> Echec:
    """A sum that goes past its ceiling."""
    gauche = Terme(valeur=compte, faits=("revenu_fiscal_reference",), certain=certain)
    return Echec(condition=condition, comparaisons=(Comparaison(op="greater", gauche=gauche, droite=Terme(valeur=plafond), seule=seule),))


ECLAIRAGE = Eclairage(
    mois="2026-11",
    versions={"openfisca_france": "176.1.8"},
    droits=(
        EclairageDroit(code="prime_activite", faits=(("salaire_net", "p1"),)),
        EclairageDroit(code="rsa", echec=echec("lep_condition_revenu", 1520.0, 1340.0)),
        EclairageDroit(code="lep", echec=echec("lep_condition_revenu", 30000.0, 22800.0)),
    ),
    bascules=(bascule(exact(1.0), ouvre=True), bascule(exact(FIN_PRIME))),
    marge=Marge(personne="p1", salaire=42.23, reste=exact(21.0)),
    salaires={"p1": 900.0},
)

CALENDRIER = Calendrier(
    mois="2026-11",
    jusqu_a="2027-08",
    demande_jusqu_a="2028-11",
    evenements=(
        Evenement(mois="2027-04", code="prime_activite", nature=Nature.CHANGE, causes=(Cause(genre=GenreCause.LOI),), avant=exact(394.0), apres=exact(402.0)),
        Evenement(
            mois="2027-06",
            code="asf",
            nature=Nature.FINIT,
            causes=(Cause(genre=GenreCause.ANNIVERSAIRE, personne="p2", age=8, le="2027-05-02"),),
            avant=exact(201.0),
            apres=exact(0.0),
        ),
        Evenement(mois="2027-06", code="rsa", nature=Nature.OUVRE, causes=(Cause(genre=GenreCause.DUREE),), avant=exact(0.0), apres=exact(310.0), sur=False),
    ),
    ouverts=("prime_activite", "aides_logement"),
    non_couverts=("visale",),
    versions={"openfisca_france": "176.1.8"},
    hypotheses=(Suppose.REVENUS_REPETES, Suppose.REPONSES_TENUES),
)
