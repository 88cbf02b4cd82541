"""Shelter through the 115 and the SIAO (CASF, art. L345-2-2; read 2026-11-23): no condition of stay."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="hebergement_siao",
    libelle="Hébergement (115 et SIAO)",
    eligibilite="hebergement_siao_eligibilite",
    conditions=(
        Condition(
            variable="hebergement_siao_condition_sans_abri",
            article="CASF, art. L345-2-2",
            reussie="Vous n'avez pas de logement à vous : vous pouvez appeler le 115 et demander un hébergement, avec ou sans titre de séjour.",
            echouee="Un hébergement se demande quand on n'a pas de logement à soi.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="CASF, art. L345-2-2 et L345-2-3 (copie de 2009 relue ; L345-2-4 non relu)",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="Le SIAO du Rhône, porté par la Maison de la veille sociale",
    avertissements=(
        "Noter la date, l'heure et la réponse de chaque appel au 115 : ce sont les preuves d'un recours.",
        "Le 115 est pour la nuit même ; le SIAO, avec un travailleur social, pour une place qui dure.",
    ),
)
