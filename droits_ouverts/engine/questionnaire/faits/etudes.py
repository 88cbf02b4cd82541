"""School and studies."""

from droits_ouverts.engine.questionnaire.types import (
    AgeEntre,
    Choix,
    Entite,
    Et,
    Fait,
    Genre,
    Ou,
    Periode,
    Plausible,
    Role,
    RoleParmi,
    SiAbsent,
    Sujet,
    Vaut,
)

FAITS = (
    Fait(
        nom="scolarite",
        entite=Entite.INDIVIDU,
        genre=Genre.CHOIX,
        periode=Periode.MOIS,
        sujet=Sujet.ETUDES,
        variable="scolarite",
        libelle="École",
        si_absent=SiAbsent.INCONNU,
        question="Où êtes-vous scolarisé(e) ?",
        question_tiers="Où {prenom} est-il ou elle scolarisé(e) ?",
        pourquoi="La rentrée scolaire et les bourses dépendent de la classe.",
        choix=(
            Choix(valeur="maternelle", libelle="École maternelle", openfisca="maternelle"),
            Choix(valeur="primaire", libelle="École élémentaire", openfisca="primaire"),
            Choix(valeur="college", libelle="Collège", openfisca="college"),
            Choix(valeur="lycee", libelle="Lycée", openfisca="lycee"),
            Choix(valeur="enseignement_superieur", libelle="Études supérieures", openfisca="enseignement_superieur"),
            Choix(valeur="inconnue", libelle="Pas à l'école", openfisca="inconnue"),
        ),
        plausibles=Plausible(
            valeurs=("inconnue", "college", "lycee", "enseignement_superieur"),
            source="Choix : le collège, le lycée et les études supérieures ouvrent une bourse, les autres cas n'en ouvrent pas.",
        ),
        quand=Ou((Et((RoleParmi((Role.ENFANT,)), AgeEntre(10, 24))), Et((RoleParmi((Role.DEMANDEUR, Role.CONJOINT)), Vaut("activite", ("etudiant",)))))),
    ),
)
