"""Droit au compte (code monétaire et financier, art. L312-1, R312-6 and R312-6-1; read 2026-11-23)."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="droit_au_compte",
    libelle="Droit au compte bancaire",
    eligibilite="droit_au_compte_eligibilite",
    conditions=(
        Condition(
            variable="droit_au_compte_condition_sans_compte",
            article="Code monétaire et financier, art. L312-1 et R312-6",
            reussie="Vous n'avez aucun compte bancaire en France.",
            echouee="Le droit au compte est pour les personnes qui n'ont aucun compte bancaire en France.",
        ),
        Condition(
            variable="droit_au_compte_condition_refus",
            article="Code monétaire et financier, art. R312-6-1",
            reussie="Une banque a refusé, ou n'a pas répondu en 15 jours : la Banque de France peut désigner une banque.",
            echouee="Il faut d'abord demander un compte à une banque, par écrit. Si elle refuse, ou ne répond pas en 15 jours, la Banque de France désigne une banque.",
        ),
    ),
    grade=Grade.VERIFIE,
    source="https://www.service-public.gouv.fr/particuliers/vosdroits/F2417",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="La Banque de France, qui désigne une banque",
    avertissements=(
        "Pas besoin de titre de séjour : une pièce d'identité étrangère en cours suffit. Une domiciliation vaut justificatif de domicile.",
        "La banque doit donner la lettre de refus tout de suite et gratuitement.",
    ),
)
