"""Aide juridictionnelle (loi 91-647, décret 2020-1717; read 2026-11-23): total, 55 % or 25 %."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="aide_juridictionnelle",
    libelle="Aide juridictionnelle",
    eligibilite="aide_juridictionnelle_eligibilite",
    conditions=(
        Condition(
            variable="aide_juridictionnelle_condition_affaire",
            article="Loi 91-647 du 10/07/1991",
            reussie="Vous avez une affaire de justice, en cours ou à faire.",
            echouee="Cette aide se demande quand on a besoin d'un avocat ou d'un tribunal.",
        ),
        Condition(
            variable="aide_juridictionnelle_condition_ressources",
            article="Loi 91-647, art. 4 ; décret 2020-1717, art. 3",
            reussie="Votre revenu fiscal de référence est sous le plafond pour votre foyer.",
            echouee="Votre revenu fiscal de référence dépasse le plafond pour votre foyer. Si vos revenus ont baissé depuis, demandez quand même.",
        ),
        Condition(
            variable="aide_juridictionnelle_condition_epargne",
            article="Décret 2020-1717",
            reussie="Votre épargne est sous le plafond.",
            echouee="Votre épargne dépasse le plafond.",
        ),
        Condition(
            variable="aide_juridictionnelle_condition_immobilier",
            article="Décret 2020-1717",
            reussie="Vos biens immobiliers, hors logement habité, sont sous le plafond.",
            echouee="Vos biens immobiliers, hors logement habité, dépassent le plafond.",
        ),
        Condition(
            variable="aide_juridictionnelle_condition_sans_assurance",
            article="Loi 91-647, art. 2",
            reussie="Aucune assurance ne paie déjà ces frais.",
            echouee="Une assurance paie déjà ces frais.",
        ),
        Condition(
            variable="aide_juridictionnelle_condition_sejour",
            article="Loi 91-647, art. 3",
            reussie="Votre séjour est en règle, ou l'affaire concerne l'asile, un refus de séjour ou un éloignement.",
            echouee="Sans titre de séjour, l'aide est limitée à certaines affaires (asile, séjour, éloignement, mineurs, victimes). Le bureau d'aide juridictionnelle peut le dire.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F18074",
    verifiee_le=date(2026, 11, 23),
    retroactif=False,
    decide_par="Le bureau d'aide juridictionnelle du tribunal",
    avertissements=(
        "L'aide paie 100 %, 55 % ou 25 % des frais selon le revenu fiscal de référence. Le bureau décide.",
        "Les plafonds 2026 viennent de copies concordantes de la fiche officielle. Le plafond des biens immobiliers est celui de 2025.",
        "Si vos revenus ont baissé depuis l'avis d'impôt, ce sont les 6 derniers mois qui comptent. Contre un membre de votre foyer, ses ressources ne comptent pas.",
        "Demander l'aide avant la fin du délai de recours protège ce recours. Les frais payés avant la demande ne sont pas remboursés.",
    ),
)
