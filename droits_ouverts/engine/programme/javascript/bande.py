"""The tape: instructions as compact text, read by `bande.mjs`.

Three columns: what each instruction is (a rank among the distinct kernels with their constants), how far back each of its operands is, and the
kernels themselves. Whole numbers are written in 91 printable signs, the commonest in one. A table as long as the list of communes is written as
the class of each of them, in runs, and the value of each class.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence

from droits_ouverts.engine.programme.graph import CONSTANTE, ENTITES, Graph
from droits_ouverts.engine.programme.javascript.nombres import EmissionError, number
from droits_ouverts.engine.programme.javascript.traduction import Instruction, translate

LONGUE = 256
"""From so many values on, a table is written by classes."""


def encode(nombres: Iterable[int]) -> str:
    """Write whole numbers from 0 as text: one sign below 78, two below 1,170, four beyond."""
    return "".join(_signs(nombre) for nombre in nombres)


def _signs(nombre: int) -> str:
    if nombre < 78:
        return _sign(nombre)
    if nombre < 78 + 12 * 91:
        haut, bas = divmod(nombre - 78, 91)
        return _sign(78 + haut) + _sign(bas)
    if nombre >= 91**3:
        message = f"{nombre} est trop grand pour la bande d'un programme."
        raise EmissionError(message)
    return _sign(90) + _sign(nombre // 91**2) + _sign(nombre // 91 % 91) + _sign(nombre % 91)


def _sign(valeur: int) -> str:
    # From "#" to "~", without the backslash, which a literal would have to double.
    return chr(valeur + 35 if valeur < 57 else valeur + 36)


def tape(graph: Graph) -> dict[str, object]:
    """Return the tape of a graph as JSON values; raise `EmissionError` where an operation has no exact counterpart."""
    suite, sorties = translate(graph)
    longues, classes = _classes([i.params for i in suite if _is_long(i)])  # type: ignore[misc]  # a table's values
    sortes = [_kind(instruction, longues) for instruction in suite]
    frequentes = {sorte: rang for rang, (sorte, _) in enumerate(Counter(sortes).most_common())}
    lues = {str(i.params) for i in suite if i.noyau == "input"}
    return {
        "signes": [json.loads(sorte) for sorte in frequentes],
        "ops": encode(frequentes[sorte] for sorte in sortes),
        "args": encode(rang - arg for rang, i in enumerate(suite) for arg in i.args),
        "classes": classes,
        "entrees": {
            nom: {
                "entite": e.entity,
                "dtype": e.dtype,
                "defaut": number(e.defaut, e.dtype),
                **({} if e.minimum is None else {"minimum": e.minimum}),
                **({} if e.maximum is None else {"maximum": e.maximum}),
            }
            for nom, e in graph.entrees.items()
            if nom in lues
        },
        "sorties": {nom: {"rang": rang, "entite": suite[rang].entity, "dtype": graph.nodes[graph.sorties[nom]].dtype} for nom, rang in sorties.items()},
    }


def _kind(instruction: Instruction, longues: dict[int, tuple[list[object], int]]) -> str:
    rang = len(ENTITES) if instruction.entity == CONSTANTE else ENTITES.index(instruction.entity)
    sorte: list[object] = [instruction.noyau, rang, len(instruction.args)]
    if _is_long(instruction):
        sorte[0] = "table_of_classes"
        sorte.extend(longues[id(instruction.params)])
    elif instruction.params is not None:
        sorte.append(instruction.params)
    return json.dumps(sorte, separators=(",", ":"), allow_nan=False)


def _is_long(instruction: Instruction) -> bool:
    return instruction.noyau == "table" and len(instruction.params) >= LONGUE  # type: ignore[arg-type]  # a table's values


def _classes(tables: Sequence[list[object]]) -> tuple[dict[int, tuple[list[object], int]], list[str]]:
    """Return, for each long table (by its identity), the value of each class and the rank of its classes; and the classes, in runs."""
    trouvees: dict[int, tuple[list[object], int]] = {}
    textes: list[str] = []
    for longueur in sorted({len(table) for table in tables}):
        memes = [table for table in tables if len(table) == longueur]
        lignes = list(zip(*memes, strict=True))
        distinctes = list({repr(ligne): ligne for ligne in lignes}.values())
        rangs = {repr(ligne): rang for rang, ligne in enumerate(distinctes)}
        for colonne, table in enumerate(memes):
            trouvees[id(table)] = ([ligne[colonne] for ligne in distinctes], len(textes))
        textes.append(encode(_runs([rangs[repr(ligne)] for ligne in lignes])))
    return trouvees, textes


def _runs(valeurs: Sequence[int]) -> list[int]:
    suite: list[int] = []
    for valeur in valeurs:
        if suite and suite[-2] == valeur:
            suite[-1] += 1
        else:
            suite += [valeur, 1]
    return suite
