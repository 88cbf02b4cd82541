"""What the room can refuse, with the sentences to show."""

from __future__ import annotations

from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.langue import gettext_noop as _


class NotReadyError(DomainError):
    """An import is not where this step wants it: somebody went on meanwhile, or its file is gone."""

    title = _("Cet import n’en est plus là")
    what = _("Rien n’a été changé.")
    why = _("Quelqu’un l’a continué, ou son fichier a déjà été effacé.")
    next_step = _("Ouvrez la liste des imports.")
    status = 409
    code = "reprise_pas_prete"


class TableRefusedError(DomainError):
    """A table that has no row to take, or too many."""

    title = _("Ce tableau ne peut pas être repris")
    what = _("Rien n’a été enregistré.")
    why = _("Il faut une ligne d’en-têtes, puis entre une et 2 000 lignes.")
    next_step = _("Coupez-le en plusieurs fichiers, ou enregistrez la bonne feuille.")
    status = 422
    code = "tableau_refuse"
