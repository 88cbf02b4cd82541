"""Invented estimates, free of Django as the sheet is."""

from __future__ import annotations

from dataclasses import replace

from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.formules.types import Grade, Versement
from droits_ouverts.engine.results import Estimation, EstimationDroit, Intervalle, Manquant, Motif, QuestionSuivante, Statut

PERDU = 321.0


def droit(code: str, libelle: str, statut: Statut, **reste: object) -> EstimationDroit:
    """One invented right."""
    return EstimationDroit(**{"code": code, "libelle": libelle, "statut": statut, "grade": Grade.VERIFIE} | reste)  # type: ignore[arg-type]


PRIME = droit(
    "prime_activite",
    "Prime d’activité",
    Statut.ELIGIBLE,
    versement=Versement.MENSUEL,
    montant_mensuel=Intervalle(min=394.2, max=394.2),
    motifs=(Motif(variable="x", article="CSS L842-1", phrase="Vous travaillez.", reussie=True),),
    gain_net=Intervalle(min=394.2, max=394.2),
    perdu_par_mois=PERDU,
)
LOGEMENT = droit(
    "aides_logement",
    "Aide au logement",
    Statut.ELIGIBLE,
    versement=Versement.MENSUEL,
    montant_mensuel=Intervalle(min=216, max=326),
    gain_net=Intervalle(min=216, max=326),
)
ASF = droit(
    "asf",
    "Allocation de soutien familial (ASF)",
    Statut.INDETERMINE,
    versement=Versement.MENSUEL,
    montant_mensuel=Intervalle(min=0, max=402),
    manquants=(Manquant(fait="garde_alternee", entite="p2", question="Est-ce que p2 vit aussi la moitié du temps chez son autre parent ?"),),
)
RSA = droit(
    "rsa",
    "Revenu de solidarité active (RSA)",
    Statut.NON_ELIGIBLE,
    motifs=(Motif(variable="y", article="CASF L262-2", phrase="Vos ressources dépassent le montant prévu.", reussie=False),),
)
EN_ERREUR = droit("cmi", "Carte mobilité inclusion", Statut.INDETERMINE, erreur="Le calcul de ce droit n'a pas abouti. Ce n'est pas un refus.")
RECU = droit("ars", "Allocation de rentrée scolaire (ARS)", Statut.ELIGIBLE, deja_recu=True)


def estimation(*droits: EstimationDroit, total: Intervalle | None = None, question: QuestionSuivante | None = None, perdu: float = 0.0) -> Estimation:
    """An invented estimate."""
    return Estimation(
        mois="2026-11",
        versions={"openfisca_france": "176.1.8"},
        moteur="faux",
        droits=droits,
        question_suivante=question,
        gain_net_total=total,
        perdu_par_mois=perdu,
    )


COMPLETE = estimation(
    PRIME,
    LOGEMENT,
    ASF,
    RSA,
    EN_ERREUR,
    RECU,
    total=Intervalle(min=610.2, max=720.2),
    perdu=PERDU,
    question=QuestionSuivante(fait="garde_alternee", entite="p2", question="Est-ce que p2 vit aussi la moitié du temps chez son autre parent ?", gain=200.0),
)


def whole() -> Estimation:
    """An invented estimate of every right of the catalogue, each as long as it can be told: all its reasons, all its warnings, questions open."""
    autres = [
        droit(
            code,
            regle.libelle,
            list(Statut)[rang % len(Statut)],
            versement=regle.versement,
            montant_mensuel=Intervalle(min=10.0, max=120.0),
            motifs=tuple(Motif(variable=c.variable, article=c.article, phrase=c.echouee, reussie=rang % 3 == 0) for c in regle.conditions),
            manquants=ASF.manquants * 3,
            avertissements=regle.avertissements,
        )
        for rang, (code, regle) in enumerate(REGLES.items())
        if code not in {d.code for d in COMPLETE.droits}
    ]
    return replace(COMPLETE, droits=(*COMPLETE.droits, *autres))
