"""A tiny calculator for the reference households: numbers, named parameters, four operations and the roundings of the law.

Decimal throughout, so that a rounding to the cent or to the euro is the one that a person does by hand.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

Nombre = Decimal | bool

CENTIME = Decimal("0.01")


class CalculError(ValueError):
    """Raised where an expression is anything else than arithmetic on numbers and known names."""


def _round(valeur: Decimal, decimales: Decimal = Decimal(0)) -> Decimal:
    return valeur.quantize(Decimal(1).scaleb(-int(decimales)), rounding=ROUND_HALF_UP)


def _euro_down(valeur: Decimal) -> Decimal:
    return valeur.to_integral_value(rounding=ROUND_FLOOR)


def _cent_down(valeur: Decimal) -> Decimal:
    return valeur.quantize(CENTIME, rounding=ROUND_FLOOR)


def _hundred_up(valeur: Decimal) -> Decimal:
    return (valeur / 100).to_integral_value(rounding=ROUND_CEILING) * 100


FONCTIONS: Mapping[str, Callable[..., Decimal]] = {
    "min": min,
    "max": max,
    "arrondi": _round,
    "euro_inferieur": _euro_down,
    "centime_inferieur": _cent_down,
    "centaine_superieure": _hundred_up,
}

OPERATIONS: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}

COMPARAISONS: Mapping[type[ast.cmpop], Callable[[Decimal, Decimal], bool]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
}


def compute(expression: str, noms: Mapping[str, Decimal]) -> Decimal:
    """Return the value of an arithmetic expression; raises `CalculError` on anything else."""
    valeur = _value(ast.parse(str(expression), mode="eval").body, noms)
    if isinstance(valeur, bool):
        msg = f"« {expression} » est une comparaison, pas un montant."
        raise CalculError(msg)
    return valeur


def holds(expression: str, noms: Mapping[str, Decimal]) -> bool:
    """Return whether a chain of comparisons between arithmetic expressions is true; raises `CalculError` on anything else."""
    noeud = ast.parse(str(expression), mode="eval").body
    if not isinstance(noeud, ast.Compare):
        msg = f"« {expression} » n'est pas une comparaison."
        raise CalculError(msg)
    termes = [compute(ast.unparse(terme), noms) for terme in (noeud.left, *noeud.comparators)]
    return all(_comparison(op)(a, b) for op, a, b in zip(noeud.ops, termes, termes[1:], strict=False))


def _comparison(operateur: ast.cmpop) -> Callable[[Decimal, Decimal], bool]:
    if type(operateur) not in COMPARAISONS:
        msg = f"Comparaison refusée : {type(operateur).__name__}."
        raise CalculError(msg)
    return COMPARAISONS[type(operateur)]


def _value(noeud: ast.expr, noms: Mapping[str, Decimal]) -> Nombre:
    match noeud:
        case ast.Constant(value=int() | float() as nombre) if not isinstance(nombre, bool):
            return Decimal(str(nombre))
        case ast.Name(id=nom) if nom in noms:
            return noms[nom]
        case ast.UnaryOp(op=ast.USub(), operand=operande):
            return -_value(operande, noms)
        case ast.BinOp(left=gauche, op=op, right=droite) if type(op) in OPERATIONS:
            return OPERATIONS[type(op)](Decimal(_value(gauche, noms)), Decimal(_value(droite, noms)))
        case ast.Call(func=ast.Name(id=nom), args=arguments, keywords=[]) if nom in FONCTIONS:
            return FONCTIONS[nom](*(_value(argument, noms) for argument in arguments))
        case _:
            msg = f"Pas de l'arithmétique, ou nom inconnu : « {ast.unparse(noeud)} »."
            raise CalculError(msg)
