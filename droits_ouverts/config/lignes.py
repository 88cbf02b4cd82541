"""Tables of Django and of the plumbing."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import outside

outside("counts of requests, by a keyed digest", "foundation_compteur")
outside("what Django knows of its own models and migrations", "django_migrations", "django_content_type", gestes=("SELECT",))
