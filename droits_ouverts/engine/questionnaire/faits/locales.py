"""Facts of the local rights, each behind a condition so that few people are asked."""

from droits_ouverts.engine.questionnaire.types import (
    ADULTE, AgeEntre, Choix, Entite, Et, Fait, Genre, Non, Ou, Periode, Plausible, SiAbsent, Sujet, Vaut,
)

PROPRIETAIRE = Vaut("statut_occupation_logement", ("primo_accedant", "proprietaire"))
AVEC_LOGEMENT = Vaut("statut_occupation_logement", ("locataire_hlm", "locataire_vide", "locataire_meuble", "primo_accedant", "proprietaire"))

FAITS = (
    Fait(
        nom="recherche_logement", entite=Entite.MENAGE, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.LOGEMENT,
        variable="recherche_logement", libelle="Recherche d'un logement", si_absent=SiAbsent.DEFAUT,
        question="Cherchez-vous un logement à louer, ou venez-vous d'en louer un ?",
        pourquoi="Des aides paient l'entrée dans un logement ; certaines se demandent avant de signer.",
        choix=(
            Choix(valeur="non", libelle="Non", openfisca="non"),
            Choix(valeur="cherche", libelle="Je cherche, et je n'ai rien signé", openfisca="cherche"),
            Choix(valeur="vient_d_entrer", libelle="Je suis entré(e) depuis moins d'un mois", openfisca="vient_d_entrer"),
        ),
        plausibles=Plausible(valeurs=("non", "cherche", "vient_d_entrer"), source="Choix : la liste fermée de cette question."),
        quand=Non(PROPRIETAIRE),
    ),
    Fait(
        nom="impaye_logement", entite=Entite.MENAGE, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.LOGEMENT,
        variable="impaye_logement", libelle="Retards de paiement pour le logement", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous du mal à payer le loyer ou une facture du logement ?",
        pourquoi="Le fonds de solidarité pour le logement (FSL) peut payer une dette ou une facture.",
        choix=(
            Choix(valeur="aucun", libelle="Non", openfisca="aucun"),
            Choix(valeur="loyer", libelle="Oui, j'ai un retard de loyer ou de charges", openfisca="loyer"),
            Choix(valeur="energie_eau", libelle="Oui, une facture d'électricité, de gaz, de chauffage ou d'eau", openfisca="energie_eau"),
            Choix(valeur="loyer_et_energie_eau", libelle="Oui, les deux", openfisca="loyer_et_energie_eau"),
        ),
        plausibles=Plausible(valeurs=("aucun", "loyer_et_energie_eau"), source="Choix : aucun retard, ou les deux."),
        quand=AVEC_LOGEMENT,
    ),
    Fait(
        nom="depense_eau_annuelle", entite=Entite.MENAGE, genre=Genre.MONTANT, periode=Periode.MOIS, sujet=Sujet.LOGEMENT,
        variable="depense_eau_annuelle", libelle="Dépense d'eau", unite="€ par an", minimum=0, maximum=5000,
        question="Combien payez-vous d'eau par an, sur la facture ou dans les charges ?",
        pourquoi="Une aide est versée quand l'eau pèse plus de 3 % des ressources.",
        plausibles=Plausible(valeurs=(100.0, 300.0, 600.0), source="Choix : d'une personne seule à une grande famille ; 3 % de 10 000 € font 300 €."),
        quand=AVEC_LOGEMENT,
    ),
    Fait(
        nom="suivi_mission_locale", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.ACTIVITE,
        variable="suivi_mission_locale", libelle="Suivi par une mission locale", si_absent=SiAbsent.DEFAUT,
        question="Êtes-vous suivi(e) par une mission locale, dans un programme ?", question_tiers="Est-ce que {prenom} est suivi(e) par une mission locale, dans un programme ?",
        pourquoi="Ce suivi ouvre des réductions pour le train et des aides de la Région.",
        plausibles=Plausible(valeurs=(True, False), source="Choix : les deux réponses."),
        quand=Et((AgeEntre(16, 26), Vaut("activite", ("actif", "chomeur", "inactif")))),
    ),
    Fait(
        nom="malvoyance_ou_mutilation", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SANTE,
        variable="malvoyance_ou_mutilation", libelle="Malvoyance, ou mutilation de guerre ou du travail", si_absent=SiAbsent.DEFAUT,
        question="Êtes-vous malvoyant(e), ou mutilé(e) de guerre ou du travail et âgé(e) de 65 ans ou plus ?",
        question_tiers="Est-ce que {prenom} est malvoyant(e), ou mutilé(e) de guerre ou du travail et âgé(e) de 65 ans ou plus ?",
        pourquoi="Les transports en commun de Lyon sont alors gratuits.",
        plausibles=Plausible(valeurs=(True, False), source="Choix : les deux réponses."),
        quand=Et((ADULTE, Vaut("taux_incapacite", ("50_79", "80_plus")))),
    ),
    Fait(
        nom="sortie_hopital_recente", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SANTE,
        variable="sortie_hopital_recente", libelle="Hôpital", si_absent=SiAbsent.DEFAUT,
        question="Êtes-vous à l'hôpital, ou sorti(e) depuis moins de 15 jours ?", question_tiers="Est-ce que {prenom} est à l'hôpital, ou sorti(e) depuis moins de 15 jours ?",
        pourquoi="La caisse de retraite aide au retour à la maison, si on le demande dans les 15 jours.",
        plausibles=Plausible(valeurs=(True, False), source="Choix : les deux réponses."),
        quand=Et((ADULTE, AgeEntre(55, 120), Ou((Vaut("activite", ("retraite",)), AgeEntre(62, 120))))),
    ),
)
