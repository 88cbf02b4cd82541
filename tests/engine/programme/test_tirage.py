"""The random households: the same for the same seed, and nothing of the questionnaire out of their reach."""

from __future__ import annotations

import numpy as np
import pytest

from droits_ouverts.engine.answers import checked
from droits_ouverts.engine.programme.tirage import Colonnes, choix, draw, montants, situations_of
from droits_ouverts.engine.programme.tirage.portes import Gens, openness
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Genre, Periode, Role
from droits_ouverts.engine.situation import Etat, Situation

MOIS = "2026-11"
FOYERS = 6000


@pytest.fixture(scope="module")
def colonnes() -> Colonnes:
    return draw(MOIS, FOYERS)


@pytest.fixture(scope="module")
def situations() -> list[Situation]:
    return situations_of(draw(MOIS, 400, graine=2), MOIS)


def said(colonnes: Colonnes, nom: str) -> set[object]:
    return set(colonnes[nom].compressed().tolist())


def out_of_reach(colonnes: Colonnes) -> list[str]:
    """Return what no household says: answers, plausible values, both sides of a threshold, silence."""
    manquants: list[str] = []
    for fait in FAITS.values():
        noms = [f"{fait.nom}@{recul}" for recul in range(-4, 1)] if fait.periode is Periode.MOIS_PASSES else [fait.nom]
        for nom in noms:
            valeurs = said(colonnes, nom)
            attendues: set[object] = {choix.valeur for choix in fait.choix} | ({True, False} if fait.genre is Genre.OUI_NON else set())
            attendues |= set(fait.plausibles.valeurs)
            if fait.genre in (Genre.MONTANT, Genre.NOMBRE):
                attendues |= {0.0, fait.maximum}
            manquants += [f"{nom} = {valeur}" for valeur in attendues - valeurs]
            porteurs = colonnes[nom] if fait.entite.value == "individu" else colonnes[nom][colonnes["role"] == "demandeur"]
            if fait.genre is not Genre.DATE and porteurs.count() == len(porteurs):
                manquants.append(f"{nom} not said")
    return manquants


class TestDraw:
    def test_the_same_seed_gives_the_same_households(self, colonnes: Colonnes) -> None:
        encore = draw(MOIS, FOYERS)

        for nom, colonne in colonnes.items():
            assert np.array_equal(colonne.filled(), encore[nom].filled()), nom
            assert np.array_equal(colonne.mask, encore[nom].mask), nom

    @pytest.mark.parametrize(("mois", "graine"), [("2026-12", 0), (MOIS, 1)])
    def test_another_month_or_seed_gives_others(self, colonnes: Colonnes, mois: str, graine: int) -> None:
        autres = draw(mois, FOYERS, graine)

        assert len(autres["menage"]) != len(colonnes["menage"]) or not np.array_equal(autres["date_naissance"].filled(), colonnes["date_naissance"].filled())

    def test_every_answer_of_every_fact_is_given_by_somebody(self, colonnes: Colonnes) -> None:
        assert out_of_reach(colonnes) == []

    def test_a_draw_that_forgets_an_answer_is_seen(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(choix.OUI, "enceinte", 0.0)
        monkeypatch.setitem(choix.POIDS, "gir", (0.5, 0.5, 0.0))
        monkeypatch.setitem(montants.RECUS, "pension_invalidite", 0.0)

        manquants = out_of_reach(draw(MOIS, FOYERS))

        assert {"enceinte = True", "gir = gir_2", "pension_invalidite@0 = 700.0"} <= set(manquants)

    def test_households_of_every_kind_are_there(self, situations: list[Situation]) -> None:
        genres = {(any(p.role is Role.CONJOINT for p in s.personnes), min(3, sum(p.role is Role.ENFANT for p in s.personnes))) for s in situations}

        assert len(genres) == 8
        assert any(p.role is Role.AUTRE for s in situations for p in s.personnes)
        assert {len(s.groupes[g]) for s in situations for g in s.groupes} >= {1, 2, 3}

    def test_every_age_is_there(self, colonnes: Colonnes) -> None:
        roles = colonnes["role"].compressed()
        ages = np.array([months.age_in(jour, MOIS) for jour in colonnes["date_naissance"].tolist()])

        assert set(range(-1, 25)) <= set(ages[roles == "enfant"].tolist())
        assert set(range(16, 90)) <= set(ages[roles == "demandeur"].tolist())

    def test_some_incomes_change_from_month_to_month(self, colonnes: Colonnes) -> None:
        fenetre = np.stack([colonnes[f"salaire_net@{recul}"].filled(0.0) for recul in range(-4, 1)])
        varie = (fenetre.max(axis=0) != fenetre.min(axis=0)).sum() / (fenetre.max(axis=0) > 0).sum()

        assert 0.2 < varie < 0.6


class TestSituations:
    def test_every_answer_is_one_that_the_questionnaire_takes(self, situations: list[Situation]) -> None:
        for situation in situations:
            for (nom, _), reponse in situation.reponses.items():
                if reponse.etat is Etat.CONNU:
                    brut = dict(reponse.valeur) if isinstance(reponse.valeur, tuple) else reponse.valeur
                    assert checked(FAITS[nom], brut, MOIS) == reponse.valeur

    def test_facts_are_mostly_said_where_they_are_asked(self, situations: list[Situation]) -> None:
        demandes = [(s.pertinence(FAITS[nom], ident), r.etat is Etat.CONNU) for s in situations for (nom, ident), r in s.reponses.items()]

        demandes_dits = np.mean([dit for pertinent, dit in demandes if pertinent])
        hors_dits = np.mean([dit for pertinent, dit in demandes if pertinent is False])

        assert 0.8 < demandes_dits < 0.95
        assert 0.0 < hors_dits < 0.05

    def test_what_is_asked_is_what_the_questionnaire_asks(self, situations: list[Situation], monkeypatch: pytest.MonkeyPatch) -> None:
        vus: dict[str, tuple[Gens, np.ndarray]] = {}

        def noted(gens: Gens, fait: object) -> np.ndarray:
            ouvert = openness(gens, fait)  # type: ignore[arg-type]  # the fact of the call
            vus[fait.nom] = (gens, ouvert)  # type: ignore[attr-defined]  # the same
            return ouvert

        monkeypatch.setattr("droits_ouverts.engine.programme.tirage.foyers.openness", noted)
        draw(MOIS, 400, graine=2)

        for nom, (gens, ouvert) in vus.items():
            fait = FAITS[nom]
            for situation, debut in zip(situations, np.flatnonzero(gens.porte_les_groupes).tolist(), strict=True):
                for ident in situation.porteurs(fait):
                    ligne = debut + ([p.id for p in situation.personnes].index(ident) if fait.entite.value == "individu" else 0)
                    assert {1.0: True, 0.0: False, 0.5: None}[float(ouvert[ligne])] is situation.pertinence(fait, ident), (nom, ident)
