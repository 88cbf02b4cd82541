"""The law's worked examples, and those that others published: each answered exactly."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from droits_ouverts.delais.calcul import birth, last_day
from droits_ouverts.delais.departs import electronic, implied_decision, registered_letter
from droits_ouverts.delais.enums import Decompte, Doute, Eloignement
from droits_ouverts.delais.feries import holidays
from droits_ouverts.foundation.durees import Duree
from tests.delais.autre import days_off, walk

REGLES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "exemples.yaml").read_text(encoding="utf-8"))
EXEMPLES = [exemple for regle in REGLES for exemple in regle["exemples"]]
FERIES = {int(annee): jours for regle in REGLES for annee, jours in regle.get("jours_feries", {}).items()}


def on(texte: str | None) -> date | None:
    return None if texte is None else date.fromisoformat(texte)


def start(exemple: dict[str, Any]) -> Any:
    """The first day, found from the facts where the example gives them."""
    if lettre := exemple.get("lettre"):
        return registered_letter(presentee_le=date.fromisoformat(lettre["presentee"]), retiree_le=on(lettre.get("retiree")))
    if en_ligne := exemple.get("en_ligne"):
        return electronic(disponible_le=date.fromisoformat(en_ligne["disponible"]), lu_le=on(en_ligne.get("lu")))
    return date.fromisoformat(exemple["depart"])


@pytest.mark.parametrize("exemple", EXEMPLES, ids=[f"{exemple['depart']}+{exemple['duree']}" for exemple in EXEMPLES])
def test_each_example_is_answered_exactly(exemple: dict[str, Any]) -> None:
    duree, depart = Duree.parse(exemple["duree"]), start(exemple)
    attendu = date.fromisoformat(exemple["attendu"])

    if silence := exemple.get("silence"):
        dit = implied_decision(
            apres=duree,
            accord=silence["accord"],
            recue_le=date.fromisoformat(silence["recue"]),
            transmise_le=on(silence.get("transmise")),
            pieces_demandees_le=on(silence.get("pieces_demandees")),
            complet_le=on(silence.get("complet")),
        )
    elif exemple.get("naissance"):
        dit = birth(depart, duree)
    else:
        doutes = frozenset(Doute(doute) for doute in exemple.get("doutes", []))
        dit = last_day(depart, duree, Decompte(exemple["decompte"]), eloignement=Eloignement(exemple.get("eloignement", "aucun")), doutes=doutes)

    assert dit is not None
    assert (dit.depart, dit.le) == (date.fromisoformat(exemple["depart"]), attendu)
    assert dit.prudence_le == date.fromisoformat(exemple.get("prudence", exemple["attendu"]))
    assert (dit.prudence_le != dit.le) <= (exemple["grade"] == "probable")
    # The other implementation agrees with the paper as well: neither was fitted to the other.
    if not exemple.get("silence"):
        assert walk(dit.depart, duree, Decompte(exemple["decompte"]), eloignement=Eloignement(exemple.get("eloignement", "aucun"))) == attendu


def test_there_are_as_many_as_were_written_and_each_rule_has_its_law() -> None:
    assert len(EXEMPLES) == 67
    assert sum("publie_par" in exemple for exemple in EXEMPLES) == 7
    assert all(regle["article"] and regle["source"] for regle in REGLES)


@pytest.mark.parametrize("annee", sorted(FERIES))
def test_public_holidays_are_those_that_were_published(annee: int) -> None:
    assert [jour.isoformat() for jour in holidays(annee)] == FERIES[annee]
    assert days_off(annee, alsace=False) == set(holidays(annee))
