"""What OpenFisca's Web API says of its variables, parameters and entities, for our system: same shapes, ours added.

The builders are OpenFisca's own (openfisca_web_api.loader), which know nothing of Flask. Addresses are left to the caller:
this module doesn't know where it is served.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from openfisca_web_api.loader.entities import build_entities
from openfisca_web_api.loader.parameters import build_parameters
from openfisca_web_api.loader.spec import build_openAPI_specification
from openfisca_web_api.loader.variables import build_variables

import droits_ouverts
from droits_ouverts.engine.calculate import Json, plain

if TYPE_CHECKING:
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

PARENT = str(Path(droits_ouverts.__file__).parent.parent)


class Description:
    """The descriptions of one system, each built when first asked (variables 0.7 s, specification about 12 s) and kept."""

    def __init__(self, system: TaxBenefitSystem) -> None:
        self._system = system

    @cached_property
    def package(self) -> dict[str, str]:
        """Name, version, repository and location of the country package."""
        return cast("dict[str, str]", self._system.get_package_metadata())

    @cached_property
    def entities(self) -> Json:
        """`/entities`: key to plural, description, documentation, roles."""
        return cast("Json", build_entities(self._system))

    @cached_property
    def all_variables(self) -> dict[str, Json]:
        """Name to the whole description of each variable, as `/variable/<name>` gives it."""
        found: dict[str, Json] = build_variables(self._system, self.package)
        for name, described in found.items():
            module = type(self._system.variables[name]).__module__
            if module.startswith(droits_ouverts.__name__):
                path = f"{module.replace('.', '/')}.py"
                described["source"] = path
                for formula in cast("dict[str, dict[str, object] | None]", described.get("formulas", {})).values():
                    if formula is not None:
                        formula["source"] = f"{path}#{str(formula['source']).partition('#')[2]}"
        return found

    @cached_property
    def all_parameters(self) -> dict[str, Json]:
        """Path with slashes to the whole description of each parameter or node."""
        found: dict[str, Json] = build_parameters(self._system, self.package)
        for described in found.values():
            source = str(described.get("source", ""))
            if PARENT in source and "site-packages" not in source:
                described["source"] = source.partition(PARENT)[2].lstrip("/")
        return found

    @cached_property
    def spec(self) -> Json:
        """The OpenAPI document of `/spec`, without `servers`."""
        known = {
            "tax_benefit_system": self._system,
            "country_package_metadata": self.package,
            "parameters": self.all_parameters,
            "variables": self.all_variables,
            "entities": self.entities,
        }
        with warnings.catch_warnings():
            # OpenFisca leaves the file of its template to the garbage collector.
            warnings.simplefilter("ignore", ResourceWarning)
            return plain(cast("Json", build_openAPI_specification(known)))

    def variables(self) -> dict[str, object]:
        """Name to description (a sentence or None), for `/variables`."""
        return {name: described["description"] for name, described in self.all_variables.items()}

    def variable(self, name: str) -> Json | None:
        """One variable, or None where there is none of that name."""
        found = self.all_variables.get(name)
        return None if found is None else plain(found)

    def parameters(self) -> list[tuple[str, str, object]]:
        """Identifier with dots, path with slashes, description of each parameter that isn't a node, for `/parameters`."""
        return [(str(item["id"]), path, item["description"]) for path, item in self.all_parameters.items() if item.get("subparams") is None]

    def parameter(self, name: str) -> Json | None:
        """One parameter or node, by its path with slashes or its identifier with dots."""
        found = self.all_parameters.get(name) or self.all_parameters.get(name.replace(".", "/"))
        return None if found is None else plain(found)


def main() -> int:
    """Print the OpenAPI document, without `servers`: for a process of its own, since OpenFisca computes its example for seconds."""
    from droits_ouverts.engine.formules.extension import build_system  # noqa: PLC0415  the worker, which imports this module, has its system

    os.nice(10)
    sys.stdout.write(json.dumps(Description(build_system()).spec))
    return 0


if __name__ == "__main__":
    sys.exit(main())
