"""Savings and property, only where a right counts them."""

from droits_ouverts.engine.questionnaire.types import ADULTE, Entite, Fait, Genre, Periode, Plausible, SiAbsent, Sujet

FAITS = (
    Fait(
        nom="epargne_livrets",
        entite=Entite.INDIVIDU,
        genre=Genre.MONTANT,
        periode=Periode.MOIS,
        sujet=Sujet.EPARGNE,
        variable="livret_a",
        libelle="Épargne sur des livrets",
        unite="€",
        minimum=0,
        maximum=1000000,
        si_absent=SiAbsent.DEFAUT,
        question="Combien avez-vous sur vos livrets et comptes d'épargne, en tout ?",
        question_tiers="Combien {prenom} a-t-il ou elle sur ses livrets et comptes d'épargne, en tout ?",
        pourquoi="L'aide au logement, le RSA et l'allocation des personnes âgées (ASPA) comptent une partie de l'épargne.",
        plausibles=Plausible(
            valeurs=(0.0, 3000.0, 20000.0), source="Choix : zéro, une petite épargne, un livret A presque plein (plafond 22 950 €, code monétaire R221-2)."
        ),
        quand=ADULTE,
    ),
    Fait(
        nom="biens_immobiliers_non_loues",
        entite=Entite.INDIVIDU,
        genre=Genre.MONTANT,
        periode=Periode.MOIS,
        sujet=Sujet.EPARGNE,
        variable="valeur_immo_non_loue",
        libelle="Biens immobiliers, hors logement habité",
        unite="€",
        minimum=0,
        maximum=5000000,
        si_absent=SiAbsent.DEFAUT,
        question="Quelle est la valeur de vos autres logements ou terrains, hors celui où vous vivez ?",
        question_tiers="Quelle est la valeur des autres logements ou terrains de {prenom} ?",
        pourquoi="Certains droits comptent une part de leur valeur.",
        plausibles=Plausible(valeurs=(0.0, 80000.0), source="Choix : aucun bien, ou un petit bien."),
        quand=ADULTE,
    ),
)
