"""What screens read of carnets, each with its cost in queries."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from droits_ouverts.carnet.contextes import words_context
from droits_ouverts.carnet.models import Carnet
from droits_ouverts.carnet.rules import EtatCarnet, Mots
from droits_ouverts.coffre.services import open_sealed
from droits_ouverts.personnes.dossiers import as_of, files_of

if TYPE_CHECKING:
    from droits_ouverts.personnes.models import Personne


def standing_of(personne: Personne, *, now: datetime) -> Carnet | None:
    """Return the carnet of a person that serves now, None where there is none. One query."""
    carnet = (
        Carnet.objects.of_structures([personne.structure_id])
        .standing()
        .filter(personne_id__in=files_of(personne))
        .order_by("-donne_at")
        .select_related("donne_par")
        .first()
    )
    return carnet if carnet is not None and carnet.state(now) is EtatCarnet.SERT else None


def opened(numero: int, *, now: datetime) -> Carnet | None:
    """Return a carnet that was opened by its code and still serves, with the person. One query. To be called in the service's name."""
    carnet = Carnet.objects.select_related("personne__structure").filter(pk=numero).first()
    if carnet is None or carnet.state(now) is not EtatCarnet.SERT:
        return None
    # Her code shows what it showed: a file that was joined to hers since is not there. A new code shows them all.
    as_of(carnet.personne, carnet.donne_at)
    return carnet


def open_words(carnet: Carnet) -> Mots:
    """Open whom she may call. Raise the errors of `coffre`."""
    return Mots.from_bytes(open_sealed(carnet.mots_scelles, context=words_context(carnet)))
