"""A5: what another structure reads depends on nothing that was not agreed to. Fifty thousand people drawn, each beside a twin.

The twin differs from her in everything outside the scopes granted, and in nothing within: another name, other answers, other people at home, other rights,
choices and opinions. Both views must be equal, word for word. The policy is said again here, by hand, apart from the page. Then each of eight leaks is planted and must be seen.
A view that shows nothing would prove nothing: half of the people drawn at least must be told something of. `PREUVES_CHAMPS=5000` draws that many instead.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from _table import garantie

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

COMBIEN = int(os.environ.get("PREUVES_CHAMPS", "50000"))
PROCESSUS = 2
MOIS = "2026-11"
Vue = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class Elle:
    """Everything that could be told of somebody, opened."""

    identite: Any
    contact: Any
    reponses: Any
    droits: tuple[Any, ...]
    choix: Mapping[str, Any]
    avis: Mapping[str, Any]


def begin() -> None:
    """Set Django up: the views need its words and nothing of its database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    import django  # noqa: PLC0415  after the settings are named

    django.setup()


def value_of(fait: Any, hasard: random.Random) -> object:  # noqa: ANN401  a fact of the schema
    """Draw an answer: known, unknown or kept to oneself."""
    from droits_ouverts.bilan.rules import REFUS  # noqa: PLC0415  once Django is set up
    from droits_ouverts.engine.questionnaire.types import Genre  # noqa: PLC0415  same reason

    if hasard.random() < 0.1:
        return hasard.choice((None, REFUS))
    match fait.genre:
        case Genre.OUI_NON:
            return hasard.random() < 0.5
        case Genre.CHOIX:
            return hasard.choice(fait.choix).valeur
        case Genre.COMMUNE:
            return hasard.choice(("69259", "69256", "69387", "69123", "75118", "13205"))
        case Genre.DATE:
            return f"{hasard.randint(1930, 2025)}-{hasard.randint(1, 12):02}-{hasard.randint(1, 28):02}"
        case _:
            return hasard.randint(int(fait.minimum or 0), int(min(fait.maximum or 3000, 3000)))


def facts_of(entite: str, hasard: random.Random) -> dict[str, object]:
    """Draw answers about a person or a group."""
    from droits_ouverts.bilan.web.reponses_dites import RECUS  # noqa: PLC0415  once Django is set up
    from droits_ouverts.engine.formules.registre import REGLES  # noqa: PLC0415  same reason
    from droits_ouverts.engine.questionnaire.schema import FAITS  # noqa: PLC0415  same reason

    faits = {nom: value_of(fait, hasard) for nom, fait in FAITS.items() if fait.entite.value == entite and hasard.random() < 0.25}
    if entite == "famille" and hasard.random() < 0.8:
        faits[RECUS] = hasard.sample(sorted(REGLES), hasard.randint(0, 4))
    return faits


def people(hasard: random.Random) -> tuple[Any, ...]:
    """Draw a household: her, perhaps a partner, children, another adult."""
    from droits_ouverts.bilan.rules import Membre  # noqa: PLC0415  once Django is set up
    from droits_ouverts.engine.questionnaire.types import Role  # noqa: PLC0415  same reason

    roles = [Role.DEMANDEUR, *[Role.CONJOINT] * hasard.randint(0, 1), *[Role.ENFANT] * hasard.randint(0, 2), *[Role.AUTRE] * hasard.randint(0, 1)]
    return tuple(Membre(id=f"p{rang}", role=role, prenom=name(hasard), faits=facts_of("individu", hasard)) for rang, role in enumerate(roles))


def name(hasard: random.Random) -> str:
    """Draw a name that nothing else holds."""
    return "".join(hasard.choices("BCDFGKLMNPRSTVZ", k=7)).capitalize() if hasard.random() < 0.9 else ""


def somebody(hasard: random.Random) -> Elle:
    """Draw a person."""
    from droits_ouverts.bilan.enums import DecisionChoix, StatutAvis  # noqa: PLC0415  once Django is set up
    from droits_ouverts.bilan.rules import GROUPES, Reponses  # noqa: PLC0415  same reason
    from droits_ouverts.droits.urgences import Besoin  # noqa: PLC0415  same reason
    from droits_ouverts.engine.formules.registre import REGLES  # noqa: PLC0415  same reason
    from droits_ouverts.engine.results import Statut  # noqa: PLC0415  same reason
    from droits_ouverts.personnes.rules import Identite  # noqa: PLC0415  same reason
    from droits_ouverts.personnes.rules_contact import Contact, cleaned  # noqa: PLC0415  same reason
    from tests.bilan.estimations import droit  # noqa: PLC0415  same reason

    codes = sorted(REGLES)
    contact = cleaned(
        Contact(
            telephone=f"06{hasard.randrange(10**8):08}",
            adresse=name(hasard),
            permis=tuple(moyen for moyen in ("appeler", "message", "sms", "courriel", "courrier") if hasard.random() < 0.5),
            discretion=name(hasard),
        )
    )
    besoins = {besoin.value: hasard.choice(("oui", "non", "refus")) for besoin in Besoin if hasard.random() < 0.7}
    return Elle(
        identite=Identite(prenom=name(hasard) or "X", nom=name(hasard), naissance=f"{hasard.randint(1930, 2007)}-01-01"),
        contact=contact if hasard.random() < 0.8 else None,
        reponses=Reponses(mois=MOIS, membres=people(hasard), groupes={g: facts_of(g, hasard) for g in GROUPES}, urgences=besoins),
        droits=tuple(
            droit(code, REGLES[code].libelle, hasard.choice(list(Statut)), deja_recu=hasard.random() < 0.2)
            for code in hasard.sample(codes, hasard.randint(0, 12))
        ),
        choix={code: SimpleNamespace(decision=hasard.choice(list(DecisionChoix))) for code in hasard.sample(codes, hasard.randint(0, 6))},
        avis={code: SimpleNamespace(statut=StatutAvis.PROBABLE, raison=name(hasard)) for code in hasard.sample(codes, hasard.randint(0, 4))},
    )


def twin_of(elle: Elle, accordees: frozenset[str], hasard: random.Random) -> Elle:
    """Return her as she could be for all that was agreed to: what is outside the scopes comes from somebody else."""
    autre = somebody(hasard)
    return Elle(
        identite=elle.identite if "identite" in accordees else autre.identite,
        contact=elle.contact if "contact" in accordees else autre.contact,
        reponses=_answers(elle.reponses, autre.reponses, accordees),
        droits=tuple(_mixed({d.code: d for d in elle.droits}, {d.code: d for d in autre.droits}, "droits", accordees).values()),
        choix=_mixed(elle.choix, autre.choix, "demarches", accordees),
        avis=_mixed(elle.avis, autre.avis, "notes", accordees),
    )


def _mixed(siens: Mapping[str, Any], autres: Mapping[str, Any], portee: str, accordees: frozenset[str]) -> dict[str, Any]:
    """Hers where the scope and what the right's name tells are granted, another's elsewhere."""
    gardes = {code: chose for code, chose in siens.items() if {portee, *_of_right(code)} <= accordees}
    return gardes | {code: chose for code, chose in autres.items() if not {portee, *_of_right(code)} <= accordees}


def _of_right(code: str) -> set[str]:
    """What the name of a right tells: the lists are the house's, read by a person; how they are used is said again here."""
    from droits_ouverts.bilan import portees  # noqa: PLC0415  once Django is set up

    return {"sante"} if code in portees.DROITS_SANTE else {"sejour"} if code in portees.DROITS_SEJOUR else {"notes"} if code in portees.DROITS_NOTES else set()


def _of_fact(fait: str, role: str) -> set[str] | None:
    from droits_ouverts.bilan import portees  # noqa: PLC0415  once Django is set up

    portee = next((portee.value for portee, faits in portees.FAITS.items() if fait in faits), None)
    if portee is None:
        return None
    if role in {"demandeur", "groupe"}:
        return {portee}
    if fait == "date_naissance":
        return {"foyer"}
    return {"foyer", portee} if role == "enfant" else None


def _facts(siens: Mapping[str, Any], autres: Mapping[str, Any], role: str, accordees: frozenset[str]) -> dict[str, Any]:
    """Hers where all that a fact needs is granted, another's elsewhere. Rights received are one list, each with what its name tells."""
    codes = "droits_recus"
    melange = {
        fait: source[fait]
        for fait in sorted({*siens, *autres} - {codes})
        if fait in (source := siens if (requises := _of_fact(fait, role)) is not None and requises <= accordees else autres)
    }
    if role == "groupe" and (codes in siens or codes in autres):
        gardes = _mixed(dict.fromkeys(siens.get(codes) or ()), dict.fromkeys(autres.get(codes) or ()), "droits", accordees)
        melange[codes] = list(gardes)
    return melange


def _answers(siennes: Any, autres: Any, accordees: frozenset[str]) -> Any:  # noqa: ANN401  answers of a check-up
    from droits_ouverts.bilan.rules import GROUPES, Membre, Reponses  # noqa: PLC0415  once Django is set up
    from droits_ouverts.engine.questionnaire.types import Role  # noqa: PLC0415  same reason

    elle, lautre = siennes.membres[0], autres.membres[0]
    prenom = elle.prenom if "identite" in accordees else lautre.prenom
    membres = [Membre(id=elle.id, role=Role.DEMANDEUR, prenom=prenom, faits=_facts(elle.faits, lautre.faits, "demandeur", accordees))]
    if "foyer" in accordees:
        vides = itertools.repeat(lautre)
        for membre, inconnu in zip(siennes.membres[1:], itertools.chain(autres.membres[1:], vides), strict=False):
            membres.append(
                Membre(id=membre.id, role=membre.role, prenom=membre.prenom, faits=_facts(membre.faits, inconnu.faits, membre.role.value, accordees))
            )
    else:
        membres += autres.membres[1:]
    urgences = {}
    for besoin, portee in URGENCES.items():
        source = siennes.urgences if portee in accordees else autres.urgences
        if besoin in source:
            urgences[besoin] = source[besoin]
    groupes = {g: _facts(siennes.groupes[g], autres.groupes[g], "groupe", accordees) for g in GROUPES}
    return Reponses(mois=MOIS, membres=tuple(membres), groupes=groupes, urgences=urgences)


URGENCES = {
    "nourriture": "ressources",
    "bebe": "foyer",
    "toit": "logement",
    "expulsion": "logement",
    "energie": "logement",
    "violence": "violences",
    "soins": "sante",
}
"""Said again by hand: which scope each urgent need tells."""


def view_of(elle: Elle, accordees: frozenset[str]) -> Vue:
    """Return what the page is drawn from, for her opened as she is."""
    from droits_ouverts.bilan.web import vue_partagee  # noqa: PLC0415  once Django is set up
    from droits_ouverts.personnes.enums import Portee  # noqa: PLC0415  same reason

    bilan = SimpleNamespace(pk=1)
    bilans = SimpleNamespace(
        objects=SimpleNamespace(
            of_structures=lambda _s: SimpleNamespace(filter=lambda **_k: SimpleNamespace(recent_first=lambda: SimpleNamespace(first=lambda: bilan)))
        )
    )
    lus = SimpleNamespace(
        open_answers=lambda _b: elle.reponses,
        latest_estimate=lambda _b: SimpleNamespace(bilan=bilan),
        open_results=lambda _e: SimpleNamespace(droits=elle.droits),
        choices_of=lambda _b: elle.choix,
        opinions_of=lambda _b: elle.avis,
        reason_of=lambda avis, _b: avis.raison,
    )
    faux: dict[str, Any] = {"Bilan": bilans, "selectors": lus, "open_identity": lambda _p: elle.identite, "open_contact": lambda _p: elle.contact}
    with mock.patch.multiple(vue_partagee, **faux):
        rubriques = vue_partagee.shared_view(SimpleNamespace(structure_id=1), frozenset(Portee(code) for code in accordees))  # type: ignore[arg-type]  # a person reduced to her structure
    return tuple((rubrique.portee.value, tuple(sorted((un.titre, un.texte) for un in rubrique.elements))) for rubrique in rubriques)


def differences(rang: int, combien: int) -> tuple[list[str], int]:
    """Draw people and their twins; return the gaps, and how many views told something."""
    from droits_ouverts.personnes.enums import Portee  # noqa: PLC0415  once Django is set up

    hasard = random.Random(20261127 + rang)  # noqa: S311  a draw that can be played again
    ecarts, dites = [], 0
    for numero in range(combien):
        elle, accordees = somebody(hasard), frozenset(code for code in Portee.values if hasard.random() < 0.5)
        vue, autre = view_of(elle, accordees), view_of(twin_of(elle, accordees, hasard), accordees)
        dites += any(elements for _, elements in vue)
        if vue != autre:
            sens = [f"{code}: {sorted(set(a) ^ set(b))[:2]}" for (code, a), (_, b) in zip(vue, autre, strict=True) if a != b]
            ecarts.append(f"draw {rang}/{numero}, granted {sorted(accordees)}: {'; '.join(sens)}")
    return ecarts, dites


def leaks() -> dict[str, Callable[[], Any]]:
    """Eight leaks, each as a change of the code that is seen by nothing but its effect."""
    from droits_ouverts.bilan import portees  # noqa: PLC0415  once Django is set up
    from droits_ouverts.bilan.web import vue_partagee as vue  # noqa: PLC0415  same reason
    from droits_ouverts.personnes.enums import Portee  # noqa: PLC0415  same reason

    def open_contact(personne: object) -> object:
        return vars(vue)["open_contact"](personne)

    def any_of(elements: Any, accordees: Any) -> list[Any]:  # noqa: ANN401  as the function it stands for
        return [un for un in elements if un.requises & accordees]

    def at_home(reponses: Any, noms: Any) -> Any:  # noqa: ANN401  same reason
        return (vue._one(Portee.IDENTITE, "foyer", noms[membre.id]) for membre in reponses.membres[1:])  # noqa: SLF001  a leak

    facts, rights = portees.of_fact, portees.of_right
    return {
        "one scope of several is enough": lambda: mock.patch.object(vue, "visible", any_of),
        "who lives with her, with her name": lambda: mock.patch.object(vue, "_household", at_home),
        "a child's answers as hers": lambda: mock.patch.object(portees, "of_fact", lambda fait, _role=None: facts(fait)),
        "another adult's answers": lambda: mock.patch.object(portees, "of_fact", lambda fait, role=None: facts(fait, role) or facts(fait)),
        "health with the resources": lambda: mock.patch.dict(portees.PORTEE_DU_FAIT, {"enceinte": Portee.RESSOURCES}),
        "rights that tell an illness": lambda: mock.patch.object(portees, "of_right", lambda code: rights(code) and frozenset({Portee.DROITS})),
        "violence with the household": lambda: mock.patch.dict(
            portees.PORTEE_DU_BESOIN, {k: Portee.FOYER for k in portees.PORTEE_DU_BESOIN if k.value == "violence"}
        ),
        "how to reach her with her name": lambda: mock.patch.object(
            vue,
            "_reaching",
            lambda personne, _langue: iter([vue._one(Portee.IDENTITE, "tel", str(open_contact(personne)))]),  # noqa: SLF001  a leak
        ),
    }


def _part(rang: int, combien: int) -> tuple[list[str], int]:
    begin()
    return differences(rang, combien)


def main() -> None:
    """Draw, compare, plant; exit 1 where a view tells more than was agreed to, or where a leak is not seen."""
    debut = time.monotonic()
    with get_context("spawn").Pool(PROCESSUS) as pool:
        parts = pool.starmap(_part, [(rang, -(-COMBIEN // PROCESSUS)) for rang in range(PROCESSUS)])
    begin()
    vues = 0
    fuites = leaks()
    for quoi, planter in fuites.items():
        with planter():
            vu = bool(differences(99, 300)[0])
        vues += vu
        if not vu:
            print(f"not seen: {quoi}", file=sys.stderr)
    ecarts, dites = [ecart for part in parts for ecart in part[0]], sum(part[1] for part in parts)
    garantie("A5 what another structure reads depends on nothing but what she agreed to", essais=COMBIEN, violations=len(ecarts), sabotages=(vues, len(fuites)))
    print(f"{dites:,} views told something; {time.monotonic() - debut:.0f} s.")
    for ecart in ecarts[:10]:
        print(ecart, file=sys.stderr)
    sys.exit(bool(ecarts) or vues < len(fuites) or dites < COMBIEN // 2)


if __name__ == "__main__":
    main()
