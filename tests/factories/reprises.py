"""Tables on their way in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from droits_ouverts.reprise.models import Reprise
from droits_ouverts.reprise.services import receive
from droits_ouverts.structures.models import Membre


def a_table(membre: Membre, *lignes: Sequence[str], now: datetime, entetes: Sequence[str] = ("Prénom", "Nom", "Aide", "Statut")) -> Reprise:
    """A table that was just read, its columns not confirmed yet."""
    return receive(actor=membre.compte, structure_id=membre.structure_id, lignes=[entetes, *(lignes or [("Léa", "Exemple", "RSA", "ok")])], now=now)
