"""Which values may depend on what was asked before: loops of names, what was refused, what looks at the cache, and all that asks them."""

from __future__ import annotations

import random

from droits_ouverts.engine.compiler.appels import Appels


def _appels(*paires: str) -> Appels:
    appels = Appels()
    for appelante, appelee in (paire.split(">") for paire in paires):
        appels.add(appelante, appelee)
    return appels


def test_a_loop_and_what_asks_it_depend_on_the_order_and_not_what_it_asks() -> None:
    assert _appels("droit>a", "a>b", "b>a", "b>age", "autre>age").order_dependent([]) == {"droit", "a", "b"}


def test_a_variable_that_asks_itself_of_another_month_does() -> None:
    assert _appels("droit>cumul", "cumul>cumul", "cumul>salaire").order_dependent([]) == {"droit", "cumul"}


def test_what_is_refused_stands_for_a_loop_asked_or_not() -> None:
    assert _appels("droit>v", "autre>age").order_dependent(["v", "seule"]) == {"droit", "v", "seule"}


def test_what_looks_at_the_cache_does() -> None:
    appels = _appels("droit>age", "age>naissance", "autre>naissance")
    appels.guetteuses.add("age")
    assert appels.order_dependent([]) == {"droit", "age"}


def test_it_is_what_reaches_a_loop_on_graphs_drawn_at_random() -> None:
    alea = random.Random(7)  # noqa: S311 - graphs for a test
    boucles = 0
    for _ in range(300):
        noms = [str(rang) for rang in range(alea.randint(2, 9))]
        appels = _appels(*(f"{alea.choice(noms)}>{alea.choice(noms)}" for _ in range(alea.randint(1, 12))))
        refusees = set(alea.sample(noms, alea.randint(0, 1)))
        atteints = {nom: _reached(appels, nom) for nom in {*appels.appels, *refusees}}
        graines = refusees | {nom for nom, vus in atteints.items() if nom in vus}
        boucles += bool(graines)
        assert appels.order_dependent(refusees) == {nom for nom, vus in atteints.items() if graines & (vus | {nom})}
    assert boucles > 100


def _reached(appels: Appels, depart: str) -> set[str]:
    vus: set[str] = set()
    pile = list(appels.appels.get(depart, ()))
    while pile:
        nom = pile.pop()
        if nom not in vus:
            vus.add(nom)
            pile += appels.appels.get(nom, ())
    return vus
