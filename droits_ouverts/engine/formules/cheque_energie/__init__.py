"""Chèque énergie: reference tax income by consumption unit, brackets of 2023 taken up in 2025, energy contract."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle, Versement

REGLE = Regle(
    code="cheque_energie",
    libelle="Chèque énergie",
    eligibilite="cheque_energie_eligibilite",
    conditions=(
        Condition(
            variable="cheque_energie_condition_ressources",
            article="Arrêté du 31/07/2025",
            reussie="Votre revenu fiscal de référence, partagé entre les personnes du foyer, est sous 11 000 €.",
            echouee="Votre revenu fiscal de référence, partagé entre les personnes du foyer, est de 11 000 € ou plus.",
        ),
        Condition(
            variable="cheque_energie_condition_contrat",
            article="Code de l'énergie, art. R124-1 et R124-2 (décret 2025-735)",
            reussie="Le contrat d'électricité ou de gaz est au nom d'une personne du foyer.",
            echouee="Le contrat d'électricité doit être au nom d'une personne du foyer : faites changer le nom, puis demandez.",
        ),
        Condition(
            variable="cheque_energie_condition_logement",
            article="Code de l'énergie, art. R124-1 et R124-5",
            reussie="Vous avez votre propre logement.",
            echouee="En foyer ou en résidence sociale, l'aide passe par le gestionnaire ; hébergé chez quelqu'un, elle va au titulaire du contrat.",
        ),
    ),
    grade=Grade.PROBABLE,
    source="https://juriblio.fr/arretes/arrete-du-31-juillet-2025/186237081",
    verifiee_le=date(2026, 11, 23),
    connue_depuis="2023-01",
    montant="cheque_energie_montant_annuel",
    versement=Versement.ANNUEL,
    connue_jusqu_a="2025-12",
    decide_par="État (Agence de services et de paiement)",
    avertissements=(
        "L'année regardée est l'avant-dernière (2024 pour 2026) : si vos revenus ont changé depuis, le résultat peut être différent.",
        "Les tranches de 5 700, 6 800 et 7 850 € viennent de l'arrêté de 2023 ; leur reprise en 2025 est à confirmer.",
        "Le chèque se demande sur chequeenergie.gouv.fr, pour 2026 jusqu'au 31 décembre 2026 (à confirmer) ; après, il est perdu.",
        "Il faut avoir déclaré ses revenus, même nuls.",
    ),
)
