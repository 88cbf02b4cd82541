"""The verbs of the territory."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from droits_ouverts.foundation.types import HasPk
from droits_ouverts.journal.services import record
from droits_ouverts.territoires.models import Programme, Site


@transaction.atomic
def open_programme(*, code: str, nom: str, debut_le: date, fin_le: date, actor: HasPk | None) -> Programme:
    """Open a programme from `debut_le` to `fin_le`, both included. Raise `django.db.IntegrityError` for a taken code or an end before the start."""
    programme = Programme.objects.create(code=code, nom=nom, debut_le=debut_le, fin_le=fin_le)
    record(actor=actor, verb="ouvrir_programme", thing_kind="programme", thing_id=programme.pk, purpose="administration", structure=None)
    return programme


@transaction.atomic
def add_site(*, programme_id: int, code: str, nom: str, commune_nom: str, commune_insee: str, actor: HasPk | None) -> Site:
    """Add a site to a programme. `commune_insee` is the code of a commune or of an arrondissement. Raise `django.db.IntegrityError` for a taken name or a malformed code."""
    site = Site.objects.create(programme_id=programme_id, code=code, nom=nom, commune_nom=commune_nom, commune_insee=commune_insee)
    record(actor=actor, verb="ajouter_site", thing_kind="site", thing_id=site.pk, purpose="administration", structure=None)
    return site
