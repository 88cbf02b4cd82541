"""What an answer changes in the right itself: where a service says that the demand was put in, the right moves, by the ledger's own step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from droits_ouverts.orientation.enums import StatutEnvoi, Voie
from droits_ouverts.orientation.gestes import day_of
from droits_ouverts.suivi.enums import Etat, NiveauPreuve
from droits_ouverts.suivi.gestes import Chemin, note
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.rules_saisie import Saisie, check_step

if TYPE_CHECKING:
    from datetime import datetime

    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.orientation.gestes import Reponse
    from droits_ouverts.orientation.models import Envoi

PREUVES = {Voie.BORDEREAU: NiveauPreuve.VU}
"""A slip is seen; whatever else the service says is confirmed by it."""


def moved_by(envoi: Envoi, dit: Reponse, *, voie: Voie, actor: Compte | None, now: datetime) -> int | None:
    """Move the right to "put in" where the answer says so and the ledger allows it; return the move. None: nothing moved, the answer stays beside.

    `actor` is None for who has no account here: the service that answered confirms it, and the step bears nobody's name.
    """
    if dit.statut != StatutEnvoi.FAITE.value or dit.depot_le is None:
        return None
    chemin = Chemin.of(DroitSuivi.objects.select_for_update().get(pk=envoi.orientation.droit_suivi_id))
    saisie = Saisie(vers=Etat.DEPOSE.value, fait_le=dit.depot_le, preuve=PREUVES.get(voie, NiveauPreuve.CONFIRME).value)
    if check_step(saisie, chemin.pas, today=day_of(now)):
        return None
    mouvement = chemin.step(saisie, sens="", actor=actor, now=now)
    note(actor, "noter_etape", chemin.droit)
    return mouvement.pk
