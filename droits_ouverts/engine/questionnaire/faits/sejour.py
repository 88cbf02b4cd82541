"""Nationality in three classes only, right of residence and time in France, where a right depends on them."""

from droits_ouverts.engine.questionnaire.types import (
    ADULTE, Choix, Entite, Et, Fait, Genre, Periode, Plausible, SiAbsent, Sujet, Vaut,
)

HORS_UE = Et((ADULTE, Vaut("nationalite", ("hors_ue",))))

FAITS = (
    Fait(
        nom="nationalite", entite=Entite.INDIVIDU, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.SEJOUR,
        variable="nationalite", libelle="Nationalité", si_absent=SiAbsent.DEFAUT,
        question="Quelle est votre nationalité ?", question_tiers="Quelle est la nationalité de {prenom} ?",
        pourquoi="Certains droits demandent un titre de séjour. Cette réponse ne sert qu'à cela.",
        choix=(
            Choix(valeur="francaise", libelle="Française", openfisca="FR"),
            Choix(valeur="ue", libelle="Un pays de l'Union européenne, de l'Espace économique européen ou la Suisse", openfisca="IT"),
            Choix(valeur="hors_ue", libelle="Un autre pays", openfisca="DZ"),
        ),
        plausibles=Plausible(valeurs=("francaise", "ue", "hors_ue"), source="CNIL, référentiel 2021-028 : trois classes seulement."),
        quand=ADULTE,
    ),
    Fait(
        nom="sejour_regulier", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SEJOUR,
        variable="sejour_regulier", libelle="Titre de séjour", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous un titre de séjour en cours de validité ?", question_tiers="Est-ce que {prenom} a un titre de séjour en cours de validité ?",
        pourquoi="Sans titre, d'autres droits existent, pour la santé en particulier. Cette réponse n'est jamais transmise.",
        plausibles=Plausible(valeurs=(True, False), source="Choix : les deux réponses."),
        quand=HORS_UE,
    ),
    Fait(
        nom="demande_asile_ou_titre_en_cours", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SEJOUR,
        variable="demande_asile_ou_titre_en_cours", libelle="Demande d'asile ou de titre en cours", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous demandé l'asile ou un titre de séjour, et attendez-vous la réponse ?", question_tiers="Est-ce que {prenom} attend la réponse à une demande d'asile ou de titre de séjour ?",
        pourquoi="Une demande en cours ouvre la gratuité des transports.",
        plausibles=Plausible(valeurs=(True, False), source="Choix : les deux réponses."),
        quand=HORS_UE,
    ),
    Fait(
        nom="annees_titre_sejour", entite=Entite.INDIVIDU, genre=Genre.NOMBRE, periode=Periode.MOIS, sujet=Sujet.SEJOUR,
        variable="duree_possession_titre_sejour", libelle="Années avec un titre de séjour", unite="ans", minimum=0, maximum=80, si_absent=SiAbsent.DEFAUT,
        question="Depuis combien d'années avez-vous un titre de séjour qui permet de travailler ?", question_tiers="Depuis combien d'années {prenom} a-t-il ou elle un titre de séjour qui permet de travailler ?",
        pourquoi="Le RSA et la prime d'activité demandent cinq ans, l'ASPA dix ans.",
        plausibles=Plausible(valeurs=(0, 5, 10), source="CASF, art. L262-4 (5 ans) ; CSS, art. L816-1 (10 ans)."),
        quand=Et((ADULTE, Vaut("nationalite", ("hors_ue",)), Vaut("sejour_regulier", (True,)))),
    ),
    Fait(
        nom="mois_residence_france", entite=Entite.INDIVIDU, genre=Genre.NOMBRE, periode=Periode.MOIS, sujet=Sujet.SEJOUR,
        variable="mois_residence_france", libelle="Mois de résidence en France", unite="mois", minimum=0, maximum=1200, si_absent=SiAbsent.DEFAUT,
        question="Depuis combien de mois vivez-vous en France sans interruption ?", question_tiers="Depuis combien de mois {prenom} vit-il ou elle en France sans interruption ?",
        pourquoi="La couverture maladie demande trois mois, d'autres droits six ou neuf.",
        plausibles=Plausible(valeurs=(1, 4, 7, 60), source="CSS, art. D160-2 (3 mois), R111-2 (6 et 9 mois)."),
        quand=ADULTE,
    ),
)
