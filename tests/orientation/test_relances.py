"""The nights of a hundred and twenty days in the database: reminders once each, ends told to both sides, pauses kept, nights that were missed."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from droits_ouverts.orientation import relances, services, services_reponse
from droits_ouverts.orientation.enums import MotifPause, Voie
from droits_ouverts.orientation.gestes import Reponse, steps_of
from droits_ouverts.orientation.models import Courriel, Envoi, Relance
from droits_ouverts.orientation.rules import Acte
from droits_ouverts.orientation.services_courriels import send_due
from droits_ouverts.structures.models import Membre
from tests.factories.orientations import a_service, oriented, sent
from tests.factories.partages import person_of
from tests.factories.suivis import NOW, TODAY
from tests.orientation.horloge import Essai, Trace, fautes
from tests.orientation.messagerie import Boite

JOUR = timedelta(days=1)


def nights(combien: int, *, sauf: frozenset[int] = frozenset()) -> None:
    for n in range(1, combien + 1):
        if n not in sauf:
            relances.run_night(now=NOW + n * JOUR)


class TestOneRecipient:
    def test_is_reminded_at_ten_and_twenty_one_days_then_closed_and_both_are_told(self, ines: Membre, boite: Boite) -> None:
        sent(ines)
        for n in range(121):
            relances.run_night(now=NOW + n * JOUR)
            send_due(now=NOW + n * JOUR)

        envoi = Envoi.objects.get()
        # 27 November 2026 is a Friday: ten days later is a Monday, twenty-one a Friday, thirty a Sunday.
        assert list(Relance.objects.order_by("palier").values_list("palier", "le")) == [(10, date(2026, 12, 7)), (21, date(2026, 12, 18))]
        assert (envoi.statut, envoi.statut_le) == ("expiree", date(2026, 12, 28))
        assert [(vers, sujet.split()[0]) for vers, sujet, *_reste in boite.recus] == [
            ("accueil@caf.test", "Passerelle"),
            ("accueil@caf.test", "Rappel"),
            ("accueil@caf.test", "Rappel"),
            ("accueil@caf.test", "Une"),
            (ines.compte.email, "Une"),
        ]

    def test_twice_in_a_night_is_once(self, ines: Membre) -> None:
        sent(ines)
        nights(9)
        for _fois in range(3):
            relances.run_night(now=NOW + 10 * JOUR)

        assert Relance.objects.count() == 1

    def test_under_study_has_sixty_days(self, ines: Membre) -> None:
        envoi = sent(ines)
        services_reponse.note_answer(
            actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, dit=Reponse(statut="a_l_etude", fait_le=TODAY), voie=Voie.TELEPHONE, now=NOW
        )
        nights(59)
        assert list(Relance.objects.values_list("palier", flat=True)) == [45]
        assert Envoi.objects.get().statut == "a_l_etude"
        nights(61)
        assert (Envoi.objects.get().statut, Envoi.objects.get().statut_le) == ("expiree", TODAY + 60 * JOUR)

    def test_an_appointment_is_asked_about_after_its_day(self, ines: Membre) -> None:
        envoi = sent(ines)
        dit = Reponse(statut="rendez_vous", fait_le=TODAY, rdv_le=TODAY + 40 * JOUR)
        services_reponse.note_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, dit=dit, voie=Voie.TELEPHONE, now=NOW)
        nights(49)
        assert not Relance.objects.exists()
        nights(52)
        assert list(Relance.objects.values_list("horloge_rang", "palier")) == [(2, 10)]

    def test_a_pause_holds_everything(self, ines: Membre) -> None:
        faite = oriented(ines)
        services.hold_reminders(actor=ines.compte, orientation_id=faite.pk, motif=MotifPause.ELLE_DEMANDE, now=NOW)
        nights(60)
        assert not Relance.objects.exists()
        services.resume_reminders(actor=ines.compte, orientation_id=faite.pk, now=NOW + 60 * JOUR)
        nights(68)
        assert not Relance.objects.exists()
        nights(69)
        assert list(Relance.objects.values_list("palier", "le")) == [(10, TODAY + 69 * JOUR)]

    def test_a_pause_of_one_person_holds_nobody_else(self, ines: Membre) -> None:
        faite, autre = oriented(ines), oriented(ines, a_service(ines, "CCAS"), personne=person_of(ines, "Nour", now=NOW))
        services.hold_reminders(actor=ines.compte, orientation_id=faite.pk, motif=MotifPause.ELLE_DEMANDE, now=NOW)
        nights(12)

        assert list(Relance.objects.values_list("envoi__orientation", flat=True)) == [autre.pk]

    def test_an_answer_stops_them(self, ines: Membre) -> None:
        envoi = sent(ines)
        services_reponse.note_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, dit=Reponse(statut="faite", fait_le=TODAY), voie=Voie.TELEPHONE, now=NOW)
        nights(120)

        assert not Relance.objects.exists()

    def test_a_service_without_an_address_is_counted_all_the_same(self, ines: Membre, boite: Boite) -> None:
        sent(ines, email="")
        nights(31)

        assert Relance.objects.count() == 2
        # Nothing can be written to it: whoever sent her is told to call, once while that mail waits.
        assert sorted(Courriel.objects.values_list("nature", flat=True)) == ["a_appeler", "sans_reponse"]


class TestManyAtRandom:
    @pytest.mark.parametrize("graine", range(4))
    def test_a_hundred_and_twenty_days_hold_what_the_walk_asks(self, ines: Membre, graine: int) -> None:
        assert play(ines, graine, envois=6) == []

    def test_a_night_that_forgot_what_it_gave_is_seen(self, ines: Membre, monkeypatch: pytest.MonkeyPatch) -> None:
        donnes: list[tuple[int, int, date]] = []
        vrai = relances.rules.due
        monkeypatch.setattr(relances.rules, "due", lambda etat, *, rappels, arrets, on: vrai(etat, rappels=(), arrets=arrets, on=on))
        monkeypatch.setattr(
            relances.Relance.objects.__class__,
            "get_or_create",
            lambda self, **cle: (donnes.append((cle["horloge_rang"], cle["palier"], cle["defaults"]["le"])) or SimpleNamespace(cle="x"), True),  # type: ignore[func-returns-value]  # the list's own
        )
        envoi = sent(ines)
        nights(40)

        trace = Trace(donnes, None, [steps_of(list(envoi.suites.all()))[0]], [])
        assert fautes(Essai(debut=TODAY, reponses={}, rdv=1, pauses=[], pannes=frozenset()), trace) != []


def play(membre: Membre, graine: int, *, envois: int) -> list[str]:
    """Live a hundred and twenty days of several recipients at random, and return what went wrong."""
    hasard = random.Random(graine)  # noqa: S311  a seeded draw, not a secret
    debut = datetime(2026, 3, 2, 9, 0, tzinfo=UTC) + hasard.randrange(300) * JOUR
    essais: dict[object, Essai] = {}
    for rang in range(envois):
        faite = oriented(membre, a_service(membre, f"S{graine}-{rang}", now=debut), personne=person_of(membre, f"P{rang}", now=debut), now=debut)
        tirees = {hasard.randrange(100): hasard.choice(["recue", "rendez_vous", "a_l_etude", "faite"]) for _n in range(hasard.randrange(3))}
        essais[faite.envois.get().pk] = Essai(
            debut=debut.date(),
            reponses=tirees,
            rdv=hasard.randint(1, 30),
            pauses=[(hasard.randrange(60), hasard.randint(1, 25))][: hasard.randrange(2)],
            pannes=frozenset(),
        )
    pannes = frozenset(hasard.sample(range(120), 15)) if graine % 2 else frozenset()
    actes: Counter[Acte] = Counter()
    for n in range(120):
        now = debut + n * JOUR
        for pk, essai in essais.items():
            _day(membre, Envoi.objects.get(pk=pk), essai, n, now)
        if n not in pannes:
            nuit = relances.run_night(now=now)
            actes[Acte.RELANCER] += nuit.relances
            actes[Acte.CLORE] += nuit.closes
    trouvees = []
    for pk, essai in essais.items():
        envoi = Envoi.objects.get(pk=pk)
        pas = steps_of(list(envoi.suites.order_by("rang")))
        arrets = [relances.Arret(du=pause.du, au=pause.au) for pause in envoi.orientation.pauses.all()]
        rappels = [(une.horloge_rang, une.palier, une.le) for une in envoi.relances.order_by("le")]
        close = next((un.fait_le for un in pas if un.statut == "expiree"), None)
        vu = Essai(essai.debut, essai.reponses, essai.rdv, essai.pauses, pannes)
        trouvees += fautes(vu, Trace(rappels, close, pas, arrets))
    if actes[Acte.RELANCER] != Relance.objects.filter(envoi__in=essais).count():
        trouvees.append("une relance comptée n’est pas écrite, ou l’inverse")
    return trouvees


def _day(membre: Membre, envoi: Envoi, essai: Essai, n: int, now: datetime) -> None:
    for du, duree in essai.pauses:
        if n == du:
            services.hold_reminders(actor=membre.compte, orientation_id=envoi.orientation_id, motif=MotifPause.ELLE_ABSENTE, now=now)
        if n == du + duree:
            services.resume_reminders(actor=membre.compte, orientation_id=envoi.orientation_id, now=now)
    reponse = essai.reponses.get(n)
    if reponse and services_reponse.rules.may_answer(envoi.statut, reponse):
        rdv = now.date() + essai.rdv * JOUR if reponse == "rendez_vous" else None
        dit = Reponse(statut=reponse, fait_le=now.date(), rdv_le=rdv)
        services_reponse.note_answer(actor=membre.compte, envoi_id=envoi.pk, rang_vu=envoi.rang, dit=dit, voie=Voie.TELEPHONE, now=now)
