"""Disability, fitness for work, loss of independence: asked of adults only, and gently."""

from droits_ouverts.engine.questionnaire.types import (
    ADULTE, AgeEntre, Choix, Entite, Et, Fait, Genre, Ou, Periode, Plausible, Role, RoleParmi, SiAbsent, Sujet, Vaut,
)

FAITS = (
    Fait(
        nom="taux_incapacite", entite=Entite.INDIVIDU, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.SANTE,
        variable="taux_incapacite", libelle="Taux d'incapacité", si_absent=SiAbsent.DEFAUT,
        question="La maison du handicap (MDPH) vous a-t-elle reconnu un taux d'incapacité ?", question_tiers="La maison du handicap (MDPH) a-t-elle reconnu un taux d'incapacité à {prenom} ?",
        pourquoi="L'AAH, l'AEEH et les cartes mobilité inclusion en dépendent.",
        choix=(
            Choix(valeur="aucun", libelle="Non, ou moins de 50 %", openfisca=0.0),
            Choix(valeur="50_79", libelle="Entre 50 et 79 %", openfisca=0.6),
            Choix(valeur="80_plus", libelle="80 % ou plus", openfisca=0.8),
        ),
        plausibles=Plausible(valeurs=("aucun", "50_79", "80_plus"), source="CSS, art. L821-1, L821-2 et D821-1 : seuils de 50 % et 80 %."),
        quand=Ou((ADULTE, RoleParmi((Role.ENFANT,)))),
    ),
    Fait(
        nom="restriction_acces_emploi", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SANTE,
        variable="aah_restriction_substantielle_durable_acces_emploi", libelle="Emploi très difficile à cause du handicap", si_absent=SiAbsent.DEFAUT,
        question="La MDPH a-t-elle reconnu que votre handicap rend l'emploi très difficile (restriction substantielle et durable) ?", question_tiers="La MDPH a-t-elle reconnu que le handicap de {prenom} rend l'emploi très difficile ?",
        pourquoi="Entre 50 et 79 %, c'est la condition de l'AAH.",
        plausibles=Plausible(valeurs=(True, False), source="CSS, art. L821-2 et D821-1-2."),
        quand=Et((ADULTE, Vaut("taux_incapacite", ("50_79",)))),
    ),
    Fait(
        nom="inapte_travail", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SANTE,
        variable="inapte_travail", libelle="Inaptitude au travail reconnue", si_absent=SiAbsent.DEFAUT,
        question="Êtes-vous reconnu(e) inapte au travail ?", question_tiers="Est-ce que {prenom} est reconnu(e) inapte au travail ?",
        pourquoi="La retraite et l'ASPA peuvent alors commencer plus tôt.",
        plausibles=Plausible(valeurs=(True, False), source="CSS, art. L351-7 et D351-1-14."),
        quand=Et((ADULTE, AgeEntre(60, 67))),
    ),
    Fait(
        nom="aeeh_niveau_handicap", entite=Entite.INDIVIDU, genre=Genre.NOMBRE, periode=Periode.MOIS, sujet=Sujet.SANTE,
        variable="aeeh_niveau_handicap", libelle="Complément d'AEEH accordé", minimum=0, maximum=6, si_absent=SiAbsent.DEFAUT,
        question="Quel complément d'AEEH la MDPH a-t-elle accordé (0 si aucun) ?", question_tiers="Quel complément d'AEEH la MDPH a-t-elle accordé pour {prenom} (0 si aucun) ?",
        pourquoi="Le montant de l'AEEH dépend de ce complément.",
        plausibles=Plausible(valeurs=(0, 1, 3, 6), source="CSS, art. R541-2 : six catégories."),
        quand=Et((RoleParmi((Role.ENFANT,)), AgeEntre(0, 19), Vaut("taux_incapacite", ("50_79", "80_plus")))),
    ),
    Fait(
        nom="gir", entite=Entite.INDIVIDU, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.SANTE,
        variable="gir", libelle="Perte d'autonomie", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous besoin d'aide pour les gestes de tous les jours (se lever, se laver, manger) ?", question_tiers="Est-ce que {prenom} a besoin d'aide pour les gestes de tous les jours ?",
        pourquoi="L'allocation personnalisée d'autonomie (APA) aide à rester chez soi.",
        choix=(
            Choix(valeur="non_defini", libelle="Non", openfisca="gir_6"),
            Choix(valeur="gir_4", libelle="Oui, pour certains gestes", openfisca="gir_4"),
            Choix(valeur="gir_2", libelle="Oui, pour presque tout", openfisca="gir_2"),
        ),
        plausibles=Plausible(valeurs=("non_defini", "gir_4", "gir_2"), source="CASF, art. L232-2 et R232-4 : groupes iso-ressources 1 à 4."),
        quand=Et((ADULTE, AgeEntre(60, 120))),
    ),
)
