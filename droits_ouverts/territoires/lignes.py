"""Programme and sites speak of nobody."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import outside

outside("programme and sites, read by everybody signed in", "territoires_programme", "territoires_site")
