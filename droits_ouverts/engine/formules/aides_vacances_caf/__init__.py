"""Holiday aids of the CAF du Rhône: quotient, child, a benefit in the year; no amount."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="aides_vacances_caf",
    libelle="Aides aux vacances de la CAF du Rhône",
    eligibilite="aides_vacances_caf_eligibilite",
    conditions=(
        Condition(
            variable="aides_vacances_caf_condition_rhone",
            article="Règlement d'action sociale de la CAF du Rhône (2024)",
            reussie="Vous habitez dans le Rhône.",
            echouee="Ces aides sont celles de la CAF du Rhône ; chaque CAF a les siennes.",
        ),
        Condition(
            variable="aides_vacances_caf_condition_quotient",
            article="Règlement d'action sociale de la CAF du Rhône (2024)",
            reussie="Votre quotient familial est de 800 ou moins.",
            echouee="Votre quotient familial dépasse 800.",
        ),
        Condition(
            variable="aides_vacances_caf_condition_enfant",
            article="Règlement d'action sociale de la CAF du Rhône (2024)",
            reussie="Vous avez un enfant de moins de 20 ans.",
            echouee="Ces aides sont pour les familles avec un enfant de moins de 20 ans.",
        ),
        Condition(
            variable="aides_vacances_caf_condition_allocataire",
            article="Règlement d'action sociale de la CAF du Rhône (2024)",
            reussie="Vous avez droit à une prestation de la CAF.",
            echouee="Il faut recevoir une prestation de la CAF dans l'année.",
        ),
    ),
    grade=Grade.A_VERIFIER,
    source="https://github.com/betagouv/aides-jeunes/blob/main/data/benefits/javascript/caf-rhone-aide-vacances.yml",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2024-01",
    retroactif=False,
    connue_jusqu_a="2024-12",
    decide_par="CAF du Rhône",
    avertissements=(
        "L'aide paie jusqu'à 75 % d'un séjour, dans un centre labellisé Vacaf ; les règles de 2026 n'ont pas été trouvées.",
        "La CAF envoie une lettre en début d'année : gardez-la, ou redemandez-la sur caf.fr.",
        "Réservez tôt : le budget est limité. Après le séjour, il n'y a plus d'aide.",
        "Le quotient regardé est peut-être celui d'un mois de l'année d'avant.",
    ),
)
