"""Money received month by month, before income tax is withheld ("net avant impôt"), in euros."""

from droits_ouverts.engine.questionnaire.types import (
    ADULTE, AgeEntre, Entite, Et, Fait, Genre, Ou, Periode, Plausible, Role, RoleParmi, SiAbsent, Sujet, Vaut,
)

MAJEUR_OU_JEUNE = Ou((ADULTE, Et((RoleParmi((Role.ENFANT,)), AgeEntre(16, 24)))))


AUTRES = Et((ADULTE, Vaut("autres_ressources", (True,))))


def _revenu(nom: str, variable: str, libelle: str, question: str, tiers: str, pourquoi: str, valeurs: tuple[float, ...], source: str, *, quand=None, si_absent=SiAbsent.INCONNU) -> Fait:  # noqa: ANN001, PLR0913
    return Fait(
        nom=nom, entite=Entite.INDIVIDU, genre=Genre.MONTANT, periode=Periode.MOIS_PASSES, sujet=Sujet.RESSOURCES, variable=variable,
        libelle=libelle, unite="€ par mois", minimum=0, maximum=20000, question=question, question_tiers=tiers, pourquoi=pourquoi,
        plausibles=Plausible(valeurs=valeurs, source=source), quand=AUTRES if quand is None else quand, si_absent=si_absent,
    )


FAITS = (
    Fait(
        nom="autres_ressources", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.RESSOURCES, libelle="Autres ressources que le salaire",
        question="Recevez-vous de l'argent en plus d'un salaire : chômage, retraite, pension, indemnités, bourse, travail à votre compte ?",
        question_tiers="Est-ce que {prenom} reçoit de l'argent en plus d'un salaire : chômage, retraite, pension, indemnités, bourse, travail à son compte ?",
        pourquoi="Si la réponse est non, il y a beaucoup moins de questions.",
        plausibles=Plausible(valeurs=(False, True), source="Choix : les deux réponses."), quand=ADULTE,
    ),
    _revenu(
        "salaire_net", "salaire_net", "Salaire net avant impôt", "Quel salaire net avez-vous reçu, avant impôt ?", "Quel salaire net {prenom} a-t-il ou elle reçu, avant impôt ?",
        "La prime d'activité et le RSA dépendent des salaires de ces mois.", (0.0, 300.0, 700.0, 1100.0, 1500.0, 2000.0, 3000.0),
        "Choix : de zéro à deux SMIC nets environ (SMIC horaire 12,31 € depuis 06/2026, paramètres d'OpenFisca-France 176.1.8).", quand=MAJEUR_OU_JEUNE,
    ),
    _revenu(
        "benefice_independant", "rpns_auto_entrepreneur_benefice", "Bénéfice d'un travail à son compte", "Combien avez-vous gagné avec votre travail à votre compte ?", "Combien {prenom} a-t-il ou elle gagné avec son travail à son compte ?",
        "Ce revenu compte comme un salaire pour la prime d'activité.", (0.0, 500.0, 1500.0), "Choix : de zéro à un SMIC net environ.", si_absent=SiAbsent.DEFAUT,
    ),
    _revenu(
        "chomage_net", "chomage_net", "Allocation chômage", "Quelle allocation chômage avez-vous reçue ?", "Quelle allocation chômage {prenom} a-t-il ou elle reçue ?",
        "Le chômage compte dans les ressources.", (0.0, 600.0, 1000.0, 1500.0), "Choix : autour de l'allocation moyenne (Unédic, à vérifier).", si_absent=SiAbsent.DEFAUT,
    ),
    _revenu(
        "indemnites_journalieres", "indemnites_journalieres_maladie", "Indemnités de maladie ou de maternité", "Quelles indemnités de la sécurité sociale avez-vous reçues (maladie, maternité) ?", "Quelles indemnités de la sécurité sociale {prenom} a-t-il ou elle reçues ?",
        "Elles comptent dans les ressources.", (0.0, 600.0, 1200.0), "Choix : de zéro à la moitié de 1,4 SMIC brut environ (CSS, art. R323-4).", si_absent=SiAbsent.DEFAUT,
    ),
    _revenu(
        "retraite_nette", "retraite_nette", "Retraite", "Quelles retraites avez-vous reçues, avant impôt ?", "Quelles retraites {prenom} a-t-il ou elle reçues, avant impôt ?",
        "Les petites retraites peuvent être complétées.", (0.0, 400.0, 800.0, 1043.0, 1200.0, 1600.0),
        "Choix : autour du plafond de l'ASPA, 1 043,59 € depuis 01/2026 (paramètres d'OpenFisca-France 176.1.8).", quand=Et((AUTRES, AgeEntre(50, 120))), si_absent=SiAbsent.INCONNU,
    ),
    _revenu(
        "pension_invalidite", "pensions_invalidite", "Pension d'invalidité", "Quelle pension d'invalidité avez-vous reçue ?", "Quelle pension d'invalidité {prenom} a-t-il ou elle reçue ?",
        "Elle peut être complétée par l'ASI.", (0.0, 350.0, 700.0, 1000.0), "Choix : autour du minimum des pensions d'invalidité et du plafond de l'ASI (à vérifier).", quand=Et((AUTRES, AgeEntre(18, 67))), si_absent=SiAbsent.DEFAUT,
    ),
    _revenu(
        "pension_alimentaire_recue", "pensions_alimentaires_percues", "Pension alimentaire reçue", "Quelle pension alimentaire avez-vous reçue pour les enfants ?", "Quelle pension alimentaire {prenom} a-t-il ou elle reçue ?",
        "Sans pension, l'allocation de soutien familial est possible.", (0.0, 100.0, 200.0, 400.0), "Choix : autour de l'ASF, 201,78 € par enfant depuis 04/2026 (paramètres d'OpenFisca-France 176.1.8).", si_absent=SiAbsent.DEFAUT,
    ),
    _revenu(
        "pension_alimentaire_versee", "pensions_alimentaires_versees_individu", "Pension alimentaire versée", "Quelle pension alimentaire versez-vous ?", "Quelle pension alimentaire {prenom} verse-t-il ou elle ?",
        "Elle se déduit des ressources pour plusieurs droits.", (0.0, 200.0), "Choix : zéro, ou un montant courant.", si_absent=SiAbsent.DEFAUT,
    ),
    _revenu(
        "bourse_etudes", "bourse_enseignement_sup", "Bourse d'études supérieures", "Quelle bourse d'études recevez-vous par mois ?", "Quelle bourse d'études {prenom} reçoit-il ou elle par mois ?",
        "La bourse compte pour le logement étudiant.", (0.0, 145.0, 633.0), "Échelons 0 bis à 7 de la bourse sur critères sociaux (à vérifier pour 2026-2027).", quand=Et((AUTRES, Vaut("activite", ("etudiant",)))), si_absent=SiAbsent.DEFAUT,
    ),
    _revenu(
        "revenus_stage", "revenus_stage_formation_pro", "Rémunération de stage ou de formation", "Quelle rémunération de formation professionnelle avez-vous reçue ?", "Quelle rémunération de formation {prenom} a-t-il ou elle reçue ?",
        "Elle compte comme un revenu de travail.", (0.0, 500.0, 900.0), "Choix : autour de la rémunération des stagiaires (à vérifier).", si_absent=SiAbsent.DEFAUT,
    ),
    Fait(
        nom="ressources_stables", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.RESSOURCES, libelle="Ressources stables depuis deux ans",
        question="Ces ressources sont-elles à peu près les mêmes depuis deux ans ?", question_tiers="Les ressources de {prenom} sont-elles à peu près les mêmes depuis deux ans ?",
        pourquoi="L'aide au logement et les allocations familiales regardent aussi l'année passée.",
        plausibles=Plausible(valeurs=(True, False), source="Choix : les deux réponses."), quand=ADULTE,
    ),
    Fait(
        nom="salaire_annuel_n1", entite=Entite.INDIVIDU, genre=Genre.MONTANT, periode=Periode.ANNEE_N1, sujet=Sujet.RESSOURCES, variable="salaire_net",
        libelle="Salaires nets de l'an dernier", unite="€ par an", minimum=0, maximum=240000,
        question="Combien de salaires nets avez-vous reçus en {annee_n1}, en tout ?", question_tiers="Combien de salaires nets {prenom} a-t-il ou elle reçus en {annee_n1}, en tout ?",
        pourquoi="L'aide au logement regarde les douze derniers mois.",
        plausibles=Plausible(valeurs=(0.0, 9000.0, 18000.0, 30000.0), source="Choix : de zéro à deux SMIC nets annuels environ."),
        quand=Et((ADULTE, Vaut("ressources_stables", (False,)))),
    ),
    Fait(
        nom="salaire_annuel_n2", entite=Entite.INDIVIDU, genre=Genre.MONTANT, periode=Periode.ANNEE_N2, sujet=Sujet.RESSOURCES, variable="salaire_net",
        libelle="Salaires nets d'il y a deux ans", unite="€ par an", minimum=0, maximum=240000,
        question="Combien de salaires nets avez-vous reçus en {annee_n2}, en tout ?", question_tiers="Combien de salaires nets {prenom} a-t-il ou elle reçus en {annee_n2}, en tout ?",
        pourquoi="Les allocations familiales regardent l'avant-dernière année.",
        plausibles=Plausible(valeurs=(0.0, 9000.0, 18000.0, 30000.0), source="Choix : de zéro à deux SMIC nets annuels environ."),
        quand=Et((ADULTE, Vaut("ressources_stables", (False,)))),
    ),
)
