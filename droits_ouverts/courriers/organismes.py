"""Which body handles the file of each right, and which one pays it: whom a letter is for. Names as the catalogue says them (`decide_par`, `verse_par`, `recours`).

A right that no administration decides (a bank, a lender) is `prive`: the code of relations with the administration is not cited to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from droits_ouverts.foundation.langue import gettext_noop as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisme:
    """A body as a letter names it. `social`: a social security body or France Travail, which has duties of its own; `choix`: what the professional must check."""

    nom: str
    social: bool = False
    prive: bool = False
    choix: str = ""


MSA = _("Si la personne est au régime agricole, écrivez à la MSA.")
CAF = Organisme(nom="CAF du Rhône", social=True, choix=MSA)
CPAM = Organisme(nom="CPAM du Rhône", social=True, choix=MSA)
CARSAT = Organisme(nom="Carsat Rhône-Alpes", social=True, choix=MSA)
MDMPH = Organisme(nom="MDMPH du Rhône et de la Métropole de Lyon")
METROPOLE = Organisme(nom="Métropole de Lyon")
FRANCE_TRAVAIL = Organisme(nom="France Travail", social=True)
REGION = Organisme(nom="Région Auvergne-Rhône-Alpes")
COMMISSION = Organisme(nom="Commission de médiation du Rhône")
CROUS = Organisme(nom="Crous de Lyon")
A_VERIFIER = _("Vérifiez à qui cette lettre doit être envoyée : la fiche du droit nomme plusieurs organismes.")
INCONNU = Organisme(nom="Organisme qui a décidé", choix=A_VERIFIER)
COUPES = ("\u00a0: ", " : ", " (", ", puis ", ", ou ", ", par ")
"""Where the catalogue goes on after the name of a body: what it does, or who else."""

_DE: Final[tuple[tuple[Organisme, str], ...]] = (
    (
        CAF,
        (
            "aides_logement aides_vacances_caf allocations_familiales ars asf complement_familial paje_allocation_base paje_cmg paje_prepare paje_prime_naissance "
            "prime_activite rsa"
        ),
    ),
    (MDMPH, "aah aeeh cmi pch rqth"),
    (CPAM, "ald ame c2s_avec_participation c2s_sans_participation puma_affiliation"),
    (Organisme(nom="CPAM du Rhône", social=True, choix=A_VERIFIER), "asi"),
    (CARSAT, "aide_carsat_oscar aide_carsat_retour_hospitalisation allocation_veuvage aspa retraite_personnelle reversion_regime_general"),
    (METROPOLE, "apa_domicile fsl_acces fsl_energie_eau fsl_maintien rsj_metropole_lyon"),
    (Organisme(nom="Métropole de Lyon", choix=A_VERIFIER), "cantine_college_metropole"),
    (Organisme(nom="Eau du Grand Lyon"), "versement_solidaire_eau"),
    (FRANCE_TRAVAIL, "are ass"),
    (Organisme(nom="Mission locale", choix=A_VERIFIER), "cej_allocation"),
    (Organisme(nom="CCAS de Vénissieux", choix=A_VERIFIER), "ccas_venissieux_aides domiciliation"),
    (Organisme(nom="Ville de Vénissieux"), "cantine_periscolaire_venissieux"),
    (CROUS, "bourse_crous repas_crous_1_euro"),
    (Organisme(nom="Direction académique", choix=A_VERIFIER), "bourse_college bourse_lycee"),
    (REGION, "illico_solidaire pass_region_aura"),
    (COMMISSION, "daho dalo"),
    (Organisme(nom="Bureau d’aide juridictionnelle"), "aide_juridictionnelle"),
    (Organisme(nom="Agence de services et de paiement"), "cheque_energie"),
    (Organisme(nom="SIAO du Rhône"), "hebergement_siao"),
    (Organisme(nom="TCL", choix=A_VERIFIER), "tcl_solidaire_gratuit tcl_solidaire_reduit"),
    (Organisme(nom="Commission de surendettement de la Banque de France"), "surendettement"),
    (Organisme(nom="Bailleur", prive=True, choix=A_VERIFIER), "logement_social"),
    (Organisme(nom="Banque", prive=True, choix=A_VERIFIER), "clientele_fragile droit_au_compte lep"),
    (Organisme(nom="Action Logement", prive=True, choix=A_VERIFIER), "loca_pass visale"),
    (Organisme(nom="Caisse Agirc-Arrco", prive=True, choix=A_VERIFIER), "reversion_agirc_arrco"),
    (Organisme(nom="Assistance du pass", choix=A_VERIFIER), "pass_culture pass_sport"),
)
ORGANISMES: Final[dict[str, Organisme]] = {code: organisme for organisme, codes in _DE for code in codes.split()}

PAYEURS: Final[dict[str, Organisme]] = (
    {code: organisme for code, organisme in ORGANISMES.items() if organisme in (CAF, CPAM, CARSAT, FRANCE_TRAVAIL) and code != "rsa"}
    | dict.fromkeys(("aah", "aeeh", "rsa"), CAF)
    | dict.fromkeys(("apa_domicile", "pch", "rsj_metropole_lyon"), METROPOLE)
    | {"asi": ORGANISMES["asi"], "bourse_crous": CROUS}
)
"""Who asks money back, for rights that are paid as money: a remission of debt is asked there."""
