"""Closed lists of the directory. Stored values are never renamed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Savoir(models.TextChoices):
    """Three answers to a question about a place. What nobody said is not a no."""

    OUI = "oui", _("oui")
    NON = "non", _("non")
    INCONNU = "inconnu", _("on ne sait pas")


class Besoin(models.TextChoices):
    """What somebody looks for, in everyday words; `rules.FAMILLES` says which thématiques of data·inclusion answer."""

    DROITS = "droits", _("Papiers et accès aux droits")
    ARGENT = "argent", _("Argent et dettes")
    MANGER = "manger", _("Manger et s’équiper")
    LOGEMENT = "logement", _("Logement")
    SANTE = "sante", _("Santé")
    HANDICAP = "handicap", _("Handicap")
    FAMILLE = "famille", _("Famille et enfants")
    EMPLOI = "emploi", _("Emploi et formation")
    MOBILITE = "mobilite", _("Se déplacer")
    NUMERIQUE = "numerique", _("Internet et numérique")
    FRANCAIS = "francais", _("Lire, écrire, parler français")
    LIEN = "lien", _("Lien social")


class StatutImport(models.TextChoices):
    """Where an import is."""

    EN_COURS = "en_cours", _("en cours")
    INTERROMPU = "interrompu", _("interrompu")
    TERMINE = "termine", _("terminé")
    ANNULE = "annule", _("annulé")


class Motif(models.TextChoices):
    """Why a row, or a cell of it, was set aside."""

    ILLISIBLE = "illisible", _("La ligne ne se lit pas : le fichier est coupé ou mal formé à cet endroit.")
    ENCODAGE = "encodage", _("Des lettres ne sont pas écrites en UTF-8. Enregistrez de nouveau le fichier en UTF-8.")
    COLONNES = "colonnes", _("La ligne n’a pas autant de cellules que l’en-tête de colonnes.")
    TROP_GRANDE = "trop_grande", _("La ligne, ou une de ses cellules, est trop longue.")
    SANS_IDENTIFIANT = "sans_identifiant", _("Il manque l’identifiant.")
    SANS_NOM = "sans_nom", _("Il manque le nom.")
    EN_DOUBLE = "en_double", _("Cet identifiant est déjà dans le fichier, plus haut. La première ligne est gardée.")
    LIEU_INCONNU = "lieu_inconnu", _("Le lieu de ce service n’est pas dans l’annuaire. Il sera repris quand le lieu arrivera.")
    PLUS_ANCIENNE = "plus_ancienne", _("La fiche d’ici est plus récente que cette ligne. Celle d’ici est gardée.")
    POSITION = "position", _("La position est impossible. Le lieu est gardé sans position.")
    POSITION_INVERSEE = "position_inversee", _("Latitude et longitude semblent échangées. Le lieu est gardé sans position.")
    DATE = "date", _("La date de mise à jour ne se lit pas. Elle est ignorée.")
    ADRESSE_WEB = "adresse_web", _("Un lien n’est pas une adresse https ou http. Il est ignoré.")
    CONTACT_NOMINATIF = "contact_nominatif", _("Un nom ou une adresse électronique désigne quelqu’un. Il n’est pas gardé.")
    HORAIRES = "horaires", _("Les horaires ne sont pas dans un format que nous lisons. Ils sont montrés tels quels.")


class Gravite(models.TextChoices):
    """What became of the row."""

    ECARTEE = "ecartee", _("ligne écartée")
    RESERVE = "reserve", _("ligne gardée, sans cette information")


class GenreConstat(models.TextChoices):
    """What somebody noticed of a place."""

    EXACT = "exact", _("la fiche est exacte")
    PLUS_VRAI = "plus_vrai", _("ce n’est plus vrai")


class Ouverture(models.TextChoices):
    """Is it open at that moment? Three answers."""

    OUVERT = "ouvert", _("Ouvert")
    FERME = "ferme", _("Fermé")
    INCONNU = "inconnu", _("Horaires à vérifier")


class GenreLieuDeVie(models.TextChoices):
    """Kinds of places of life."""

    PHARMACIE = "pharmacie", _("pharmacie")
    OPTICIEN = "opticien", _("opticien")
    CAFE = "cafe", _("café")
    BIBLIOTHEQUE = "bibliotheque", _("bibliothèque")
    GARDIEN = "gardien", _("loge de gardien")
    ECOLE = "ecole", _("école")
    COMMERCE = "commerce", _("commerce")
    AUTRE = "autre", _("autre lieu")


class EtatMot(models.TextChoices):
    """Where a word left in a place of life is."""

    A_LIRE = "a_lire", _("à lire")
    PRIS = "pris", _("pris en charge")
    CLOS = "clos", _("terminé")
