"""What screens read of the territory."""

from __future__ import annotations

from datetime import date

from droits_ouverts.territoires.models import Programme, Site


def running_programme(*, on: date) -> Programme | None:
    """Return the programme open on this day, the oldest if several. One query."""
    return Programme.objects.running(on).order_by("debut_le", "pk").first()


def sites_of(programme: Programme) -> list[Site]:
    """Return its sites by name. One query."""
    return list(Site.objects.of_programme(programme.pk))
