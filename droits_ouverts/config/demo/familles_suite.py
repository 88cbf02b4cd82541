"""The cast, second half: older people, handicap, housing, residence, silences. Everybody is invented."""

from __future__ import annotations

from droits_ouverts.bilan.enums import DecisionChoix, MotifChoix
from droits_ouverts.config.demo.corps import ACCUEIL, AMBASSADRICE, CCAS, MEDIATEUR, MEDIATION, PASSERELLE, PIMMS
from droits_ouverts.config.demo.familles import LYON_7, VENISSIEUX
from droits_ouverts.config.demo.types import REFUS, Branche, ChoixDemo, FamilleDemo, PersonneDemo
from droits_ouverts.droits.urgences import Besoin
from droits_ouverts.engine.questionnaire.types import Role as Place
from droits_ouverts.personnes.enums import ModeAccord

FAMILLES: tuple[FamilleDemo, ...] = (
    FamilleDemo(
        compte=ACCUEIL,
        structure=CCAS,
        jours=29,
        branches=frozenset({Branche.RETRAITE_MODESTE, Branche.FICHE_REMISE, Branche.DROIT_ECARTE}),
        personnes=(
            PersonneDemo(
                prenom="René (démo)",
                place=Place.DEMANDEUR,
                ans=71,
                faits={"activite": "retraite", "autres_ressources": True, "retraite_nette": 640, "epargne_livrets": 2000},
            ),
        ),
        faits={"commune": VENISSIEUX, "statut_occupation_logement": "locataire_hlm", "loyer": 380, "revenu_fiscal_reference": 7700},
        remise=True,
        choix=(
            ChoixDemo(
                droit="aspa",
                decision=DecisionChoix.ECARTE,
                motif=MotifChoix.AUTRE,
                mots="Je veux laisser ce que j’ai à ma fille, j’ai peur qu’on le reprenne.",
            ),
            ChoixDemo(droit="c2s_sans_participation", decision=DecisionChoix.VOULU),
        ),
    ),
    FamilleDemo(
        compte=ACCUEIL,
        structure=CCAS,
        jours=44,
        branches=frozenset({Branche.PERTE_D_AUTONOMIE}),
        personnes=(
            PersonneDemo(
                prenom="Marguerite (démo)",
                place=Place.DEMANDEUR,
                ans=84,
                faits={
                    "activite": "retraite",
                    "autres_ressources": True,
                    "retraite_nette": 1080,
                    "gir": "gir_4",
                    "gene_handicap": "gestes_quotidiens",
                    "epargne_livrets": None,
                },
            ),
        ),
        faits={"commune": VENISSIEUX, "statut_occupation_logement": "locataire_vide", "loyer": 450, "revenu_fiscal_reference": 12600},
    ),
    FamilleDemo(
        compte=ACCUEIL,
        structure=CCAS,
        jours=10,
        branches=frozenset({Branche.HANDICAP_ADULTE, Branche.PERSONNE_CONNUE}),
        personnes=(
            PersonneDemo(
                prenom="Sylvie (démo)",
                place=Place.DEMANDEUR,
                ans=44,
                faits={"taux_incapacite": "80_plus", "gene_handicap": "deplacement", "malvoyance_ou_mutilation": True},
            ),
        ),
        faits={"commune": VENISSIEUX, "statut_occupation_logement": "locataire_hlm", "loyer": 340, "revenu_fiscal_reference": 0},
        accord=ModeAccord.PAPIER,
        choix=(ChoixDemo(droit="aah", decision=DecisionChoix.DEJA_DEMANDE, motif=MotifChoix.SANS_REPONSE),),
    ),
    FamilleDemo(
        compte=ACCUEIL,
        structure=CCAS,
        jours=37,
        branches=frozenset({Branche.VEUVAGE, Branche.RETRAITE_MODESTE}),
        personnes=(
            PersonneDemo(
                prenom="Josette (démo)",
                place=Place.DEMANDEUR,
                ans=68,
                faits={
                    "statut_marital": "veuf",
                    "activite": "retraite",
                    "autres_ressources": True,
                    "retraite_nette": 720,
                    "metier_epoux_decede": "salarie_prive",
                    "epargne_livrets": 5200,
                },
            ),
        ),
        faits={"commune": VENISSIEUX, "statut_occupation_logement": "proprietaire", "revenu_fiscal_reference": 8600},
        choix=(ChoixDemo(droit="reversion_regime_general", decision=DecisionChoix.VOULU),),
    ),
    FamilleDemo(
        compte=ACCUEIL,
        structure=CCAS,
        jours=23,
        branches=frozenset({Branche.PROPRIETAIRE_ENDETTE, Branche.COUPLE_AVEC_ENFANTS}),
        personnes=(
            PersonneDemo(
                prenom="Monique (démo)",
                place=Place.DEMANDEUR,
                ans=48,
                faits={"statut_marital": "marie", "activite": "actif", "salaire_net": 1180},
            ),
            PersonneDemo(
                prenom="Bernard",
                place=Place.CONJOINT,
                ans=51,
                faits={"statut_marital": "marie", "activite": "actif", "autres_ressources": True, "indemnites_journalieres": 690},
            ),
            PersonneDemo(prenom="Enzo", ans=16, faits={"activite": "etudiant", "scolarite": "lycee"}),
        ),
        faits={
            "commune": VENISSIEUX,
            "statut_occupation_logement": "primo_accedant",
            "impaye_logement": "energie_eau",
            "dettes_impayables": "impayables",
            "difficulte_bancaire": "incidents_trois_mois",
            "revenu_fiscal_reference": 21400,
        },
        choix=(ChoixDemo(droit="surendettement", decision=DecisionChoix.PAS_MAINTENANT, motif=MotifChoix.REGARD_DES_AUTRES),),
    ),
    FamilleDemo(
        compte=AMBASSADRICE,
        structure=PASSERELLE,
        jours=6,
        branches=frozenset({Branche.SANS_DOMICILE, Branche.HORS_UE_MOINS_DE_CINQ_ANS, Branche.BESOIN_URGENT}),
        personnes=(
            PersonneDemo(
                prenom="Amadou (démo)",
                place=Place.DEMANDEUR,
                ans=41,
                faits={"nationalite": "hors_ue", "mois_residence_france": 38, "annees_titre_sejour": 3, "assurance_maladie_ouverte": False},
            ),
        ),
        faits={
            "commune": VENISSIEUX,
            "statut_occupation_logement": "sans_domicile",
            "adresse_courrier_stable": False,
            "demande_hebergement_sans_place": True,
            "difficulte_bancaire": "sans_compte",
        },
        urgences=(Besoin.NOURRITURE, Besoin.TOIT),
    ),
    FamilleDemo(
        compte=MEDIATEUR,
        structure=PASSERELLE,
        jours=5,
        branches=frozenset({Branche.HEBERGE, Branche.TITRE_EN_ATTENTE, Branche.MERE_SEULE, Branche.HORS_UE_MOINS_DE_CINQ_ANS}),
        personnes=(
            PersonneDemo(
                prenom="Lamia (démo)",
                place=Place.DEMANDEUR,
                ans=29,
                faits={
                    "nationalite": "hors_ue",
                    "mois_residence_france": 14,
                    "sejour_regulier": False,
                    "demande_asile_ou_titre_en_cours": True,
                    "recepisse_demande_sejour": True,
                },
            ),
            PersonneDemo(prenom="Yanis", ans=2, mois=6),
            PersonneDemo(prenom="Une cousine qui héberge", place=Place.AUTRE, ans=45),
        ),
        faits={
            "commune": VENISSIEUX,
            "statut_occupation_logement": "loge_gratuitement",
            "logement_difficile": "heberge_faute_de_logement",
            "recherche_logement": "cherche",
            "adresse_courrier_stable": True,
        },
    ),
    FamilleDemo(
        compte=MEDIATION,
        structure=PIMMS,
        jours=19,
        branches=frozenset({Branche.CITOYEN_UE, Branche.MERE_SEULE}),
        personnes=(
            PersonneDemo(
                prenom="Ioana (démo)",
                place=Place.DEMANDEUR,
                ans=33,
                faits={"nationalite": "ue", "mois_residence_france": 22, "activite": "actif", "salaire_net": 510},
            ),
            PersonneDemo(prenom="Andrei", ans=10, faits={"scolarite": "primaire"}),
        ),
        faits={"commune": LYON_7, "statut_occupation_logement": "locataire_meuble", "loyer": 540, "adresse_courrier_stable": True},
    ),
    FamilleDemo(
        compte=AMBASSADRICE,
        structure=PASSERELLE,
        jours=2,
        branches=frozenset({Branche.REPONSES_INCONNUES, Branche.REPONSES_REFUSEES}),
        personnes=(
            PersonneDemo(
                prenom="Samira (démo)",
                place=Place.DEMANDEUR,
                ans=36,
                faits={
                    "statut_marital": dict(REFUS),
                    "activite": "actif",
                    "salaire_net": None,
                    "autres_ressources": None,
                    "nationalite": dict(REFUS),
                    "epargne_livrets": dict(REFUS),
                },
            ),
        ),
        faits={"commune": VENISSIEUX, "statut_occupation_logement": "locataire_vide", "loyer": None, "charges_locatives": None, "droits_recus": None},
        jusqu_a=6,
    ),
    FamilleDemo(
        compte=MEDIATEUR,
        structure=PASSERELLE,
        jours=4,
        branches=frozenset({Branche.ANONYME, Branche.TRAVAIL_A_PETIT_REVENU}),
        personnes=(PersonneDemo(place=Place.DEMANDEUR, ans=27, faits={"activite": "actif", "salaire_net": 1010}),),
        faits={"commune": VENISSIEUX, "statut_occupation_logement": "locataire_vide", "loyer": 520},
        anonyme=True,
    ),
)
