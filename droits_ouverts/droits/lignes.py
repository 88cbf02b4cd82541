"""What readers say of the public catalogue, and the addresses it cites, speak of nobody."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import outside

outside("the public catalogue: what readers say of it, the addresses it cites", "droits_signalement", "droits_liensurveille")
