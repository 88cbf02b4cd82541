"""The cast, first half: families with children, young people, people who work or look for work. Everybody is invented."""

from __future__ import annotations

from droits_ouverts.bilan.enums import DecisionChoix, MotifChoix, StatutAvis
from droits_ouverts.config.demo.corps import ACCUEIL, AMBASSADRICE, CCAS, MEDIATEUR, MEDIATION, PASSERELLE, PIMMS, RENFORT
from droits_ouverts.config.demo.types import AvisDemo, Branche, ChoixDemo, FamilleDemo, ParMois, PersonneDemo
from droits_ouverts.engine.questionnaire.types import Role as Place
from droits_ouverts.personnes.enums import ModeAccord

VENISSIEUX, VAULX, LYON_7 = "69259", "69256", "69387"

FAMILLES: tuple[FamilleDemo, ...] = (
    FamilleDemo(
        compte=AMBASSADRICE,
        structure=PASSERELLE,
        jours=12,
        branches=frozenset(
            {Branche.PERSONNE_CONNUE, Branche.MERE_SEULE, Branche.TRAVAIL_A_PETIT_REVENU, Branche.FICHE_REMISE, Branche.DROIT_VOULU, Branche.DROIT_ECARTE}
        ),
        personnes=(
            PersonneDemo(prenom="Awa (démo)", place=Place.DEMANDEUR, ans=34, faits={"statut_marital": "divorce", "activite": "actif", "salaire_net": 900}),
            PersonneDemo(prenom="Moussa", ans=7),
            PersonneDemo(prenom="Fatou", ans=4),
        ),
        faits={
            "commune": VENISSIEUX,
            "statut_occupation_logement": "locataire_hlm",
            "loyer": 420,
            "depense_eau_annuelle": 240,
            "revenu_fiscal_reference": 9700,
            "quotient_familial_caf": 450,
            "droits_recus": ["allocations_familiales", "puma_affiliation"],
        },
        remise=True,
        accord=ModeAccord.ORAL,
        choix=(
            ChoixDemo(droit="prime_activite", decision=DecisionChoix.PAS_MAINTENANT, motif=MotifChoix.PEUR_DETTE),
            ChoixDemo(droit="prime_activite", decision=DecisionChoix.VOULU),
            ChoixDemo(droit="aides_logement", decision=DecisionChoix.VOULU),
            ChoixDemo(droit="c2s_sans_participation", decision=DecisionChoix.DEJA_DEMANDE),
            ChoixDemo(
                droit="asf",
                decision=DecisionChoix.ECARTE,
                motif=MotifChoix.CONFLIT_FAMILIAL,
                mots="Je ne veux pas que le père des enfants soit mêlé à mes démarches.",
            ),
        ),
    ),
    FamilleDemo(
        compte=ACCUEIL,
        structure=CCAS,
        jours=20,
        branches=frozenset({Branche.COUPLE_AVEC_ENFANTS, Branche.GROSSESSE, Branche.HORS_UE_PLUS_DE_CINQ_ANS, Branche.TRAVAIL_A_PETIT_REVENU}),
        personnes=(
            PersonneDemo(
                prenom="Naïma (démo)",
                place=Place.DEMANDEUR,
                ans=31,
                faits={"statut_marital": "marie", "enceinte": True, "nationalite": "hors_ue", "mois_residence_france": 110, "annees_titre_sejour": 8},
            ),
            PersonneDemo(
                prenom="Youssef",
                place=Place.CONJOINT,
                ans=35,
                faits={
                    "statut_marital": "marie",
                    "activite": "actif",
                    "salaire_net": 1450,
                    "nationalite": "hors_ue",
                    "mois_residence_france": 130,
                    "annees_titre_sejour": 10,
                },
            ),
            PersonneDemo(prenom="Sami", ans=11, faits={"scolarite": "college"}),
            PersonneDemo(prenom="Inaya", ans=6),
            PersonneDemo(prenom="Adam", ans=1, mois=3),
        ),
        faits={
            "commune": VENISSIEUX,
            "statut_occupation_logement": "locataire_hlm",
            "loyer": 510,
            "revenu_fiscal_reference": 14200,
            "quotient_familial_caf": 520,
            "droits_recus": ["allocations_familiales"],
        },
        choix=(
            ChoixDemo(droit="complement_familial", decision=DecisionChoix.VOULU),
            ChoixDemo(droit="bourse_college", decision=DecisionChoix.PAS_MAINTENANT, motif=MotifChoix.DEMARCHE_COMPLIQUEE),
        ),
    ),
    FamilleDemo(
        compte=MEDIATEUR,
        structure=PASSERELLE,
        jours=8,
        branches=frozenset({Branche.JEUNE_SANS_RESSOURCES}),
        personnes=(
            PersonneDemo(prenom="Léo (démo)", place=Place.DEMANDEUR, ans=22, faits={"suivi_mission_locale": True, "mois_residence_metropole_lyon": 96}),
        ),
        faits={"commune": VENISSIEUX, "statut_occupation_logement": "loge_gratuitement", "revenu_fiscal_reference": 0},
        choix=(ChoixDemo(droit="rsj_metropole_lyon", decision=DecisionChoix.VOULU),),
    ),
    FamilleDemo(
        compte=MEDIATION,
        structure=PIMMS,
        jours=33,
        branches=frozenset({Branche.ETUDES}),
        personnes=(
            PersonneDemo(
                prenom="Manon (démo)",
                place=Place.DEMANDEUR,
                ans=20,
                faits={
                    "activite": "etudiant",
                    "scolarite": "enseignement_superieur",
                    "autres_ressources": True,
                    "bourse_etudes": 480,
                    "revenu_brut_global_parents": 19000,
                    "distance_etudes": 60,
                    "mois_residence_metropole_lyon": 26,
                },
            ),
        ),
        faits={"commune": LYON_7, "statut_occupation_logement": "locataire_foyer", "loyer": 390, "droits_recus": ["bourse_crous"]},
    ),
    FamilleDemo(
        compte=MEDIATION,
        structure=PIMMS,
        jours=17,
        branches=frozenset({Branche.INDEPENDANT, Branche.COUPLE_AVEC_ENFANTS}),
        personnes=(
            PersonneDemo(
                prenom="Thomas (démo)",
                place=Place.DEMANDEUR,
                ans=38,
                faits={"statut_marital": "pacse", "activite": "actif", "autres_ressources": True, "benefice_independant": 640, "ressources_stables": None},
            ),
            PersonneDemo(prenom="Julie", place=Place.CONJOINT, ans=37, faits={"statut_marital": "pacse", "activite": "actif", "salaire_net": 820}),
            PersonneDemo(prenom="Noé", ans=2, mois=4, faits={"mode_garde": "assistante_maternelle"}),
        ),
        faits={"commune": VAULX, "statut_occupation_logement": "locataire_vide", "loyer": 690, "charges_locatives": 60, "revenu_fiscal_reference": 15800},
    ),
    FamilleDemo(
        compte=AMBASSADRICE,
        structure=PASSERELLE,
        jours=26,
        branches=frozenset({Branche.CHOMAGE_FINISSANT, Branche.AVIS_CONTRAIRE}),
        personnes=(
            PersonneDemo(
                prenom="Farid (démo)",
                place=Place.DEMANDEUR,
                ans=57,
                faits={
                    "activite": "chomeur",
                    "travail_suffisant_chomage": False,
                    "ass_cinq_ans_de_travail": True,
                    "autres_ressources": True,
                    "chomage_net": ParMois({-4: 980, -3: 980, -2: 980, -1: 410, 0: 0}),
                    "ressources_stables": False,
                    "salaire_annuel_n1": 6400,
                    "salaire_annuel_n2": 17900,
                },
            ),
        ),
        faits={
            "commune": VENISSIEUX,
            "statut_occupation_logement": "locataire_hlm",
            "loyer": 365,
            "impaye_logement": "loyer",
            "revenu_fiscal_reference": 12100,
        },
        choix=(ChoixDemo(droit="ass", decision=DecisionChoix.VOULU),),
        avis=(
            AvisDemo(
                droit="ass",
                statut=StatutAvis.A_VERIFIER,
                raison="Deux périodes d’intérim manquent sur le relevé : à compter avec lui avant de dire si les cinq ans y sont.",
            ),
        ),
    ),
    FamilleDemo(
        compte=MEDIATION,
        structure=PIMMS,
        jours=40,
        branches=frozenset({Branche.PARENT_SEPARE, Branche.TRAVAIL_A_PETIT_REVENU}),
        personnes=(
            PersonneDemo(
                prenom="David (démo)",
                place=Place.DEMANDEUR,
                ans=41,
                faits={
                    "statut_marital": "divorce",
                    "activite": "actif",
                    "salaire_net": 1340,
                    "autres_ressources": True,
                    "pension_alimentaire_versee": 140,
                },
            ),
            PersonneDemo(prenom="Jade", ans=9, faits={"garde_alternee": True}),
        ),
        faits={"commune": VAULX, "statut_occupation_logement": "locataire_vide", "loyer": 580, "revenu_fiscal_reference": 13900},
        choix=(ChoixDemo(droit="cheque_energie", decision=DecisionChoix.DEJA_RECU),),
    ),
    FamilleDemo(
        compte=RENFORT,
        structure=PASSERELLE,
        jours=15,
        branches=frozenset({Branche.HANDICAP_ENFANT, Branche.COUPLE_AVEC_ENFANTS}),
        personnes=(
            PersonneDemo(prenom="Fanta (démo)", place=Place.DEMANDEUR, ans=39, faits={"statut_marital": "marie", "activite": "actif", "salaire_net": 760}),
            PersonneDemo(prenom="Ibrahim", place=Place.CONJOINT, ans=42, faits={"statut_marital": "marie", "activite": "actif", "salaire_net": 1390}),
            PersonneDemo(
                prenom="Aïcha",
                ans=8,
                faits={"taux_incapacite": "80_plus", "aeeh_niveau_handicap": 2, "gene_handicap": "gestes_quotidiens"},
            ),
        ),
        faits={"commune": VENISSIEUX, "statut_occupation_logement": "locataire_hlm", "loyer": 475, "quotient_familial_caf": 610},
    ),
    FamilleDemo(
        compte=RENFORT,
        structure=PIMMS,
        jours=3,
        branches=frozenset({Branche.FORME_COURTE, Branche.JEUNE_SANS_RESSOURCES}),
        personnes=(PersonneDemo(prenom="Kévin (démo)", place=Place.DEMANDEUR, ans=24, faits={"activite": "inactif", "salaire_net": 0}),),
        faits={"statut_occupation_logement": "loge_gratuitement"},
        courte=True,
    ),
)
