"""Who lives together: births, life as a couple, pregnancy, lone parenthood."""

from droits_ouverts.engine.questionnaire.types import (
    ADULTE, AgeEntre, Choix, EnCouple, Entite, Et, Fait, Genre, Non, Periode, Plausible, Role, RoleParmi, SiAbsent, Sujet,
)

OUI_NON = (True, False)

FAITS = (
    Fait(
        nom="date_naissance", entite=Entite.INDIVIDU, genre=Genre.DATE, periode=Periode.ETERNITE, sujet=Sujet.FOYER,
        variable="date_naissance", libelle="Date de naissance",
        question="Quelle est votre date de naissance ?", question_tiers="Quelle est la date de naissance de {prenom} ?",
        pourquoi="Beaucoup de droits dépendent de l'âge.",
        plausibles=Plausible(valeurs=(), source="Choix : sans date de naissance, aucun bilan n'est possible ; elle est obligatoire."),
    ),
    Fait(
        nom="statut_marital", entite=Entite.INDIVIDU, genre=Genre.CHOIX, periode=Periode.MOIS, sujet=Sujet.FOYER,
        variable="statut_marital", libelle="Situation de famille", si_absent=SiAbsent.DEFAUT,
        question="Quelle est votre situation de famille ?", question_tiers="Quelle est la situation de famille de {prenom} ?",
        pourquoi="Les aides ne comptent pas les mêmes ressources pour une personne seule et pour un couple.",
        choix=(
            Choix(valeur="celibataire", libelle="Célibataire ou en union libre", openfisca="celibataire"),
            Choix(valeur="marie", libelle="Marié(e)", openfisca="marie"),
            Choix(valeur="pacse", libelle="Pacsé(e)", openfisca="pacse"),
            Choix(valeur="divorce", libelle="Divorcé(e) ou séparé(e)", openfisca="divorce"),
            Choix(valeur="veuf", libelle="Veuf ou veuve", openfisca="veuf"),
        ),
        plausibles=Plausible(valeurs=("celibataire", "divorce", "veuf"), source="Choix : la liste fermée d'OpenFisca (statut_marital), pour une personne seule."),
        quand=ADULTE,
    ),
    Fait(
        nom="enceinte", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.FOYER,
        variable="enceinte", libelle="Grossesse", si_absent=SiAbsent.DEFAUT,
        question="Attendez-vous un enfant ?", question_tiers="Est-ce que {prenom} attend un enfant ?",
        pourquoi="Une grossesse ouvre des droits avant la naissance.",
        plausibles=Plausible(valeurs=OUI_NON, source="Choix : les deux réponses."),
        quand=Et((ADULTE, AgeEntre(15, 49))),
    ),
    Fait(
        nom="isolement_recent", entite=Entite.FAMILLE, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.FOYER,
        variable="rsa_isolement_recent", libelle="Séparation récente", si_absent=SiAbsent.DEFAUT,
        question="Êtes-vous seul(e) depuis moins de 18 mois ?",
        pourquoi="Le RSA est plus élevé pendant un temps après une séparation, ou avec un enfant de moins de 3 ans.",
        plausibles=Plausible(valeurs=OUI_NON, source="CASF, art. R262-1 et R262-2 : majoration accordée dans les 18 mois."),
        quand=Non(EnCouple()),
    ),
    Fait(
        nom="garde_alternee", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.FOYER,
        variable="garde_alternee", libelle="Garde alternée", si_absent=SiAbsent.DEFAUT,
        question="Cet enfant vit-il aussi la moitié du temps chez son autre parent ?", question_tiers="Est-ce que {prenom} vit aussi la moitié du temps chez son autre parent ?",
        pourquoi="En résidence alternée, certaines aides sont partagées.",
        plausibles=Plausible(valeurs=OUI_NON, source="Choix : les deux réponses."),
        quand=Et((RoleParmi((Role.ENFANT,)), AgeEntre(0, 20))),
    ),
    Fait(
        nom="enfant_place", entite=Entite.INDIVIDU, genre=Genre.OUI_NON, periode=Periode.MOIS, sujet=Sujet.FOYER,
        variable="enfant_place", libelle="Enfant confié", si_absent=SiAbsent.DEFAUT,
        question="Cet enfant est-il confié à l'aide sociale à l'enfance ?", question_tiers="Est-ce que {prenom} est confié(e) à l'aide sociale à l'enfance ?",
        pourquoi="Certaines aides changent quand un enfant est confié.",
        plausibles=Plausible(valeurs=(False,), source="Choix : situation rare ; on ne suppose jamais un placement."),
        quand=Et((RoleParmi((Role.ENFANT,)), AgeEntre(0, 20))),
    ),
)
