"""Aide médicale de l'État (CASF, art. L251-1 and following; read 2026-11-23)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="ame",
    libelle="Aide médicale de l'État",
    eligibilite="ame_eligibilite",
    conditions=(
        Condition(
            variable="ame_condition_sejour",
            article="CASF, art. L251-1 ; CSS, art. R111-3",
            reussie="Vous vivez en France sans titre de séjour ni récépissé : c'est à vous que cette aide s'adresse.",
            echouee="Cette aide est pour les personnes qui n'ont ni titre de séjour ni récépissé. Vous relevez de l'assurance maladie ordinaire.",
        ),
        Condition(
            variable="ame_condition_presence",
            article="CASF, art. L251-1",
            reussie="Vous vivez en France depuis plus de 3 mois (ce délai n'existe pas pour les enfants).",
            echouee="Il faut vivre en France depuis plus de 3 mois. Avant, l'hôpital soigne quand même les urgences. Les enfants n'attendent pas.",
        ),
        Condition(
            variable="ame_condition_ressources",
            article="CASF, art. L251-1 ; CSS, art. L861-1 et R861-3",
            reussie="Vos ressources de l'année sont sous le plafond de la complémentaire santé solidaire gratuite.",
            echouee="Vos ressources de l'année dépassent le plafond de la complémentaire santé solidaire gratuite.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://juriblio.fr/codes/code-de-l-action-sociale-et-des-familles/partie-legislative/livre-ii/titre-v/chapitre-ii/article-l252-1",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="La caisse primaire d'assurance maladie (CPAM) du Rhône, pour l'État",
    avertissements=(
        "Le plafond d'avril 2026 n'est confirmé que pour une personne ; pour plusieurs personnes il est calculé, à quelques euros près.",
        "Pour les citoyens européens, une règle particulière de février 2026 reste à vérifier : demander à la CPAM.",
        "La première demande se fait en personne à la CPAM, ou à l'hôpital pendant des soins.",
    ),
)
