"""What she does: work, job search, studies, retirement."""

from droits_ouverts.engine.questionnaire.types import (
    ADULTE, AgeEntre, Choix, Entite, Et, Fait, Genre, Ou, Periode, Plausible, Role, RoleParmi, SiAbsent, Sujet, Vaut,
)

JEUNE = Et((ADULTE, AgeEntre(16, 25)))

FAITS = (
    Fait(
        nom="activite", entite=Entite.INDIVIDU, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.ACTIVITE,
        variable="activite", libelle="Activité", si_absent=SiAbsent.DEFAUT,
        question="Que faites-vous en ce moment ?", question_tiers="Que fait {prenom} en ce moment ?",
        pourquoi="Le travail, le chômage, les études et la retraite n'ouvrent pas les mêmes droits.",
        choix=(
            Choix(valeur="actif", libelle="Je travaille (salarié ou à mon compte)", openfisca="actif"),
            Choix(valeur="chomeur", libelle="Je cherche du travail, inscrit(e) à France Travail", openfisca="chomeur"),
            Choix(valeur="etudiant", libelle="Je suis élève, étudiant(e) ou en apprentissage", openfisca="etudiant"),
            Choix(valeur="retraite", libelle="Je suis à la retraite", openfisca="retraite"),
            Choix(valeur="inactif", libelle="Aucune de ces situations", openfisca="inactif"),
        ),
        plausibles=Plausible(valeurs=("actif", "chomeur", "etudiant", "retraite", "inactif"), source="Choix : la liste fermée d'OpenFisca (activite)."),
        quand=Ou((ADULTE, Et((RoleParmi((Role.ENFANT,)), AgeEntre(16, 24))))),
    ),
    Fait(
        nom="heures_travail_rsa_jeune", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.ACTIVITE,
        variable="rsa_jeune_condition_heures_travail_remplie", libelle="Deux ans de travail sur trois ans", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous travaillé au moins deux ans pendant les trois dernières années (3 214 heures) ?", question_tiers="Est-ce que {prenom} a travaillé au moins deux ans pendant les trois dernières années (3 214 heures) ?",
        pourquoi="Avant 25 ans, sans enfant, c'est la condition du RSA.",
        plausibles=Plausible(valeurs=(True, False), source="CASF, art. L262-7-1 et D262-25-1."),
        quand=Et((ADULTE, AgeEntre(18, 24))),
    ),
    Fait(
        nom="aide_financiere_des_parents", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.ACTIVITE,
        variable="aide_financiere_des_parents", libelle="Aide de la famille", si_absent=SiAbsent.DEFAUT,
        question="Vos parents ou un proche vous aident-ils avec de l'argent ?", question_tiers="Est-ce que des parents ou un proche aident {prenom} avec de l'argent ?",
        pourquoi="Le revenu de solidarité jeunes est pour les jeunes sans soutien financier.",
        plausibles=Plausible(valeurs=(True, False), source="Délibération de la Métropole de Lyon du 15/03/2021."),
        quand=JEUNE,
    ),
    Fait(
        nom="contrat_engagement_jeune_en_cours", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.ACTIVITE,
        variable="contrat_engagement_jeune_en_cours", libelle="Contrat d'engagement jeune", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous un contrat d'engagement jeune (CEJ) ?", question_tiers="Est-ce que {prenom} a un contrat d'engagement jeune (CEJ) ?",
        pourquoi="On ne peut pas recevoir à la fois l'allocation du CEJ et le revenu de solidarité jeunes.",
        plausibles=Plausible(valeurs=(True, False), source="Choix : les deux réponses."),
        quand=JEUNE,
    ),
    Fait(
        nom="contrat_jeune_majeur_en_cours", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.ACTIVITE,
        variable="contrat_jeune_majeur_en_cours", libelle="Contrat jeune majeur", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous un contrat jeune majeur avec l'aide sociale à l'enfance ?", question_tiers="Est-ce que {prenom} a un contrat jeune majeur avec l'aide sociale à l'enfance ?",
        pourquoi="On ne peut pas avoir à la fois ce contrat et le revenu de solidarité jeunes.",
        plausibles=Plausible(valeurs=(True, False), source="Choix : les deux réponses."),
        quand=Et((ADULTE, AgeEntre(18, 21))),
    ),
    Fait(
        nom="ass_cinq_ans_de_travail", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.ACTIVITE,
        variable="ass_precondition_remplie", libelle="Cinq ans de travail sur dix ans", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous travaillé au moins cinq ans dans les dix ans avant votre dernier licenciement, et fini vos allocations chômage ?", question_tiers="Est-ce que {prenom} a travaillé au moins cinq ans dans les dix ans avant son dernier licenciement, et fini ses allocations chômage ?",
        pourquoi="C'est la condition de l'allocation de solidarité spécifique (ASS).",
        plausibles=Plausible(valeurs=(True, False), source="Code du travail, art. R5423-1."),
        quand=Et((ADULTE, Vaut("activite", ("chomeur",)))),
    ),
)
