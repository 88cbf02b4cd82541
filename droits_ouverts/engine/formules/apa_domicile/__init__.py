"""APA at home: conditions of OpenFisca-France, and the ceiling of the plan as an upper bound."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="apa_domicile",
    libelle="Allocation personnalisée d'autonomie (APA) à domicile",
    eligibilite="apa_domicile_eligibilite",
    conditions=(
        Condition(
            variable="apa_domicile_condition_age",
            article="CASF, art. L232-1 et R232-1",
            reussie="Vous avez 60 ans ou plus.",
            echouee="Il faut avoir 60 ans.",
        ),
        Condition(
            variable="apa_domicile_condition_autonomie",
            article="CASF, art. L232-2 et R232-4",
            reussie="Vous avez besoin d'aide pour les gestes de tous les jours.",
            echouee="Cette allocation est pour un besoin d'aide important ; sinon, la caisse de retraite peut aider.",
        ),
        Condition(
            variable="apa_domicile_condition_sejour",
            article="CASF, art. L232-1",
            reussie="Vous êtes de nationalité française, ou votre séjour est en règle.",
            echouee="Il faut être Français ou avoir un titre de séjour en cours de validité.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F10009",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2016-03",
    montant="apa_domicile_montant",
    montant_min="apa_domicile_montant",
    montant_max="apa_domicile_montant_max",
    versement=Versement.MENSUEL,
    retroactif=False,
    decide_par="Président de la Métropole de Lyon",
    avertissements=(
        "Le montant dépend du plan d'aide écrit par l'équipe de la Métropole : seul son plafond est connu. Une part reste à payer selon les ressources.",
        "Il n'y a pas de plafond de ressources, et rien n'est repris sur la succession.",
        "Le droit commence à la décision : en urgence, demandez l'APA provisoire.",
        "Gardez la preuve que le dossier est complet : après 2 mois sans réponse, un forfait est dû.",
    ),
)
