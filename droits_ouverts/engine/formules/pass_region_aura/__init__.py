"""PASS'Région: age, region, and a place of learning or a mission locale; no figure is guaranteed."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="pass_region_aura",
    libelle="PASS'Région jeunes (Auvergne-Rhône-Alpes)",
    eligibilite="pass_region_aura_eligibilite",
    conditions=(
        Condition(
            variable="pass_region_aura_condition_age",
            article="Conditions de la Région Auvergne-Rhône-Alpes",
            reussie="Vous avez 26 ans ou moins.",
            echouee="Le PASS'Région est pour les jeunes jusqu'à 26 ans.",
        ),
        Condition(
            variable="pass_region_aura_condition_region",
            article="Conditions de la Région Auvergne-Rhône-Alpes",
            reussie="Vous habitez en Auvergne-Rhône-Alpes.",
            echouee="Le PASS'Région est pour les jeunes d'Auvergne-Rhône-Alpes.",
        ),
        Condition(
            variable="pass_region_aura_condition_formation",
            article="Conditions de la Région Auvergne-Rhône-Alpes",
            reussie="Vous êtes au lycée, en apprentissage ou suivi par une mission locale.",
            echouee="Il faut être au lycée, en apprentissage, suivi par une mission locale, ou dans une formation de la liste de la Région.",
        ),
    ),
    grade=Grade.A_VERIFIER,
    source="https://github.com/betagouv/aides-jeunes/blob/main/data/benefits/javascript/auvergne-rhone-alpes-pass-region.yml",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2025-09",
    connue_jusqu_a="2026-08",
    decide_par="Région Auvergne-Rhône-Alpes",
    avertissements=(
        "La carte donne des manuels, de l'équipement, du sport, de la culture et parfois une aide au permis ; les montants de 2026-2027 sont à vérifier.",
        "École de la deuxième chance, formation sanitaire et sociale, IME et Cned ouvrent aussi ce droit.",
        "Il faut signer une charte d'engagement : lisez-la avant.",
    ),
)
