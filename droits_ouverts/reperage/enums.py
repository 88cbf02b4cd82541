"""Closed lists of outreach. Stored values are never renamed. Nothing here asks for health, nationality, papers or violence: it is not needed to count."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Forme(models.TextChoices):
    """A way of going towards people. A round, a permanence, a workshop or a phone campaign stand on the same footing."""

    PORTE_A_PORTE = "porte_a_porte", _("porte-à-porte")
    PIED_IMMEUBLE = "pied_immeuble", _("pied d’immeuble")
    STAND = "stand", _("stand (marché, fête, sortie d’école)")
    PERMANENCE = "permanence", _("permanence hors les murs")
    BUS = "bus", _("bus ou caravane")
    RELAIS = "relais", _("relais de proximité (gardien, commerçant)")
    TELEPHONE = "telephone", _("appels téléphoniques")
    COURRIER = "courrier", _("courriers")
    MESSAGE = "message", _("messages (SMS, courriel)")
    QUESTIONNAIRE = "questionnaire", _("questionnaire")
    ADRESSAGE = "adressage", _("adressage par un partenaire")
    SPONTANE = "spontane", _("venue spontanée")
    ATELIER = "atelier", _("atelier collectif")


class Public(models.TextChoices):
    """Whom a campaign looks for."""

    TOUS = "tous", _("tout le monde")
    JEUNES = "jeunes", _("les jeunes")
    TRAVAILLEURS_PAUVRES = "travailleurs_pauvres", _("les personnes qui travaillent et gagnent peu")
    PLUS_65 = "plus_65", _("les personnes de plus de 65 ans")
    PARENTS_SEULS = "parents_seuls", _("les parents seuls")
    SANS_EMPLOI = "sans_emploi", _("les personnes sans emploi")


class Comparaison(models.TextChoices):
    """How a campaign compares: without a comparison, nobody knows what would have happened anyway."""

    AUCUNE = "aucune", _("pas de comparaison")
    BLOCS = "blocs", _("des blocs d’endroits, l’un après l’autre")
    SEMAINES = "semaines", _("une semaine sur deux")
    TELEPHONE_COURRIER = "telephone_courrier", _("téléphone ou courrier")


class GenreEndroit(models.TextChoices):
    """What a place is. `LIEU_DE_VIE`: one of the places of life of the directory."""

    RUE = "rue", _("rue")
    IMMEUBLE = "immeuble", _("immeuble")
    ESPACE = "espace", _("place, marché, parc")
    LIEU_DE_VIE = "lieu_de_vie", _("lieu de vie")
    QUARTIER = "quartier", _("quartier")


class Tranche(models.TextChoices):
    """An age band, as wide as what is counted needs."""

    MOINS_26 = "moins_26", _("moins de 26 ans")
    DE_26_A_44 = "de_26_a_44", _("26 à 44 ans")
    DE_45_A_64 = "de_45_a_64", _("45 à 64 ans")
    PLUS_65 = "plus_65", _("65 ans ou plus")


class Langue(models.TextChoices):
    """The language in which people spoke."""

    FR = "fr", _("français")
    AR = "ar", _("arabe")
    EN = "en", _("anglais")
    TR = "tr", _("turc")
    RO = "ro", _("roumain")
    PT = "pt", _("portugais")
    ES = "es", _("espagnol")
    RU = "ru", _("russe, ukrainien")
    LSF = "lsf", _("langue des signes")
    AUTRE = "autre", _("autre langue")


class Situation(models.TextChoices):
    """What somebody said that she does, in a word."""

    EMPLOI = "emploi", _("travaille")
    SANS_EMPLOI = "sans_emploi", _("sans emploi")
    ETUDES = "etudes", _("en études ou en formation")
    RETRAITE = "retraite", _("à la retraite")
    PARENT_SEUL = "parent_seul", _("parent seul")


class Suite(models.TextChoices):
    """What followed an encounter."""

    CONVERSATION = "conversation", _("On a parlé")
    DOCUMENT = "document", _("Document donné")
    BILAN_PROPOSE = "bilan_propose", _("Bilan proposé, elle verra")
    BILAN_ACCEPTE = "bilan_accepte", _("Bilan accepté")
    BILAN_REFUSE = "bilan_refuse", _("Bilan refusé")


class Raison(models.TextChoices):
    """Why a check-up was refused, as she says it. A refusal is hers, and is respected."""

    PAS_LE_MOMENT = "pas_le_moment", _("ce n’est pas le moment")
    DEJA_SUIVIE = "deja_suivie", _("quelqu’un l’aide déjà")
    PAS_BESOIN = "pas_besoin", _("elle n’en a pas besoin")
    NE_VEUT_PAS = "ne_veut_pas", _("elle ne veut rien demander")
    PEUR_DETTE = "peur_dette", _("elle craint de devoir rembourser")
    DEFIANCE = "defiance", _("elle ne fait pas confiance aux organismes")
    LANGUE = "langue", _("on ne s’est pas compris")
    SANS_DIRE = "sans_dire", _("elle n’a pas dit pourquoi")


class Nature(models.TextChoices):
    """What is counted of the effort, beside encounters."""

    TENTATIVE = "tentative", _("portes frappées, personnes abordées, appels ou envois")
    ABSENTE = "absente", _("personne n’a répondu")
    DOCUMENT = "document", _("documents laissés")
    MINUTES = "minutes", _("minutes passées")


class EtatTournee(models.TextChoices):
    """Where a round is. It is read from its moments, never stored."""

    PREVUE = "prevue", _("prévue")
    EN_COURS = "en_cours", _("en cours")
    RENTREE = "rentree", _("rentrée, compte rendu à finir")
    CLOSE = "close", _("close")
    ANNULEE = "annulee", _("annulée")


class Axe(models.TextChoices):
    """What was counted of encounters before they were erased, one at a time: two are never crossed."""

    TOTAL = "total", _("rencontres")
    SUITE = "suite", _("ce qui a suivi")
    RAISON = "raison", _("pourquoi le bilan est refusé")
    OBJET = "objet", _("de quoi on a parlé")
    AGE = "age", _("âge")
    LANGUE = "langue", _("langue")
    SITUATION = "situation", _("situation")
    FORME = "forme", _("façon d’aller vers")
    HEURE = "heure", _("heure")
    REVUE = "revue", _("déjà rencontrée")
