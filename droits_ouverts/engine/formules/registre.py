"""Every rule, read from its folder; free of OpenFisca."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from droits_ouverts.engine import formules
from droits_ouverts.engine.formules.types import Regle


def _load() -> dict[str, Regle]:
    rules: dict[str, Regle] = {}
    for info in pkgutil.iter_modules([str(Path(formules.__path__[0]))]):
        if info.ispkg and info.name != "entrees":
            regle = importlib.import_module(f"{formules.__name__}.{info.name}").REGLE
            if regle.code != info.name:
                message = f"engine/formules/{info.name}/__init__.py: REGLE.code is {regle.code!r}; it must be the folder's name."
                raise ValueError(message)
            rules[regle.code] = regle
    return rules


REGLES: dict[str, Regle] = _load()
"""Code to rule, in alphabetical order of codes."""

EXCLUSIFS: tuple[frozenset[str], ...] = (frozenset({"rsj_metropole_lyon", "cej_allocation"}),)
"""Monthly rights that one may be entitled to but that cannot be received together: only the larger counts in a total.

RSJ and CEJ: délibération de la Métropole de Lyon du 15/03/2021. The other exclusions of the law are conditions of the rights themselves.
"""

SUR_RESSOURCES_PERCUES = frozenset({"c2s_sans_participation", "c2s_avec_participation"})
"""Rights that look at what was really received over the twelve months before (CSS, art. R861-8): benefits never claimed do not count there."""
