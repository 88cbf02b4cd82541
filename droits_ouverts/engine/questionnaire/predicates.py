"""When a fact is asked: the conditions of `types.Quand`, evaluated in three values (True, False, None: not known yet)."""

from __future__ import annotations

from typing import Protocol

from droits_ouverts.engine.questionnaire.types import AgeEntre, EnCouple, Et, Non, Ou, Quand, Role, RoleParmi, Vaut


class Vue(Protocol):
    """What a condition may look at, for one person or one group."""

    def role(self) -> Role | None:
        """Return the person's role, None for a group."""

    def age(self) -> int | None:
        """Return the age in whole years; for a group, None."""

    def en_couple(self) -> bool:
        """Tell whether the demandeur lives with a partner."""

    def valeurs(self, fait: str) -> list[object | None]:
        """Return the values of a fact for this person or group, or for every adult of the family (None: unknown)."""


def holds(condition: Quand | None, vue: Vue) -> bool | None:
    """Evaluate a condition by Kleene's logic: None where it depends on an answer not known."""
    match condition:
        case None:
            return True
        case RoleParmi(roles=roles):
            return vue.role() in roles
        case AgeEntre(minimum=minimum, maximum=maximum):
            age = vue.age()
            return None if age is None else minimum <= age <= maximum
        case EnCouple():
            return vue.en_couple()
        case Vaut(fait=fait, valeurs=valeurs):
            return _any([None if valeur is None else valeur in valeurs for valeur in vue.valeurs(fait)])
        case Et(conditions=conditions):
            return _all([holds(c, vue) for c in conditions])
        case Ou(conditions=conditions):
            return _any([holds(c, vue) for c in conditions])
        case Non(condition=inner):
            value = holds(inner, vue)
            return None if value is None else not value


def _all(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def _any(values: list[bool | None]) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


def facts_read(condition: Quand | None) -> set[str]:
    """Return the names of the facts that a condition reads."""
    match condition:
        case Vaut(fait=fait):
            return {fait}
        case Et(conditions=conditions) | Ou(conditions=conditions):
            return set().union(*(facts_read(c) for c in conditions))
        case Non(condition=inner):
            return facts_read(inner)
        case _:
            return set()


def values_read(condition: Quand | None) -> list[tuple[str, tuple[object, ...]]]:
    """Return (fact, values) for each condition on a value that must hold, those under a `Non` left out."""
    match condition:
        case Vaut(fait=fait, valeurs=valeurs):
            return [(fait, valeurs)]
        case Et(conditions=conditions) | Ou(conditions=conditions):
            return [couple for c in conditions for couple in values_read(c)]
        case _:
            return []
