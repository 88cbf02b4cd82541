"""The verbs of the ledger: open, move, correct, give to a colleague; what each refuses, and what it leaves in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi import services
from droits_ouverts.suivi.errors import AlreadyFollowedError, MovedError, NotAColleagueError, NothingToCorrectError, StepRefusedError
from droits_ouverts.suivi.models import DroitSuivi, Mouvement
from droits_ouverts.suivi.rules import Montants
from droits_ouverts.suivi.selectors import open_amounts, open_last_amounts, open_words
from droits_ouverts.suivi.signals import droit_bouge
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY, VERS_VERSE, followed, moved, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def personne(membre: Membre) -> Personne:
    return person_of(membre)


@contextmanager
def heard() -> Iterator[list[dict[str, Any]]]:
    """What `droit_bouge` says until the end of the block."""
    dits: list[dict[str, Any]] = []

    def listen(sender: object, **dit: Any) -> None:
        dits.append({cle: dit[cle] for cle in ("droit_suivi_id", "mouvement_id", "avant", "vers")})

    droit_bouge.connect(listen)
    try:
        yield dits
    finally:
        droit_bouge.disconnect(listen)


def verbs() -> list[str]:
    return list(Ligne.objects.order_by("pk").values_list("verb", flat=True))


class TestOpening:
    def test_a_right_is_followed_from_its_first_step(self, membre: Membre, personne: Personne) -> None:
        with heard() as dits:
            suivi = services.open_right(
                actor=membre.compte,
                personne_id=personne.pk,
                droit="rsa",
                saisie=said("choisi", mots="Elle y tient.", montants=Montants(estime=Decimal(646))),
                now=NOW,
            )

        (mouvement,) = suivi.mouvements.all()
        assert (suivi.etat, suivi.etat_le, suivi.rang, suivi.structure_id) == ("choisi", TODAY, 1, membre.structure_id)
        assert (suivi.premier_par, suivi.responsable) == (membre.compte, membre.compte)
        assert open_words(mouvement) == "Elle y tient."
        assert open_last_amounts(suivi).estime == Decimal(646)
        assert "Elle" not in mouvement.mots_scelles
        assert dits == [{"droit_suivi_id": suivi.pk, "mouvement_id": mouvement.pk, "avant": None, "vers": "choisi"}]
        assert verbs()[-1] == "ouvrir_suivi"

    def test_a_right_is_followed_once_for_a_person(self, membre: Membre, personne: Personne) -> None:
        followed(membre, personne, droit="rsa")

        with pytest.raises(AlreadyFollowedError):
            followed(membre, personne, droit="rsa")

    def test_one_that_was_a_mistake_begins_again(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, droit="rsa")
        services.correct_last(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=1, now=NOW)
        suivi.refresh_from_db()
        assert suivi.etat == "annule"

        encore = followed(membre, personne, droit="rsa")

        assert (encore.pk, encore.etat, encore.rang) == (suivi.pk, "choisi", 3)

    def test_who_may_not_read_the_person_opens_nothing(self, membre: Membre, personne: Personne) -> None:
        for autre in (MembreFactory.create(), MembreFactory.create(structure=membre.structure, role=Role.COORDINATEUR)):
            with pytest.raises(NotVisibleError):
                services.open_right(actor=autre.compte, personne_id=personne.pk, droit="rsa", saisie=said("choisi"), now=NOW)

        assert not DroitSuivi.objects.exists()

    def test_what_is_wrong_writes_nothing(self, membre: Membre, personne: Personne) -> None:
        with pytest.raises(StepRefusedError) as refus:
            services.open_right(actor=membre.compte, personne_id=personne.pk, droit="rsa", saisie=said("ecarte", motif_personne=""), now=NOW)

        assert refus.value.errors.keys() == {"motif_personne"}
        assert not DroitSuivi.objects.exists()
        assert "ouvrir_suivi" not in verbs()


class TestMoving:
    def test_it_goes_from_wanted_to_paid(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE, montants=Montants(verse=Decimal("181.20")))

        assert (suivi.etat, suivi.rang) == ("verse", 4)
        assert (suivi.ouvert_le, suivi.verse_le) == (TODAY - timedelta(days=26), TODAY - timedelta(days=19))
        assert open_last_amounts(suivi).verse == Decimal("181.20")
        assert [row.avant for row in suivi.mouvements.in_order()] == ["", "choisi", "depose", "accorde"]

    def test_two_people_at_once_and_the_second_sees_both(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne)
        collegue = MembreFactory.create(structure=membre.structure, compte__nom="Karim")
        services.move_right(droit_suivi_id=suivi.pk, actor=collegue.compte, rang_vu=1, saisie=said("depose"), now=NOW)

        with pytest.raises(MovedError) as refus:
            services.move_right(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=1, saisie=said("ecarte"), now=NOW)

        assert "Pas voulu par la personne" in refus.value.what
        assert "Karim" in refus.value.why
        assert "Demande déposée" in refus.value.why
        suivi.refresh_from_db()
        assert (suivi.etat, suivi.rang) == ("depose", 2)

    def test_a_clock_that_is_late_keeps_the_order(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne)

        services.move_right(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=1, saisie=said("depose"), now=NOW - timedelta(minutes=5))

        premier, second = suivi.mouvements.in_order()
        assert second.note_at >= premier.note_at

    @pytest.mark.parametrize(("droit", "sens"), [("c2s_sans_participation", "accord"), ("aah", "refus"), ("cheque_energie", "inconnu")])
    def test_what_a_silence_means_is_what_the_catalogue_says(self, membre: Membre, personne: Personne, droit: str, sens: str) -> None:
        suivi = followed(membre, personne, "choisi", "depose", "silence", droit=droit)

        assert suivi.mouvements.in_order()[2].sens_silence == sens

    def test_another_structure_moves_nothing(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne)

        with pytest.raises(NotVisibleError):
            services.move_right(droit_suivi_id=suivi.pk, actor=MembreFactory.create().compte, rang_vu=1, saisie=said("depose"), now=NOW)

    def test_each_verb_leaves_one_line(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose")
        services.correct_last(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=2, now=NOW)
        services.assign_right(droit_suivi_id=suivi.pk, actor=membre.compte, responsable=membre.compte, now=NOW)

        lignes = Ligne.objects.filter(thing_kind="droit_suivi", thing_id=str(suivi.pk)).order_by("pk")
        assert [ligne.verb for ligne in lignes] == ["ouvrir_suivi", "noter_etape", "corriger_etape", "confier_droit"]
        assert {ligne.structure_id for ligne in lignes} == {membre.structure_id}


class TestCorrecting:
    def test_the_step_before_is_in_force_again_and_both_stay(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose", "accorde", montants=Montants(accorde=Decimal(90)))
        assert suivi.ouvert_le is not None

        correction = services.correct_last(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=3, mots="Mauvaise ligne.", now=NOW)

        suivi.refresh_from_db()
        assert (suivi.etat, suivi.rang, suivi.ouvert_le) == ("depose", 4, None)
        assert open_last_amounts(suivi) == Montants()
        assert (correction.avant, correction.vers, correction.rang_annule) == ("accorde", "depose", 3)
        assert open_words(correction) == "Mauvaise ligne."
        assert open_amounts(suivi.mouvements.in_order()[2]).accorde == Decimal(90)

    def test_every_step_may_be_taken_back_one_after_the_other(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE)

        for _ in range(4):
            suivi.refresh_from_db()
            services.correct_last(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=suivi.rang, now=NOW)

        suivi.refresh_from_db()
        assert (suivi.etat, suivi.rang, suivi.verse_le, suivi.deja_ouvert) == ("annule", 8, None, False)
        with pytest.raises(NothingToCorrectError):
            services.correct_last(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=8, now=NOW)

    def test_what_a_colleague_noted_since_is_not_taken_back(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose")
        moved(membre, suivi, [said("accorde")])

        with pytest.raises(MovedError):
            services.correct_last(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=2, now=NOW)

        assert Mouvement.objects.filter(droit_suivi=suivi).count() == 3


class TestGiving:
    def test_a_colleague_takes_what_is_next(self, membre: Membre, personne: Personne) -> None:
        suivi, collegue = followed(membre, personne), MembreFactory.create(structure=membre.structure)

        services.assign_right(droit_suivi_id=suivi.pk, actor=membre.compte, responsable=collegue.compte, now=NOW)

        suivi.refresh_from_db()
        assert (suivi.responsable, suivi.premier_par) == (collegue.compte, membre.compte)

    def test_nobody_else_is_given_a_person(self, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne)
        partie: Compte = MembreFactory.create(structure=membre.structure, partie=True).compte

        for autre in (partie, MembreFactory.create().compte):
            with pytest.raises(NotAColleagueError):
                services.assign_right(droit_suivi_id=suivi.pk, actor=membre.compte, responsable=autre, now=NOW)
