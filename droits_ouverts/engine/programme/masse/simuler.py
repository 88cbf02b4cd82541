"""`simulate`: a population file in, an answer file out; what was done is taken up, what is wrong is told with its households."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.programme import colonnes
from droits_ouverts.engine.programme.fichier import Programme, to_bytes
from droits_ouverts.engine.programme.foyers import NECESSAIRES, FoyersError
from droits_ouverts.engine.programme.foyers_lecture import merged
from droits_ouverts.engine.programme.masse import processus
from droits_ouverts.engine.programme.masse.calcul import Calcul, chosen, covered
from droits_ouverts.engine.programme.masse.parquet import MasseError, Part, Source, digest
from droits_ouverts.engine.programme.masse.processus import Commande, Tache
from droits_ouverts.engine.programme.masse.travail import Travail

Progres = Callable[[int, int, int], object]
"""Told how many households are done, of how many, and how many were done before."""
Repartition = Callable[[Commande, Sequence[Tache]], Iterator[Part]]
"""Computes parts, keeps their answers, and yields each part that is done."""

SOURCE = "Calculé avec OpenFisca-France (AGPL-3.0, openfisca.org) et les règles de Droits Ouverts."
NOTE = "Estimation, pas une promesse : chaque organisme décide. Ce qui n'est pas dit dans la population prend la valeur par défaut d'OpenFisca."


@dataclass(frozen=True, slots=True, kw_only=True)
class Compte:
    """What was done. `reprises`: households whose answer was there already; `absents`: rights that the programme leaves to the interpreter.

    `sans_nombre`: amounts for which the law gave no number (null in the output); `ignorees`: columns that are no fact.
    """

    menages: int
    reprises: int
    droits: tuple[str, ...]
    absents: tuple[str, ...]
    ignorees: tuple[str, ...]
    sans_nombre: int
    mois_dit: str


def simulate(
    programme: Programme,
    population: Path,
    sortie: Path,
    *,
    codes: Collection[str] | None = None,
    incomplet: bool = False,
    repartition: Repartition = processus.here,
    progres: Progres | None = None,
) -> Compte:
    """Compute every household of a population and write `sortie`, which appears whole or not at all.

    `codes`: the rights (all by default); `incomplet`: columns of facts may be missing, nothing is said there. Stopped anywhere, the same call takes up what
    is done. Raise `FoyersError` for households that can't be computed, `MasseError` for the rest.
    """
    regles = chosen(programme, codes)
    calcul = Calcul(programme, regles)
    source = Source(population, programme.mois, calcul.colonnes)
    source.require(NECESSAIRES if incomplet else calcul.colonnes)
    if sortie.exists() and sortie.samefile(population):
        raise MasseError("la réponse ne peut pas remplacer la population : donnez un autre nom de sortie.")
    with Travail(sortie) as travail:
        manifeste = {
            "population": digest(population),
            "programme": hashlib.sha256(colonnes.pack(programme.graph)[0] + json.dumps(programme.versions, sort_keys=True).encode()).hexdigest(),
            "mois": programme.mois,
            "droits": list(regles),
            "colonnes": list(source.lues),
        }
        travail.begin(manifeste)
        lue = source if source.whole() else Source(travail.recut(source), programme.mois, calcul.colonnes)
        parts = lue.parts()
        commande = Commande(population=lue.chemin, mois=programme.mois, programme=to_bytes(programme), codes=tuple(regles))
        reprises = _run(commande, parts, travail, repartition, progres, lambda: _check(calcul, lue, parts))
        schema = calcul.schema(source.type_of("menage"))
        absents = tuple(code for code in REGLES if code not in covered(programme)) if codes is None else ()
        metadonnees = {
            "droits_ouverts.mois": programme.mois,
            "droits_ouverts.versions": json.dumps(programme.versions, sort_keys=True),
            "droits_ouverts.source": SOURCE,
            "droits_ouverts.note": NOTE,
            "droits_ouverts.droits_absents": json.dumps(absents),
            **{f"droits_ouverts.{nom}": str(manifeste[nom]) for nom in ("population", "programme")},
        }
        sans_nombre = travail.join([part.rang for part in parts], schema, metadonnees)
    return Compte(
        menages=sum(part.menages for part in parts),
        reprises=reprises,
        droits=tuple(regles),
        absents=absents,
        ignorees=source.ignorees,
        sans_nombre=sans_nombre,
        mois_dit=source.mois_dit,
    )


def _run(
    commande: Commande, parts: Sequence[Part], travail: Travail, repartition: Repartition, progres: Progres | None, check: Callable[[], FoyersError | None]
) -> int:
    """Compute the parts that are not done; return how many households were."""
    total = sum(part.menages for part in parts)
    taches = [Tache(part, travail.path(part.rang)) for part in parts if not travail.done(part.rang)]
    reprises = faits = total - sum(tache.part.menages for tache in taches)
    if progres:
        progres(faits, total, reprises)
    try:
        for part in repartition(commande, taches) if taches else ():
            faits += part.menages
            if progres:
                progres(faits, total, reprises)
    except FoyersError as error:
        # Someone who mends a file wants to know everything that is wrong with it.
        raise check() or error from error
    return reprises


def _check(calcul: Calcul, source: Source, parts: Sequence[Part]) -> FoyersError | None:
    erreurs = []
    for part in parts:
        try:
            calcul.read(source.read(part))
        except FoyersError as error:
            erreurs.append(error)
    return merged(erreurs) if erreurs else None
