"""What changed between two estimates, and why: properties over drawn estimates, and the cases a person meets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from droits_ouverts.bilan.comparaison import Cause, Ecart, Gardee, amount_of, compare
from droits_ouverts.engine.results import Estimation, EstimationDroit, Intervalle, Statut
from tests.bilan.estimations import droit, estimation
from tests.engine.households import questionnaires

V1 = {"droits_ouverts": "1.0", "regles": "a", "openfisca_core": "44", "openfisca_france": "176", "catalogue": "x"}
V2 = V1 | {"regles": "b"}
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
SEULE: dict[str, Any] = {"personnes": [{"id": "p1", "role": "demandeur", "faits": {"salaire_net": 900}}], "menage": {"loyer": 400}}
CODES = ["rsa", "asf", "aah", "ars"]


def right(code: str, statut: Statut, bas: float, haut: float) -> EstimationDroit:
    montant = None if statut is Statut.NON_ELIGIBLE else Intervalle(min=bas, max=haut)
    return droit(code, code.upper(), statut, montant_mensuel=montant)


rights = st.builds(
    lambda code, statut, bas, plus: right(code, statut, bas, bas + plus),
    st.sampled_from(CODES),
    st.sampled_from(list(Statut)),
    st.integers(0, 900).map(float),
    st.integers(0, 100).map(float),
)
estimates = st.lists(rights, unique_by=lambda d: d.code, max_size=4).map(lambda droits: estimation(*droits))
versions = st.fixed_dictionaries({nom: st.sampled_from(["1", "2"]) for nom in V1})
faits = st.fixed_dictionaries({"salaire_net": st.sampled_from([None, 0, 900, {"refus": True}])})
households = st.lists(st.tuples(st.sampled_from(["demandeur", "enfant"]), faits), min_size=1, max_size=3).map(
    lambda personnes: {"personnes": [{"id": f"p{i}", "role": role, "faits": f} for i, (role, f) in enumerate(personnes)], "menage": {"loyer": 400}}
)
kept = st.builds(lambda e, q, v: Gardee(estimation=e, questionnaire=q, versions=v), estimates, households, versions)


def gardee(*droits: EstimationDroit, faits: dict[str, Any] = SEULE, versions: dict[str, str] = V1) -> Gardee:
    return Gardee(estimation=estimation(*droits), questionnaire=faits, versions=versions)


def read(droit: EstimationDroit | None) -> object:
    return droit and (droit.statut, droit.deja_recu, bool(droit.erreur), amount_of(droit))


class TestProperties:
    @SLOW
    @given(kept)
    def test_nothing_changes_from_itself(self, une: Gardee) -> None:
        assert compare(une, une).vide

    @SLOW
    @given(questionnaires())
    def test_any_household_of_the_schema_is_like_itself(self, foyer: dict[str, Any]) -> None:
        assert compare(gardee(faits=foyer), gardee(faits=foyer)).vide

    @SLOW
    @given(kept, kept, st.none() | estimates)
    def test_every_right_that_changed_is_told_once_and_no_other(self, avant: Gardee, apres: Gardee, refait: Estimation | None) -> None:
        dits = [d.code for d in compare(avant, apres, refait).droits]
        vieux, neufs = {d.code: d for d in avant.estimation.droits}, {d.code: d for d in apres.estimation.droits}
        changes = {code for code in vieux.keys() | neufs.keys() if read(vieux.get(code)) != read(neufs.get(code))}
        assert len(dits) == len(set(dits))
        assert set(dits) == changes

    @SLOW
    @given(kept, kept, estimates)
    def test_the_causes_add_up(self, avant: Gardee, apres: Gardee, refait: Estimation) -> None:
        for change in compare(avant, apres, refait).droits:
            assert change.par_regles is not None
            assert change.par_faits is not None
            assert change.par_regles + change.par_faits == change.ecart

    @SLOW
    @given(kept, kept)
    def test_backwards_is_the_opposite(self, avant: Gardee, apres: Gardee) -> None:
        aller, retour = compare(avant, apres), compare(apres, avant)
        assert [d.code for d in aller.droits] == [d.code for d in retour.droits]
        assert all((a.ecart + r.ecart).nul for a, r in zip(aller.droits, retour.droits, strict=True))
        assert {(f.fait, f.entite) for f in aller.faits} == {(f.fait, f.entite) for f in retour.faits}
        assert {(p.ident, p.arrivee) for p in aller.personnes} == {(p.ident, not p.arrivee) for p in retour.personnes}

    @SLOW
    @given(kept, kept)
    def test_a_cause_that_did_not_change_is_never_named(self, avant: Gardee, apres: Gardee) -> None:
        comparaison = compare(avant, apres)
        for change in comparaison.droits:
            assert Cause.FAITS not in change.causes or comparaison.faits_changes
            assert Cause.LOI not in change.causes or comparaison.regles_changees
            assert Cause.MOTEUR not in change.causes or any(v.cause is Cause.MOTEUR for v in comparaison.versions)


class TestCases:
    def test_only_facts_changed(self) -> None:
        faits = {**SEULE, "personnes": [{"id": "p1", "role": "demandeur", "faits": {"salaire_net": 1200}}]}
        comparaison = compare(gardee(right("rsa", Statut.ELIGIBLE, 100, 100)), gardee(right("rsa", Statut.NON_ELIGIBLE, 0, 0), faits=faits))

        assert [(f.fait, f.avant, f.apres) for f in comparaison.faits] == [("salaire_net", 900, 1200)]
        assert [(d.code, d.causes, d.par_regles, d.par_faits) for d in comparaison.droits] == [
            ("rsa", (Cause.FAITS,), Ecart(min=0, max=0), Ecart(min=-100, max=-100))
        ]
        assert comparaison.exacte

    def test_only_the_rules_changed(self) -> None:
        comparaison = compare(gardee(right("rsa", Statut.ELIGIBLE, 100, 100)), gardee(right("rsa", Statut.ELIGIBLE, 110, 110), versions=V2))

        assert [(d.causes, d.par_regles) for d in comparaison.droits] == [((Cause.LOI,), Ecart(min=10, max=10))]
        assert not comparaison.faits_changes

    def test_another_engine_is_told_apart_from_our_rules(self) -> None:
        comparaison = compare(gardee(), gardee(versions=V1 | {"openfisca_france": "177"}))

        assert [(v.nom, v.cause) for v in comparaison.versions] == [("openfisca_france", Cause.MOTEUR)]

    def test_both_changed_and_nothing_splits_them(self) -> None:
        faits = {**SEULE, "menage": {"loyer": 500}}
        avant, apres = gardee(right("rsa", Statut.ELIGIBLE, 100, 100)), gardee(right("rsa", Statut.ELIGIBLE, 150, 150), faits=faits, versions=V2)

        vague = compare(avant, apres)
        assert not vague.exacte
        assert vague.droits[0].causes == (Cause.FAITS, Cause.LOI)
        assert vague.droits[0].par_faits is None

        exacte = compare(avant, apres, estimation(right("rsa", Statut.ELIGIBLE, 110, 110)))
        assert exacte.exacte
        assert (exacte.droits[0].par_regles, exacte.droits[0].par_faits) == (Ecart(min=10, max=10), Ecart(min=40, max=40))

    def test_the_catalogue_changes_no_result(self) -> None:
        assert compare(gardee(), gardee(versions=V1 | {"catalogue": "y"})).vide

    def test_somebody_joins_and_somebody_leaves(self) -> None:
        enfant = {"id": "p2", "role": "enfant", "faits": {"date_naissance": "2019-05-02"}}
        avec = {**SEULE, "personnes": [*SEULE["personnes"], enfant]}

        assert [(p.ident, p.role, p.naissance, p.arrivee) for p in compare(gardee(), gardee(faits=avec)).personnes] == [("p2", "enfant", "2019-05-02", True)]
        assert [(p.ident, p.arrivee) for p in compare(gardee(faits=avec), gardee()).personnes] == [("p2", False)]
        assert compare(gardee(), gardee(faits=avec)).faits == ()

    def test_another_month_is_the_law(self) -> None:
        apres = Gardee(estimation=replace(estimation(right("rsa", Statut.ELIGIBLE, 110, 110)), mois="2027-01"), questionnaire=SEULE, versions=V1)
        comparaison = compare(gardee(right("rsa", Statut.ELIGIBLE, 100, 100)), apres)

        assert comparaison.mois == ("2026-11", "2027-01")
        assert comparaison.droits[0].causes == (Cause.LOI,)

    def test_the_order_of_a_list_and_the_writing_of_a_number_are_no_change(self) -> None:
        un = {**SEULE, "famille": {"droits_recus": ["asf", "rsa"]}, "menage": {"loyer": 400}}
        autre = {**SEULE, "famille": {"droits_recus": ["rsa", "asf"]}, "menage": {"loyer": 400.0}}

        assert compare(gardee(faits=un), gardee(faits=autre)).vide
