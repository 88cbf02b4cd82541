"""Where she lives and what it costs."""

from droits_ouverts.engine.questionnaire.types import (
    AgeEntre, Choix, Entite, Et, Fait, Genre, Periode, Plausible, Role, RoleParmi, SiAbsent, Sujet, Vaut,
)

LOCATAIRE = Vaut("statut_occupation_logement", ("locataire_hlm", "locataire_vide", "locataire_meuble", "locataire_foyer"))

FAITS = (
    Fait(
        nom="commune", entite=Entite.MENAGE, genre=Genre.COMMUNE, periode=Periode.MOIS, sujet=Sujet.LOGEMENT,
        variable="depcom", libelle="Commune",
        question="Dans quelle commune habitez-vous ?",
        pourquoi="Les aides locales et le plafond des loyers dépendent de la commune.",
        plausibles=Plausible(valeurs=("69259", "69256", "69387"), source="Délibération de Vénissieux 2023/23 : les trois sites, Vénissieux, Vaulx-en-Velin et Lyon 7e."),
    ),
    Fait(
        nom="statut_occupation_logement", entite=Entite.MENAGE, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.LOGEMENT,
        variable="statut_occupation_logement", libelle="Logement",
        question="Comment êtes-vous logé(e) ?",
        pourquoi="L'aide au logement et le RSA dépendent du logement.",
        choix=(
            Choix(valeur="locataire_hlm", libelle="Locataire d'un logement social (HLM)", openfisca="locataire_hlm"),
            Choix(valeur="locataire_vide", libelle="Locataire d'un logement non meublé", openfisca="locataire_vide"),
            Choix(valeur="locataire_meuble", libelle="Locataire d'un logement meublé ou à l'hôtel", openfisca="locataire_meuble"),
            Choix(valeur="locataire_foyer", libelle="En foyer ou en résidence", openfisca="locataire_foyer"),
            Choix(valeur="loge_gratuitement", libelle="Hébergé(e) gratuitement, par la famille ou un proche", openfisca="loge_gratuitement"),
            Choix(valeur="primo_accedant", libelle="Propriétaire, avec un prêt en cours", openfisca="primo_accedant"),
            Choix(valeur="proprietaire", libelle="Propriétaire, sans prêt", openfisca="proprietaire"),
            Choix(valeur="sans_domicile", libelle="Sans logement à moi (rue, voiture, hébergement d'urgence)", openfisca="sans_domicile"),
        ),
        plausibles=Plausible(
            valeurs=("locataire_hlm", "locataire_vide", "locataire_meuble", "loge_gratuitement", "proprietaire"),
            source="Choix : les cas fréquents de la liste d'OpenFisca (statut_occupation_logement).",
        ),
    ),
    Fait(
        nom="loyer", entite=Entite.MENAGE, genre=Genre.MONTANT, periode=Periode.MOIS, sujet=Sujet.LOGEMENT,
        variable="loyer", libelle="Loyer sans les charges", unite="€ par mois", minimum=0, maximum=5000,
        question="Quel est le loyer, sans les charges ?",
        pourquoi="C'est le montant qui compte le plus pour l'aide au logement.",
        plausibles=Plausible(
            valeurs=(150.0, 300.0, 450.0, 600.0, 900.0),
            source="Choix : des loyers d'un studio HLM à un T4 privé, autour des plafonds de l'aide au logement en zone 2 (CCH, arrêté du 27/09/2019 modifié).",
        ),
        quand=LOCATAIRE,
    ),
    Fait(
        nom="charges_locatives", entite=Entite.MENAGE, genre=Genre.MONTANT, periode=Periode.MOIS, sujet=Sujet.LOGEMENT,
        variable="charges_locatives", libelle="Charges du logement", unite="€ par mois", minimum=0, maximum=2000, si_absent=SiAbsent.DEFAUT,
        question="Quel est le montant des charges ?",
        pourquoi="Il sert seulement si le loyer est connu avec les charges.",
        plausibles=Plausible(valeurs=(0.0, 100.0), source="Choix : sans effet sur l'aide au logement, dont les charges sont un forfait (CCH, art. D823-17)."),
        quand=LOCATAIRE,
    ),
    Fait(
        nom="colocation", entite=Entite.MENAGE, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.LOGEMENT,
        variable="coloc", libelle="Colocation", si_absent=SiAbsent.DEFAUT,
        question="Partagez-vous le loyer avec d'autres personnes que votre famille ?",
        pourquoi="Le plafond de loyer est plus bas en colocation.",
        plausibles=Plausible(valeurs=(True, False), source="Choix : les deux réponses."),
        quand=LOCATAIRE,
    ),
    Fait(
        nom="proprietaire_proche_famille", entite=Entite.FAMILLE, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.LOGEMENT,
        variable="proprietaire_proche_famille", libelle="Logement loué à un parent", si_absent=SiAbsent.DEFAUT,
        question="Le logement appartient-il à vos parents, vos enfants ou vos grands-parents ?",
        pourquoi="L'aide au logement n'est pas versée quand le propriétaire est un parent proche.",
        plausibles=Plausible(valeurs=(True, False), source="CCH, art. L822-3."),
        quand=LOCATAIRE,
    ),
    Fait(
        nom="mois_residence_metropole_lyon", entite=Entite.INDIVIDU, genre=Genre.NOMBRE, periode=Periode.MOIS, sujet=Sujet.LOGEMENT,
        variable="mois_residence_metropole_lyon", libelle="Durée de résidence dans la Métropole", unite="mois", minimum=0, maximum=1200, si_absent=SiAbsent.DEFAUT,
        question="Depuis combien de mois habitez-vous dans la Métropole de Lyon ?", question_tiers="Depuis combien de mois {prenom} habite-t-il ou elle dans la Métropole de Lyon ?",
        pourquoi="Le revenu de solidarité jeunes demande 6 mois de résidence.",
        plausibles=Plausible(valeurs=(2, 6, 60), source="Délibération de la Métropole de Lyon du 15/03/2021 : 6 mois."),
        quand=Et((RoleParmi((Role.DEMANDEUR, Role.CONJOINT)), AgeEntre(17, 25))),
    ),
    Fait(
        nom="contrat_energie_a_son_nom", entite=Entite.MENAGE, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.LOGEMENT,
        variable="contrat_energie_a_son_nom", libelle="Contrat d'énergie", si_absent=SiAbsent.DEFAUT,
        question="Le contrat d'électricité ou de gaz est-il à votre nom ?",
        pourquoi="Le chèque énergie est attaché à un contrat.",
        plausibles=Plausible(valeurs=(True, False), source="Choix : les deux réponses."),
        quand=Vaut("statut_occupation_logement", ("locataire_hlm", "locataire_vide", "locataire_meuble", "primo_accedant", "proprietaire")),
    ),
)
