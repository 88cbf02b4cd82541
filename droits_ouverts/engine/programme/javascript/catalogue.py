"""What the module knows of the questionnaire and of the rights besides the graph: facts, when they are asked, plausible values, communes."""

from __future__ import annotations

from droits_ouverts.engine.programme.fichier import Programme


def catalogue(programme: Programme) -> dict[str, object]:
    return {}
