"""The tax and benefit system of the check-up: OpenFisca-France as published, plus our own rights beside it.

Nothing of OpenFisca's is overridden: a name of ours that it already has is refused at once.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING

from openfisca_core.parameters import ParameterNode
from openfisca_core.variables import Variable
from openfisca_france import CountryTaxBenefitSystem

from droits_ouverts.engine import formules

if TYPE_CHECKING:
    from types import ModuleType

    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

RACINE = Path(formules.__path__[0])


class NameTakenError(Exception):
    """A variable of ours has the name of one that OpenFisca-France (or another folder) already defines."""


def folders() -> list[str]:
    """Codes of the rights that have a folder, in alphabetical order."""
    return sorted(info.name for info in pkgutil.iter_modules([str(RACINE)]) if info.ispkg and info.name != "entrees")


def _variables_of(module: ModuleType) -> list[type[Variable]]:
    return [
        item
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, Variable) and item is not Variable and item.__module__ == module.__name__
    ]


def _add(system: TaxBenefitSystem, module: ModuleType) -> None:
    for variable in _variables_of(module):
        if variable.__name__ in system.variables:
            message = f"{module.__name__}: the variable {variable.__name__} already exists; give ours another name."
            raise NameTakenError(message)
        system.add_variable(variable)


def build_system() -> TaxBenefitSystem:
    """Load OpenFisca-France and add our inputs, variables and parameters (about 3 s, 200 MB).

    Parameters of the folder `<code>` hang under `droits_ouverts.<code>`.
    """
    system = CountryTaxBenefitSystem()
    node = ParameterNode("droits_ouverts", data={})
    system.parameters.add_child("droits_ouverts", node)
    for code in folders():
        directory = RACINE / code / "parametres"
        if directory.is_dir():
            node.add_child(code, ParameterNode(f"droits_ouverts.{code}", directory_path=str(directory)))
    for info in pkgutil.iter_modules([str(RACINE / "entrees")]):
        _add(system, importlib.import_module(f"{formules.__name__}.entrees.{info.name}"))
    for code in folders():
        name = f"{formules.__name__}.{code}.variables"
        if (RACINE / code / "variables.py").exists():
            _add(system, importlib.import_module(name))
    return system
