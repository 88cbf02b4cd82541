"""A choice of a check-up leads the path of the right; a check-up without a person leads nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from droits_ouverts.bilan import departs
from droits_ouverts.bilan import services as bilans
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.services_choix import choose_right, undo_choice
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi import services_suite
from droits_ouverts.suivi.enums import Origine
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.selectors import open_last_amounts
from tests.bilan.estimations import whole
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY, moved, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def personne(membre: Membre) -> Personne:
    return person_of(membre, now=NOW - timedelta(days=90))


@pytest.fixture
def bilan(membre: Membre, personne: Personne) -> Bilan:
    return attached(membre, started(membre), personne)


def started(membre: Membre, *, now: datetime = NOW - timedelta(days=60)) -> Bilan:
    return bilans.start_bilan(actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois="2026-11", now=now)


def attached(membre: Membre, bilan: Bilan, personne: Personne, *, le: date = TODAY - timedelta(days=60), now: datetime = NOW - timedelta(days=60)) -> Bilan:
    return departs.attach_bilan(bilan_id=bilan.pk, actor=membre.compte, personne=personne, accord_mode=ModeAccord.ORAL, accord_le=le, now=now)


def chosen(membre: Membre, bilan: Bilan, *decisions: str, droit: str = "rsa", motif: str = "", ecart: timedelta = timedelta(days=7)) -> DroitSuivi | None:
    """The followed right after these choices, `ecart` apart, the first sixty days ago."""
    for rang, decision in enumerate(decisions):
        quand = NOW - timedelta(days=60) + ecart * rang
        choose_right(bilan_id=bilan.pk, actor=membre.compte, droit=droit, decision=decision, motif=motif if rang == len(decisions) - 1 else "", now=quand)
    return DroitSuivi.objects.filter(personne_id=bilan.personne_id or 0, droit=droit).first()


def states(suivi: DroitSuivi) -> list[str]:
    return [f"{row.nature}:{row.vers}" for row in suivi.mouvements.in_order()]


class TestChoice:
    @pytest.mark.parametrize(
        ("decision", "motif", "etat"),
        [
            ("voulu", "", "choisi"),
            ("ecarte", "regard_des_autres", "ecarte"),
            ("ecarte", "", "ecarte"),
            ("pas_maintenant", "", "propose"),
            ("deja_demande", "", "depose"),
            ("deja_recu", "", "verse"),
        ],
    )
    def test_each_choice_opens_the_path_where_it_belongs(self, membre: Membre, bilan: Bilan, decision: str, motif: str, etat: str) -> None:
        suivi = chosen(membre, bilan, decision, motif=motif)

        assert suivi is not None
        (mouvement,) = suivi.mouvements.all()
        assert (suivi.etat, suivi.origine, suivi.bilan_id) == (etat, Origine.BILAN, bilan.pk)
        assert (mouvement.preuve, mouvement.motif_personne) == ("dit", motif)
        assert suivi.deja_ouvert == (decision == "deja_recu")
        assert suivi.ouvert_le is None

    def test_a_check_up_without_a_person_opens_nothing(self, membre: Membre) -> None:
        assert chosen(membre, started(membre), "voulu") is None
        assert not DroitSuivi.objects.exists()

    def test_the_choices_in_force_follow_her_when_she_gives_her_name(self, membre: Membre, personne: Personne) -> None:
        bilan = started(membre)
        for droit, *decisions in (("rsa", "voulu", "ecarte"), ("ars", "voulu"), ("ame", "voulu", "aucune")):
            chosen(membre, bilan, *decisions, droit=droit)
        assert not DroitSuivi.objects.exists()

        attached(membre, bilan, personne)

        assert dict(DroitSuivi.objects.values_list("droit", "etat")) == {"rsa": "ecarte", "ars": "choisi"}

    def test_the_estimate_comes_along_with_its_lower_bound(self, membre: Membre, bilan: Bilan) -> None:
        bilans.add_person(bilan_id=bilan.pk, actor=membre.compte, role=Role.DEMANDEUR, prenom="Safi", date_naissance=date(1992, 3, 14), now=NOW)
        estimation = bilans.request_estimate(bilan_id=bilan.pk, actor=membre.compte, versions={}, now=NOW - timedelta(days=61))
        resultat = whole()
        bilans.store_estimate(estimation_id=estimation.pk, actor=membre.compte, resultat=resultat, now=NOW - timedelta(days=61))
        une = next(droit for droit in resultat.droits if droit.montant_mensuel is not None)
        assert une.montant_mensuel is not None

        suivi = chosen(membre, bilan, "voulu", droit=une.code)

        assert suivi is not None
        assert float(open_last_amounts(suivi).estime or 0) == round(une.montant_mensuel.min, 2)


class TestChangeOfMind:
    def test_a_week_later_it_is_a_step(self, membre: Membre, bilan: Bilan) -> None:
        suivi = chosen(membre, bilan, "voulu", "ecarte", "voulu")

        assert suivi is not None
        assert states(suivi) == ["pas:choisi", "pas:ecarte", "pas:choisi"]

    def test_within_the_minute_it_is_a_correction(self, membre: Membre, bilan: Bilan) -> None:
        suivi = chosen(membre, bilan, "voulu", "ecarte", ecart=timedelta(seconds=20))

        assert suivi is not None
        assert states(suivi) == ["pas:choisi", "correction:annule", "pas:ecarte"]

    def test_an_undo_takes_the_step_back(self, membre: Membre, bilan: Bilan) -> None:
        choix = choose_right(bilan_id=bilan.pk, actor=membre.compte, droit="rsa", decision="voulu", now=NOW)
        undo_choice(bilan_id=bilan.pk, actor=membre.compte, choix_id=choix.pk, now=NOW + timedelta(seconds=10))

        suivi = DroitSuivi.objects.get(personne_id=bilan.personne_id, droit="rsa")
        assert states(suivi) == ["pas:choisi", "correction:annule"]
        assert list(DroitSuivi.objects.filter(personne_id=bilan.personne_id).real()) == []

    def test_what_a_professional_noted_since_stands(self, membre: Membre, bilan: Bilan) -> None:
        suivi = chosen(membre, bilan, "voulu")
        assert suivi is not None
        moved(membre, suivi, [said("depose"), said("accorde")])

        chosen(membre, bilan, "aucune")
        choose_right(bilan_id=bilan.pk, actor=membre.compte, droit="rsa", decision="pas_maintenant", now=NOW)

        suivi.refresh_from_db()
        assert suivi.etat == "accorde"

    def test_who_no_longer_wants_what_is_under_way_gives_it_up(self, membre: Membre, bilan: Bilan) -> None:
        suivi = chosen(membre, bilan, "voulu")
        assert suivi is not None
        moved(membre, suivi, [said("depose")])

        choose_right(bilan_id=bilan.pk, actor=membre.compte, droit="rsa", decision="ecarte", motif="peur_controle", now=NOW)

        suivi.refresh_from_db()
        assert (suivi.etat, suivi.mouvements.in_order().last().motif_personne) == ("renonce", "peur_controle")

    def test_the_same_again_writes_nothing(self, membre: Membre, personne: Personne, bilan: Bilan) -> None:
        chosen(membre, bilan, "voulu")
        autre = attached(membre, started(membre), personne)

        suivi = chosen(membre, autre, "voulu")

        assert suivi is not None
        assert states(suivi) == ["pas:choisi"]


class TestChangeOfLife:
    def test_a_check_up_made_since_answers_it(self, membre: Membre, personne: Personne, bilan: Bilan) -> None:
        changement = services_suite.note_change_of_life(
            personne_id=personne.pk, actor=membre.compte, nature="naissance", le=TODAY - timedelta(days=31), now=NOW - timedelta(days=30)
        )
        chosen(membre, bilan, "voulu")
        changement.refresh_from_db()
        assert changement.bilan_id is None

        nouveau = attached(membre, started(membre, now=NOW - timedelta(days=2)), personne)
        choose_right(bilan_id=nouveau.pk, actor=membre.compte, droit="ars", decision="voulu", now=NOW)

        changement.refresh_from_db()
        assert changement.bilan_id == nouveau.pk
