"""Our system under the name by which OpenFisca's own commands look for one.

`openfisca test -c droits_ouverts.engine.formules.systeme droits_ouverts/engine/formules/*/tests.yaml`
"""

from droits_ouverts.engine.formules.extension import build_system as CountryTaxBenefitSystem  # noqa: N812 - the name that OpenFisca imports

__all__ = ["CountryTaxBenefitSystem"]
