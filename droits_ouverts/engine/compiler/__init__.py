"""OpenFisca's formulas, run once on arrays that remember, become a programme. Only the build loads this."""
