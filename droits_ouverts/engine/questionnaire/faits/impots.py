"""What the last tax notice says."""

from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Periode, Plausible, SiAbsent, Sujet

FAITS = (
    Fait(
        nom="revenu_fiscal_reference",
        entite=Entite.FOYER_FISCAL,
        genre=Genre.MONTANT,
        periode=Periode.MOIS,
        sujet=Sujet.IMPOTS,
        variable="revenu_fiscal_reference_dernier_avis",
        libelle="Revenu fiscal de référence",
        unite="€ par an",
        minimum=0,
        maximum=500000,
        si_absent=SiAbsent.INCONNU,
        question="Quel est le revenu fiscal de référence sur votre dernier avis d'impôt ?",
        pourquoi="Le chèque énergie, le livret d'épargne populaire et d'autres droits se décident sur ce montant.",
        plausibles=Plausible(
            valeurs=(0.0, 5000.0, 11000.0, 18000.0, 30000.0, 50000.0),
            source="Choix : autour des plafonds du chèque énergie, de l'aide juridictionnelle et du livret d'épargne populaire (fiches de ces droits).",
        ),
    ),
    Fait(
        nom="quotient_familial_caf",
        entite=Entite.FAMILLE,
        genre=Genre.MONTANT,
        periode=Periode.MOIS,
        sujet=Sujet.IMPOTS,
        variable="quotient_familial_caf",
        libelle="Quotient familial de la CAF",
        unite="€ par mois",
        minimum=0,
        maximum=10000,
        si_absent=SiAbsent.INCONNU,
        question="Quel est votre quotient familial, sur votre attestation de la CAF ?",
        pourquoi="La cantine, les vacances et des tarifs de la ville en dépendent.",
        plausibles=Plausible(
            valeurs=(200.0, 500.0, 800.0, 1200.0),
            source="Choix : autour des seuils de la CAF du Rhône pour les vacances et des tarifs de cantine (fiches de ces droits).",
        ),
    ),
)
