"""What the agenda shows that it does not hold: clocks of followed rights, on their days, in the feed, while somebody is away; what has no date; absurd days."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from droits_ouverts.agenda import rules, selectors, selectors_absence, services_absence
from droits_ouverts.agenda.errors import AgendaRefusedError
from droits_ouverts.agenda.ics import write_calendar
from droits_ouverts.documents import services
from droits_ouverts.documents.enums import Nature
from droits_ouverts.documents.models import Document
from droits_ouverts.documents.rules import BIENTOT
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi import agenda
from droits_ouverts.suivi.models import DroitSuivi, Echeance
from droits_ouverts.suivi.services_suite import ask_paper
from tests.documents.test_web import signed_in
from tests.factories.agendas import NOW, TODAY, an_absence, an_action, appointment, wanted
from tests.factories.papiers import kept
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import followed

pytestmark = pytest.mark.django_db
DANS_3 = TODAY + timedelta(days=3)


@pytest.fixture
def ines() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def karim(ines: Membre) -> Membre:
    return MembreFactory.create(structure=ines.structure)


@pytest.fixture
def safi(ines: Membre) -> Personne:
    return person_of(ines, now=NOW)


@pytest.fixture
def droit(ines: Membre, safi: Personne) -> DroitSuivi:
    """A right that waits for a paper within three days: its clocks are this one."""
    droit = followed(ines, safi, "choisi", depuis=TODAY - timedelta(days=20), now=NOW)
    Echeance.objects.filter(droit_suivi=droit).delete()
    Echeance.objects.create(droit_suivi=droit, structure=droit.structure, cle="piece-1", nature="piece", due_le=DANS_3, a_faire_le=DANS_3, calculee_at=NOW)
    return droit


def shown(qui: Membre, le: date = DANS_3, *, equipe: bool = False) -> list[str]:
    page = selectors.days_of(qui.compte, le, le, toute_l_equipe=equipe, on=TODAY)
    return [une.nom for jour in page.jours for une in jour.echeances]


class TestClocks:
    def test_stand_on_their_day_for_who_follows_and_for_the_team(self, ines: Membre, karim: Membre, droit: DroitSuivi) -> None:
        assert shown(ines) == shown(karim, equipe=True) == ["Safi Exemple"]
        assert shown(karim) == shown(ines, TODAY) == shown(MembreFactory.create(), equipe=True) == []

    @pytest.mark.parametrize("fin", ["done", "paused"])
    def test_that_no_longer_run_are_not_shown(self, ines: Membre, droit: DroitSuivi, fin: str) -> None:
        Echeance.objects.update(**({"faite_le": TODAY} if fin == "done" else {"pausee": True}))

        assert shown(ines) == []

    def test_of_a_right_she_does_not_want_are_not_shown(self, ines: Membre, safi: Personne) -> None:
        droit = followed(ines, safi, "propose", "ecarte", depuis=TODAY - timedelta(days=20), now=NOW)
        Echeance.objects.create(droit_suivi=droit, structure=droit.structure, cle="piece-1", nature="piece", due_le=DANS_3, a_faire_le=DANS_3, calculee_at=NOW)

        assert shown(ines) == []

    @pytest.mark.parametrize("vue", ["jour", "semaine"])
    def test_are_on_the_pages_with_a_way_to_the_right(self, ines: Membre, droit: DroitSuivi, vue: str, monkeypatch: pytest.MonkeyPatch) -> None:
        page = signed_in(ines).get(reverse(f"agenda:{vue}"), {"jour": DANS_3.isoformat()}).content.decode()

        assert reverse("suivi:droit", args=[droit.pk]) in page

    def test_are_in_the_feed_without_a_word_of_her(self, ines: Membre, karim: Membre, droit: DroitSuivi) -> None:
        (heure,) = selectors_absence.hours_of(ines.compte, on=TODAY)
        texte = write_calendar([heure], domaine="exemple.fr", at=NOW)

        assert selectors_absence.hours_of(karim.compte, on=TODAY) == []
        assert f"DTSTART;VALUE=DATE:{DANS_3:%Y%m%d}" in texte
        assert "À faire" in texte
        assert not [mot for mot in ("Safi", "Exemple", "prime", "Prime", str(droit.pk)) if mot in texte]

    def test_of_a_clock_that_goes_the_feed_forgets_it(self, ines: Membre, droit: DroitSuivi) -> None:
        Echeance.objects.update(faite_le=TODAY)

        assert selectors_absence.hours_of(ines.compte, on=TODAY) == []


class TestPapers:
    @pytest.mark.parametrize(("le", "mots"), [(date(2026, 12, 28), "Papier à renouveler"), (date(2027, 3, 1), "Papier qui n’est plus valable")])
    def test_that_lapse_start_a_clock(self, ines: Membre, karim: Membre, safi: Personne, le: date, mots: str) -> None:
        papier = kept(ines, safi, Nature.SEJOUR)
        Document.objects.update(expire_le=date(2027, 2, 28))

        (jour,) = selectors.days_of(ines.compte, le, le, toute_l_equipe=False, on=TODAY).jours

        assert [(une.nom, une.quoi, une.adresse) for une in jour.echeances] == [
            ("Safi Exemple", f"{mots} · Titre de séjour", reverse("documents:papier", args=[safi.pk, papier.pk]))
        ]
        assert shown(karim, le) == []
        services.remove_document(actor=ines.compte, personne_id=safi.pk, document_id=papier.pk, now=NOW)
        assert shown(ines, le) == []

    @given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(0, 40))
    def test_each_day_of_a_paper_is_found_whatever_the_week(self, fin: date, recul: int) -> None:
        papier = Document(expire_le=fin)

        renouveler, apres = (le for le, _mots in agenda._days_of(papier))

        assert apres == fin + timedelta(days=1)
        assert renouveler < fin
        for le in (renouveler, apres):
            du, au = le - timedelta(days=recul), le + timedelta(days=6)
            # The query brings every paper one of whose days is in the stretch.
            assert du - timedelta(days=1) <= fin <= BIENTOT.after(au) + agenda.MARGE

    def test_in_the_feed_say_nothing(self, ines: Membre, safi: Personne) -> None:
        kept(ines, safi, Nature.SEJOUR)
        Document.objects.update(expire_le=TODAY + timedelta(days=10))

        (heure,) = selectors_absence.hours_of(ines.compte, on=TODAY)
        texte = write_calendar([heure], domaine="exemple.fr", at=NOW)

        assert not [mot for mot in ("Safi", "jour", "Titre", str(safi.pk) + "/") if mot in texte]

    @pytest.mark.parametrize("nature", [Nature.DOMICILE, Nature.BANQUE])
    def test_that_miss_say_which_rights_they_hold_back_and_what_she_has(self, ines: Membre, safi: Personne, nature: Nature) -> None:
        droit = followed(ines, safi, "choisi", depuis=TODAY - timedelta(days=20), now=NOW)
        ask_paper(droit_suivi_id=droit.pk, actor=ines.compte, nature="domicile", now=NOW)
        papier = kept(ines, safi, nature)

        page = signed_in(ines).get(reverse("suivi:personne", args=[safi.pk])).content.decode()

        assert "Prime d’activité" in page
        assert (reverse("documents:papier", args=[safi.pk, papier.pk]) in page) is (nature is Nature.DOMICILE)
        assert (f"?nature=domicile&amp;pour=droit_suivi:{droit.pk}" in page) is (nature is not Nature.DOMICILE)


class TestAbsence:
    def test_hands_over_her_people_and_her_clocks_and_gives_them_back(self, ines: Membre, karim: Membre, droit: DroitSuivi) -> None:
        absence = an_absence(ines, karim, TODAY, DANS_3)

        passation = selectors_absence.handed_over(absence, on=TODAY)

        assert [une.nom for une in passation.suivies] == [une.nom for une in passation.echeances] == ["Safi Exemple"]
        assert passation.personnes == 1
        assert shown(karim) == ["Safi Exemple"]
        assert len(selectors_absence.hours_of(karim.compte, on=TODAY)) == 1
        services_absence.come_back(actor=ines.compte, absence_id=absence.pk, now=NOW)
        assert shown(karim) == []
        assert DroitSuivi.objects.get().responsable_id == ines.compte_id

    def test_counts_what_others_settled_meanwhile(self, ines: Membre, karim: Membre, droit: DroitSuivi) -> None:
        absence = an_absence(ines, karim, TODAY, DANS_3)
        Echeance.objects.update(faite_le=TODAY, reglee_par=karim.compte)
        autres = selectors_absence.handed_over(absence, on=TODAY)
        Echeance.objects.update(reglee_par=ines.compte)
        elle_meme = selectors_absence.handed_over(absence, on=TODAY)

        assert (autres.notees, autres.echeances, elle_meme.notees) == (1, (), 0)

    def test_is_one_page(self, ines: Membre, karim: Membre, droit: DroitSuivi) -> None:
        absence = an_absence(ines, karim, TODAY, DANS_3)
        page = signed_in(ines).get(reverse("agenda:absence", args=[absence.pk])).content.decode()

        assert reverse("suivi:personne", args=[droit.personne_id]) in page
        assert reverse("suivi:droit", args=[droit.pk]) in page


class TestWithoutADate:
    @pytest.mark.parametrize("personne", [True, False])
    def test_what_is_to_be_done_is_shown_all_the_same(self, ines: Membre, safi: Personne, *, personne: bool) -> None:
        an_action(ines, safi if personne else None, quoi="Ranger le bureau", avant_le=None)

        page = selectors.days_of(ines.compte, TODAY, TODAY, toute_l_equipe=False, on=TODAY)

        assert [ligne.quoi for ligne in page.sans_date] == ["Ranger le bureau"]
        assert not page.vide
        assert "Ranger le bureau" in signed_in(ines).get(reverse("agenda:jour")).content.decode()


class TestAbsurdDays:
    @pytest.mark.parametrize("jour", [date(202, 3, 1), date(1, 1, 1), date(2099, 1, 1), date(9999, 12, 31), TODAY - timedelta(days=367)])
    def test_are_refused_in_clear_words(self, ines: Membre, safi: Personne, jour: date) -> None:
        with pytest.raises(AgendaRefusedError) as rendez_vous:
            appointment(ines, safi, jour=jour)
        with pytest.raises(AgendaRefusedError) as action:
            an_action(ines, safi, avant_le=jour)
        with pytest.raises(AgendaRefusedError) as absence:
            an_absence(ines, None, jour, jour)
        reponse = signed_in(ines).post(
            reverse("agenda:nouveau"),
            {
                "jour": jour.isoformat(),
                "heure": "10:00",
                "minutes": "30",
                "mode": "sur_place",
                "participants": [str(ines.compte_id)],
                "rythme": "",
                "jusqu_au": "",
            },
        )

        assert [list(refus.value.errors) for refus in (rendez_vous, action)] == [["jour"], ["avant_le"]]
        assert "du" in absence.value.errors
        assert reponse.status_code == 422
        assert "vérifiez l’année" in reponse.content.decode()

    @given(st.integers(-366, 3 * 366))
    def test_a_day_near_enough_is_taken(self, jours: int) -> None:
        assert not rules.is_far(TODAY + timedelta(days=jours), TODAY)

    def test_the_29th_of_february_is_one(self) -> None:
        voulu = wanted(jour=date(2028, 2, 29), heure=time(10))

        assert "jour" not in rules.check(voulu, connus=(), on=date(2027, 12, 1))
