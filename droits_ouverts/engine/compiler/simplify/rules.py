"""Every rule, in the order in which they are tried."""

from __future__ import annotations

from droits_ouverts.engine.compiler.simplify.rules_arithmetic import ARITHMETIC
from droits_ouverts.engine.compiler.simplify.rules_choice import CHOICE
from droits_ouverts.engine.compiler.simplify.rules_groups import GROUPS
from droits_ouverts.engine.compiler.simplify.rules_logic import LOGIC

RULES = (*LOGIC, *ARITHMETIC, *CHOICE, *GROUPS)
"""What `simplify` applies."""
