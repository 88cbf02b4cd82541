"""What the directory refuses, with the sentences to show: marked here, translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError

RAISONS = {
    "utf16": _("Il est écrit en UTF-16. Enregistrez-le de nouveau en CSV (UTF-8) ou en JSON."),
    "vide": _("Il est vide."),
    "genre": _("Ce n’est ni du JSON, ni des lignes de JSON, ni un CSV."),
    "entete": _("Sa première ligne n’est pas une liste de noms de colonnes en UTF-8, ou elle en a plus de 256."),
    "contenu": _("Ce qu’il contient n’est pas une liste de lieux ou de services."),
    "coupe": _("Il s’arrête au milieu d’une ligne : il a sans doute été coupé en route."),
    "remplace": _("Un autre import de la même source a commencé depuis."),
    "panne": _("Le service qui donne les données n’a pas répondu jusqu’au bout."),
}
"""Why an import stops."""


class ImportRefusedError(DomainError):
    """A file that cannot be read from its beginning, or an import that another one replaced; `raison` is a key of `RAISONS`."""

    title = _("Ce fichier ne peut pas être lu")
    what = _("Ce qui était déjà dans l’annuaire n’a pas changé.")
    next_step = _("Corrigez le fichier, ou téléchargez-le de nouveau, puis relancez l’import.")
    status = 422
    code = "import_refuse"

    def __init__(self, raison: str) -> None:
        super().__init__(why=RAISONS[raison])
        self.raison = raison


class CorrectionRefusedError(DomainError):
    """A correction that says nothing usable."""

    title = _("Cette correction ne peut pas être gardée")
    what = _("La fiche n’a pas changé.")
    why = _("La valeur écrite ne convient pas à ce champ.")
    next_step = _("Revenez à la page précédente et corrigez la valeur.")
    status = 422
    code = "correction_refusee"


class TooLateError(DomainError):
    """More than a minute has passed, or somebody settled it."""

    title = _("Il est trop tard pour annuler")
    what = _("Ce qui a été dit de ce lieu est gardé.")
    why = _("On peut annuler pendant une minute.")
    next_step = _("Si c’était une erreur, dites-le à la personne qui tient l’annuaire : elle le règle.")
    code = "trop_tard"


class TooManyWordsError(DomainError):
    """Too many words or reports from one address."""

    title = _("C’est déjà beaucoup pour aujourd’hui")
    what = _("Ce dernier envoi n’a pas été gardé. Les précédents le sont.")
    why = _("Pour éviter les abus, chaque connexion a une limite.")
    next_step = _("Réessayez dans une heure, ou appelez la structure.")
    status = 429
    code = "trop_d_envois"


class UndoRefusedError(DomainError):
    """An import that cannot be taken back."""

    title = _("Cet import ne peut plus être annulé")
    what = _("L’annuaire n’a pas changé.")
    why = _("Il est déjà annulé, c’était un essai, ou un autre import de la même source est venu après.")
    next_step = _("Annulez d’abord l’import le plus récent, ou importez de nouveau le bon fichier.")
    status = 409
    code = "import_non_annulable"
