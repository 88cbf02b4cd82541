"""Domiciliation (CASF, art. L264-1 and following; read 2026-11-23): a yes means that one may ask, the CCAS decides."""

from datetime import date

from droits_ouverts.engine.formules.types import Condition, Grade, Regle

REGLE = Regle(
    code="domiciliation",
    libelle="Domiciliation (adresse postale pour une personne sans domicile stable)",
    eligibilite="domiciliation_eligibilite",
    conditions=(
        Condition(
            variable="domiciliation_condition_sans_adresse",
            article="CASF, art. L264-1",
            reussie="Vous n'avez pas d'adresse où votre courrier arrive toujours : vous pouvez demander une domiciliation.",
            echouee="Vous avez une adresse où votre courrier arrive : la domiciliation n'est pas utile pour vous.",
        ),
    ),
    grade=Grade.VERIFIE,
    source="https://juriblio.fr/codes/code-de-l-action-sociale-et-des-familles/partie-reglementaire/livre-ii/titre-vi/chapitre-iv",
    verifiee_le=date(2026, 11, 23),
    retroactif=None,
    decide_par="Le centre communal d'action sociale (CCAS), ou une association agréée par le préfet",
    avertissements=(
        "Le CCAS demande un seul lien avec la commune : y dormir, y travailler, y être suivi(e), y avoir de la famille ou un enfant à l'école. Sinon, une association agréée peut le faire.",
        "Un entretien est obligatoire. La pièce d'identité n'est pas une condition.",
        "Sans titre de séjour, l'attestation sert pour l'aide médicale, l'aide juridictionnelle et les droits civils. Un demandeur d'asile a une domiciliation particulière.",
        "Ensuite, donner de ses nouvelles au moins tous les 3 mois, sinon l'adresse est retirée.",
    ),
)
