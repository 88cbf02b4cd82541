"""Droit à l'hébergement opposable (CCH, art. L441-2-3 III; read 2026-11-23): a yes means that the commission may be asked."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="daho",
    libelle="Droit à l'hébergement opposable (DAHO)",
    eligibilite="daho_eligibilite",
    conditions=(
        Condition(
            variable="daho_condition_demande",
            article="CCH, art. L441-2-3 III",
            reussie="Vous avez demandé un hébergement et vous n'avez pas reçu de place qui vous convient : la commission peut être saisie.",
            echouee="Il faut d'abord demander un hébergement au 115 ou au SIAO, et garder la preuve de chaque demande.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F20343",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="La commission de médiation du Rhône décide ; le préfet doit ensuite héberger",
    avertissements=(
        "C'est la commission qui décide, en 6 semaines ; son silence est un refus.",
        "Sans titre de séjour, le recours reste possible pour une place d'hébergement (pas pour un foyer ni un logement de transition).",
        "Danger immédiat : le juge peut être saisi tout de suite (référé-liberté).",
    ),
)
