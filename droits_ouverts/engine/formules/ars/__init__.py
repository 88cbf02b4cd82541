"""Allocation de rentrée scolaire, worked out by OpenFisca-France (variable `ars_nette_crds`, yearly)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="ars",
    libelle="Allocation de rentrée scolaire (ARS)",
    eligibilite="ars_eligibilite",
    conditions=(
        Condition(
            variable="ars_condition_enfant",
            article="CSS, art. L543-1 et R543-2",
            reussie="Vous avez un enfant de 6 à 18 ans.",
            echouee="Il faut un enfant à charge qui a 6 ans dans l'année et moins de 18 ans au 15 septembre.",
        ),
        Condition(
            variable="ars_condition_scolarite",
            article="CSS, art. L543-1 et R543-3",
            reussie="Votre enfant est en âge d'aller à l'école, ou il est scolarisé ou apprenti.",
            echouee="Après 16 ans, l'enfant doit être scolarisé ou apprenti, et il faut le déclarer à la CAF.",
        ),
        Condition(
            variable="ars_condition_ressources",
            article="CSS, art. R543-5, R543-6 et R543-6-1",
            reussie="Vos ressources d'il y a 2 ans sont sous le plafond, ou le dépassent de peu.",
            echouee="Vos ressources d'il y a 2 ans dépassent le plafond.",
        ),
        Condition(
            variable="ars_condition_sejour",
            article="CSS, art. L512-2",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000019281627",
    verifiee_le=date(2026, 11, 23),
    montant="ars_montant",
    versement=Versement.ANNUEL,
    retroactif=True,
    decide_par="CAF du Rhône ou MSA",
    avertissements=(
        "De 16 à 18 ans, rien n'est versé sans la déclaration de scolarité ou d'apprentissage à la CAF.",
        "Une allocation oubliée peut être demandée pendant 2 ans.",
        "L'enfant instruit dans la famille n'y ouvre pas droit ; un enfant de 16 ans ou plus qui n'est plus à l'école est à retirer du montant.",
        "0,5 % de CRDS est déjà déduit.",
    ),
)
