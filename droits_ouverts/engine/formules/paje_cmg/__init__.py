"""Childcare supplement (CSS, art. L531-5 and L531-6; read 2026-11-23): conditions only since the reform of September 2025."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="paje_cmg",
    libelle="Complément de libre choix du mode de garde (CMG)",
    eligibilite="paje_cmg_eligibilite",
    conditions=(
        Condition(
            variable="paje_cmg_condition_garde",
            article="CSS, art. L531-5 et L531-6",
            reussie="Vous payez une garde qui ouvre ce droit (assistante maternelle, garde à la maison, micro-crèche) pour un enfant assez jeune.",
            echouee="Ce complément est pour les enfants de moins de 6 ans (12 ans pour un parent seul) gardés par une assistante maternelle, à la maison ou en micro-crèche.",
        ),
        Condition(
            variable="paje_cmg_condition_activite",
            article="CSS, art. L531-5",
            reussie="Chaque parent travaille, étudie ou reçoit l'AAH.",
            echouee="Il faut que chaque parent travaille, étudie ou reçoive l'AAH. D'autres exceptions existent (service civique, insertion) : demander à la CAF.",
        ),
        Condition(
            variable="paje_cmg_condition_sans_prepare",
            article="CSS, règle de non-cumul (LEGIARTI000053279231)",
            reussie="Aucun parent ne reçoit la PreParE à taux plein.",
            echouee="Ce complément ne se cumule pas avec la PreParE à taux plein.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053284067",
    verifiee_le=date(2026, 11, 23),
    retroactif=False,
    decide_par="La caisse d'allocations familiales (CAF) du Rhône, ou la MSA",
    avertissements=(
        "Le montant suit une formule de septembre 2025 non contrôlée ici : voir le simulateur de la CAF.",
        "Un seul mois de rappel : demander dès la signature du contrat de garde.",
    ),
)
