"""Special situations, each behind one question: housing in trouble, bank, debts, justice, widowhood, disability, small children.

Nothing is asked about an illness itself, and nothing about violence.
"""

from droits_ouverts.engine.questionnaire.types import (
    ADULTE, AgeEntre, Choix, Entite, Et, Fait, Genre, Non, Ou, Periode, Plausible, Role, RoleParmi, SiAbsent, Sujet, Vaut,
)

ENFANT = RoleParmi((Role.ENFANT,))
PAS_PROPRIETAIRE = Non(Vaut("statut_occupation_logement", ("proprietaire", "primo_accedant")))
SANS_DOMICILE = Vaut("statut_occupation_logement", ("sans_domicile",))
EPOUX_DECEDE = Et((ADULTE, Ou((Vaut("statut_marital", ("veuf",)), Vaut("ancien_epoux_decede", (True,))))))
DEUX_REPONSES = Plausible(valeurs=(True, False), source="Choix : les deux réponses.")


def _choix(*items: tuple[str, str]) -> tuple[Choix, ...]:
    return tuple(Choix(valeur=valeur, libelle=libelle, openfisca=valeur) for valeur, libelle in items)


FAITS = (
    Fait(
        nom="logement_difficile", entite=Entite.MENAGE, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="logement_difficile", libelle="Problème de logement", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous un de ces problèmes de logement ? Choisissez le plus grave.",
        pourquoi="Dans ces cas, vous pouvez demander un logement en priorité (droit au logement opposable, DALO).",
        choix=_choix(
            ("aucun", "Non, aucun"),
            ("heberge_faute_de_logement", "Je suis hébergé(e) chez quelqu'un, faute de logement à moi"),
            ("expulsion_jugee", "Un jugement m'oblige à partir (expulsion)"),
            ("dangereux", "Mon logement est dangereux, insalubre, ou n'est pas fait pour être habité"),
            ("trop_petit_ou_indecent", "Mon logement est trop petit pour nous, ou en très mauvais état"),
            ("hebergement_provisoire_long", "Je suis en hébergement depuis plus de 6 mois, ou en résidence sociale de transition depuis plus de 18 mois"),
        ),
        plausibles=Plausible(valeurs=("aucun", "heberge_faute_de_logement", "expulsion_jugee", "trop_petit_ou_indecent"), source="CCH, art. R441-14-1 : les situations de la commission de médiation."),
        quand=Et((PAS_PROPRIETAIRE, Non(SANS_DOMICILE))),
    ),
    Fait(
        nom="attente_logement_social", entite=Entite.FAMILLE, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="attente_logement_social", libelle="Demande de logement social", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous une demande de logement social en cours ?",
        pourquoi="Quand l'attente est trop longue, une commission peut vous donner la priorité.",
        choix=_choix(
            ("aucune", "Non"),
            ("en_cours", "Oui"),
            ("delai_depasse", "Oui, et j'attends depuis plus longtemps que le délai écrit sur mon attestation"),
        ),
        plausibles=Plausible(valeurs=("aucune", "en_cours", "delai_depasse"), source="CCH, art. L441-1-4 : délai fixé par le préfet ; celui du Rhône (de 2 à 5 ans selon les sources) reste à vérifier."),
        quand=PAS_PROPRIETAIRE,
    ),
    Fait(
        nom="adresse_courrier_stable", entite=Entite.MENAGE, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="adresse_courrier_stable", libelle="Adresse pour le courrier", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous une adresse où votre courrier arrive toujours ?",
        pourquoi="Sans adresse sûre, vous pouvez demander une domiciliation. Elle permet de garder tous les autres droits.",
        plausibles=DEUX_REPONSES,
        quand=Vaut("statut_occupation_logement", ("sans_domicile", "loge_gratuitement", "locataire_meuble", "locataire_foyer")),
    ),
    Fait(
        nom="demande_hebergement_sans_place", entite=Entite.FAMILLE, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="demande_hebergement_sans_place", libelle="Demande d'hébergement sans place", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous demandé un hébergement (115 ou SIAO) sans recevoir une place qui vous convient ?",
        pourquoi="Une commission peut alors reconnaître votre droit à un hébergement.",
        plausibles=DEUX_REPONSES,
        quand=Ou((SANS_DOMICILE, Vaut("logement_difficile", ("heberge_faute_de_logement", "expulsion_jugee")))),
    ),
    Fait(
        nom="difficulte_bancaire", entite=Entite.FAMILLE, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="difficulte_bancaire", libelle="Difficulté avec la banque", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous une difficulté avec une banque ?",
        pourquoi="Vous avez droit à un compte, et à des frais limités en cas de difficulté.",
        choix=_choix(
            ("aucune", "Non"),
            ("refus_de_compte", "Je n'ai aucun compte : une banque a refusé, ou n'a pas répondu en 15 jours"),
            ("sans_compte", "Je n'ai aucun compte, et je n'en ai pas demandé"),
            ("cinq_incidents_un_mois", "J'ai eu 5 paiements refusés ou plus en un mois"),
            ("incidents_trois_mois", "J'ai des paiements refusés depuis 3 mois"),
            ("interdit_bancaire", "Je suis interdit(e) de chèques, ou ma carte est retirée, depuis 3 mois"),
        ),
        plausibles=Plausible(
            valeurs=("aucune", "refus_de_compte", "cinq_incidents_un_mois"), source="Code monétaire et financier, art. L312-1 et R312-4-3 : les cas qui ouvrent un droit.",
        ),
    ),
    Fait(
        nom="dettes_impayables", entite=Entite.FAMILLE, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="dettes_impayables", libelle="Dettes", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous des dettes que vous ne pouvez plus payer ?",
        pourquoi="La commission de surendettement peut réduire, étaler ou effacer des dettes.",
        choix=_choix(("aucune", "Non"), ("impayables", "Oui"), ("dossier_recevable", "Oui, et mon dossier de surendettement est déjà accepté")),
        plausibles=Plausible(valeurs=("aucune", "impayables", "dossier_recevable"), source="Code de la consommation, art. L711-1."),
    ),
    Fait(
        nom="affaire_de_justice", entite=Entite.FAMILLE, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="affaire_de_justice", libelle="Affaire de justice", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous besoin d'un avocat ou d'un tribunal (divorce, procès, recours, médiation) ?",
        pourquoi="L'État peut payer l'avocat et les frais : c'est l'aide juridictionnelle.",
        plausibles=DEUX_REPONSES,
    ),
    Fait(
        nom="frais_justice_assures", entite=Entite.FAMILLE, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="frais_justice_assures", libelle="Assurance de protection juridique", si_absent=SiAbsent.DEFAUT,
        question="Une assurance paie-t-elle déjà ces frais (protection juridique) ?",
        pourquoi="L'aide juridictionnelle ne paie pas ce qu'une assurance paie.",
        plausibles=DEUX_REPONSES,
        quand=Vaut("affaire_de_justice", (True,)),
    ),
    Fait(
        nom="affaire_concerne_sejour", entite=Entite.FAMILLE, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="affaire_concerne_sejour", libelle="Affaire d'asile ou de séjour", si_absent=SiAbsent.DEFAUT,
        question="Est-ce pour une demande d'asile, un refus de séjour ou un éloignement ?",
        pourquoi="Dans ces cas, l'aide juridictionnelle est possible sans titre de séjour.",
        plausibles=DEUX_REPONSES,
        quand=Et((Vaut("affaire_de_justice", (True,)), Vaut("sejour_regulier", (False,)))),
    ),
    Fait(
        nom="recepisse_demande_sejour", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SEJOUR,
        variable="recepisse_demande_sejour", libelle="Récépissé ou attestation de demande", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous un récépissé ou une attestation de demande en cours de validité ?",
        question_tiers="Est-ce que {prenom} a un récépissé ou une attestation de demande en cours de validité ?",
        pourquoi="Avec ce papier, c'est l'assurance maladie ordinaire ; sans lui, c'est l'aide médicale de l'État.",
        plausibles=DEUX_REPONSES,
        quand=Et((ADULTE, Vaut("sejour_regulier", (False,)), Vaut("demande_asile_ou_titre_en_cours", (True,)))),
    ),
    Fait(
        nom="assurance_maladie_ouverte", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SANTE,
        variable="assurance_maladie_ouverte", libelle="Droits à l'assurance maladie", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous une carte Vitale qui marche, ou une attestation de la sécurité sociale ?",
        question_tiers="Est-ce que {prenom} a une carte Vitale qui marche, ou une attestation de la sécurité sociale ?",
        pourquoi="Toute personne qui travaille ou vit en France de façon régulière y a droit.",
        plausibles=DEUX_REPONSES,
        quand=ADULTE,
    ),
    Fait(
        nom="maladie_longue_sans_ald", entite=Entite.FAMILLE, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SANTE,
        variable="maladie_longue_sans_ald", libelle="Maladie longue sans prise en charge à 100 %", si_absent=SiAbsent.DEFAUT,
        question="L'un(e) de vous est-il suivi(e) pour une maladie longue (plus de 6 mois) sans être pris(e) en charge à 100 % ? Ne dites ni qui, ni laquelle.",
        pourquoi="Le médecin peut demander la prise en charge à 100 % (affection de longue durée).",
        plausibles=DEUX_REPONSES,
    ),
    Fait(
        nom="gene_handicap", entite=Entite.INDIVIDU, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.SANTE,
        variable="gene_handicap", libelle="Vie gênée par un handicap ou la santé", si_absent=SiAbsent.DEFAUT,
        question="Un handicap, la santé ou l'âge vous gêne-t-il pour longtemps ? Ne dites pas lequel.",
        question_tiers="Un handicap, la santé ou l'âge gêne-t-il {prenom} pour longtemps ? Ne dites pas lequel.",
        pourquoi="La maison du handicap (MDPH) peut accorder une carte, une aide à la personne ou une reconnaissance pour l'emploi.",
        choix=_choix(
            ("aucune", "Non"),
            ("emploi", "Oui, pour trouver ou garder un emploi"),
            ("deplacement", "Oui, pour marcher ou rester debout"),
            ("emploi_et_deplacement", "Oui, pour l'emploi et pour marcher ou rester debout"),
            ("gestes_quotidiens", "Oui, même pour les gestes de tous les jours"),
        ),
        plausibles=Plausible(valeurs=("aucune", "emploi_et_deplacement", "gestes_quotidiens"), source="Code du travail, art. L5213-1 ; CASF, art. L241-3 et L245-1."),
        quand=Ou((ADULTE, Et((ENFANT, Vaut("taux_incapacite", ("50_79", "80_plus")))))),
    ),
    Fait(
        nom="gene_avant_60_ans", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SANTE,
        variable="gene_avant_60_ans", libelle="Difficultés apparues avant 60 ans", si_absent=SiAbsent.DEFAUT,
        question="Ces difficultés ont-elles commencé avant vos 60 ans ?", question_tiers="Les difficultés de {prenom} ont-elles commencé avant ses 60 ans ?",
        pourquoi="Après 60 ans, c'est l'allocation personnalisée d'autonomie (APA) qui prend le relais.",
        plausibles=DEUX_REPONSES,
        quand=Et((ADULTE, AgeEntre(60, 120), Vaut("gene_handicap", ("gestes_quotidiens",)))),
    ),
    Fait(
        nom="ancien_epoux_decede", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="ancien_epoux_decede", libelle="Ancien époux décédé", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous été marié(e), avant, avec une personne qui est décédée ?", question_tiers="Est-ce que {prenom} a été marié(e), avant, avec une personne qui est décédée ?",
        pourquoi="Même divorcé(e) ou de nouveau en couple, une part de sa retraite peut vous revenir.",
        plausibles=DEUX_REPONSES,
        quand=Et((ADULTE, AgeEntre(50, 120), Vaut("statut_marital", ("divorce", "marie", "pacse", "celibataire")))),
    ),
    Fait(
        nom="metier_epoux_decede", entite=Entite.INDIVIDU, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="metier_epoux_decede", libelle="Métier de l'époux décédé", si_absent=SiAbsent.DEFAUT,
        question="Quel était le métier de votre époux ou épouse décédé(e) ?", question_tiers="Quel était le métier de l'époux ou épouse décédé(e) de {prenom} ?",
        pourquoi="La caisse qui paie une réversion dépend de ce métier.",
        choix=_choix(
            ("salarie_prive", "Salarié(e) d'une entreprise ou d'un particulier"),
            ("independant", "À son compte"),
            ("agricole", "Salarié(e) ou exploitant(e) agricole"),
            ("autre", "Fonctionnaire, autre métier, ou jamais travaillé en France"),
        ),
        plausibles=Plausible(valeurs=("salarie_prive", "independant", "agricole", "autre"), source="CSS, art. L353-1 ; régimes de retraite."),
        quand=EPOUX_DECEDE,
    ),
    Fait(
        nom="mois_depuis_deces_epoux", entite=Entite.INDIVIDU, genre=Genre.NOMBRE, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="mois_depuis_deces_epoux", libelle="Mois depuis le décès", unite="mois", minimum=0, maximum=900, si_absent=SiAbsent.DEFAUT,
        question="Depuis combien de mois votre époux ou épouse est-il ou elle décédé(e) ?", question_tiers="Depuis combien de mois l'époux ou épouse de {prenom} est-il ou elle décédé(e) ?",
        pourquoi="L'allocation de veuvage se demande dans les deux ans.",
        plausibles=Plausible(valeurs=(6, 30, 240), source="CSS, art. D356-5 (2 ans) ; décès avant 2009 : réversion dès 51 ans."),
        quand=Et((EPOUX_DECEDE, AgeEntre(16, 55))),
    ),
    Fait(
        nom="epoux_decede_cotisait", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="epoux_decede_cotisait", libelle="L'époux décédé était assuré", si_absent=SiAbsent.DEFAUT,
        question="L'année avant son décès, travaillait-il ou elle, ou était-il ou elle au chômage ou en arrêt payé, au moins 3 mois ?",
        pourquoi="C'est une condition de l'allocation de veuvage.",
        plausibles=Plausible(valeurs=(True, False), source="CSS, art. D356-1 : 3 mois dans les 12 mois avant le décès."),
        quand=Et((EPOUX_DECEDE, AgeEntre(16, 54), Vaut("metier_epoux_decede", ("salarie_prive", "independant", "agricole")))),
    ),
    Fait(
        nom="a_cotise_retraite", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="a_cotise_retraite", libelle="A travaillé en France", si_absent=SiAbsent.DEFAUT,
        question="Avez-vous déjà travaillé et cotisé en France, même peu ?", question_tiers="Est-ce que {prenom} a déjà travaillé et cotisé en France, même peu ?",
        pourquoi="Un seul trimestre cotisé donne droit à une retraite.",
        plausibles=DEUX_REPONSES,
        quand=Et((ADULTE, AgeEntre(62, 120), Non(Vaut("activite", ("retraite",))))),
    ),
    Fait(
        nom="parent_arret_travail", entite=Entite.INDIVIDU, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="parent_arret_travail", libelle="Parent qui garde l'enfant", si_absent=SiAbsent.DEFAUT,
        question="Un parent a-t-il arrêté ou réduit son travail pour s'occuper de cet enfant ?", question_tiers="Un parent a-t-il arrêté ou réduit son travail pour s'occuper de {prenom} ?",
        pourquoi="Une prestation de la CAF (PreParE) remplace une partie du salaire.",
        choix=_choix(
            ("aucun", "Non"), ("arret", "Oui, il a arrêté de travailler"),
            ("mi_temps", "Oui, il travaille à mi-temps ou moins"), ("temps_partiel", "Oui, il travaille entre la moitié et 80 % du temps"),
        ),
        plausibles=Plausible(valeurs=("aucun", "arret", "mi_temps", "temps_partiel"), source="CSS, art. L531-4."),
        quand=Et((ENFANT, AgeEntre(0, 2))),
    ),
    Fait(
        nom="parent_huit_trimestres", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="parent_huit_trimestres", libelle="Ce parent a travaillé 2 ans", si_absent=SiAbsent.DEFAUT,
        question="Ce parent avait-il travaillé au moins 2 ans, en tout, dans les années avant la naissance ?", question_tiers="Ce parent avait-il travaillé au moins 2 ans, en tout, dans les années avant la naissance de {prenom} ?",
        pourquoi="La PreParE demande 8 trimestres cotisés.",
        plausibles=Plausible(valeurs=(True, False), source="CSS, art. R531-2 : 8 trimestres dans les 2, 4 ou 5 ans selon le rang de l'enfant."),
        quand=Et((ENFANT, AgeEntre(0, 2), Vaut("parent_arret_travail", ("arret", "mi_temps", "temps_partiel")))),
    ),
    Fait(
        nom="mode_garde", entite=Entite.INDIVIDU, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.SITUATION,
        variable="mode_garde", libelle="Garde de l'enfant", si_absent=SiAbsent.DEFAUT,
        question="Payez-vous quelqu'un pour garder cet enfant ?", question_tiers="Payez-vous quelqu'un pour garder {prenom} ?",
        pourquoi="La CAF paie une partie de la garde (complément de mode de garde).",
        choix=_choix(
            ("aucun", "Non"), ("assistante_maternelle", "Une assistante maternelle"), ("garde_domicile", "Une garde à la maison"),
            ("micro_creche", "Une micro-crèche ou une crèche familiale"), ("autre", "Une crèche, l'école ou autre"),
        ),
        plausibles=Plausible(valeurs=("aucun", "assistante_maternelle", "autre"), source="CSS, art. L531-5 et L531-6."),
        quand=Et((ENFANT, AgeEntre(0, 11))),
    ),
)
