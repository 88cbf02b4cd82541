"""The quiet mail of counts, with a real mail server: at most one a day, of today, to who is there; nothing of anybody in it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from droits_ouverts.agenda import rules_resume, services_resume
from droits_ouverts.agenda.courriels import sentence
from droits_ouverts.agenda.enums import RythmeResume, StatutResume
from droits_ouverts.agenda.errors import AgendaRefusedError
from droits_ouverts.agenda.models import Resume
from droits_ouverts.agenda.rules_resume import Nombres, is_due, last_day_told
from droits_ouverts.agenda.selectors import days_of
from droits_ouverts.agenda.selectors_resume import count_for
from droits_ouverts.agenda.services_resume import choose_summary, send_summaries
from droits_ouverts.config import cli
from droits_ouverts.delais.feries import is_worked
from droits_ouverts.foundation.errors import ForbiddenError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.agendas import NOW, TODAY, an_absence, an_action, appointment
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.orientation.messagerie import Boite, messagerie, use

JOUR, HEURE = timedelta(days=1), timedelta(hours=1)
MERCREDI = date(2026, 11, 25)
"""`NOW` is a Tuesday: what the factories write is due the day after."""


@pytest.fixture
def boite(settings: Settings, socket_enabled: None) -> Iterator[Boite]:
    with messagerie(settings) as ouverte:
        yield ouverte


@pytest.fixture
def ines(db: None) -> Membre:
    return MembreFactory.create(role=Role.AMBASSADEUR, compte__nom="Inès")


@pytest.fixture
def safi(ines: Membre) -> Personne:
    return person_of(ines, "Zqsafi", now=NOW)


def each_day(membre: Membre) -> None:
    choose_summary(actor=membre.compte, rythme=RythmeResume.QUOTIDIEN, now=NOW)


def lines(boite: Boite) -> list[str]:
    """The sentence of each mail that arrived."""
    return [texte.splitlines()[2] for _vers, _sujet, texte, _numero in boite.recus]


class TestWhatItSays:
    def test_counts_and_two_addresses_and_nothing_of_anybody(self, ines: Membre, safi: Personne, boite: Boite, settings: Settings) -> None:
        each_day(ines)
        appointment(ines, safi)
        an_action(ines, safi)
        an_action(ines, safi, avant_le=TODAY, quoi="Zqmot")
        send_summaries(now=NOW + JOUR)

        ((vers, sujet, texte, numero),) = boite.recus
        assert (vers, sujet) == (ines.compte.email, "Votre journée")
        assert lines(boite) == ["2 choses à faire aujourd’hui, 1 en retard."]
        assert [ligne.removeprefix(settings.SITE_URL) for ligne in texte.splitlines() if ligne.startswith("http")] == ["/agenda/", "/agenda/resume/"]
        for interdit in ("Zq", "Exemple", "CAF", "Bureau", "Passerelle", "Inès", ines.structure.nom):
            assert interdit not in sujet + texte + numero

    def test_once_a_week_unless_she_chose_otherwise(self, ines: Membre, safi: Personne, boite: Boite) -> None:
        an_action(ines, safi, avant_le=date(2026, 11, 29))
        an_action(ines, safi, avant_le=date(2026, 11, 30))
        for n in range(6):
            send_summaries(now=NOW + n * JOUR)

        assert lines(boite) == ["1 chose à faire cette semaine."]
        assert boite.recus[0][1] == "Votre semaine"
        send_summaries(now=NOW + 6 * JOUR)
        assert lines(boite)[1:] == ["1 chose à faire cette semaine, 1 en retard."]

    def test_nothing_where_there_is_nothing(self, ines: Membre, safi: Personne, boite: Boite) -> None:
        each_day(ines)
        an_action(ines, safi, avant_le=date(2026, 12, 24))
        an_action(ines, safi, avant_le=None)
        send_summaries(now=NOW)

        assert boite.recus == []

    def test_a_week_with_nothing_on_its_first_day_stays_quiet(self, ines: Membre, safi: Personne, boite: Boite) -> None:
        send_summaries(now=NOW)
        an_action(ines, safi)
        send_summaries(now=NOW + JOUR)

        assert boite.recus == []

    def test_it_counts_what_the_page_shows(self, ines: Membre, safi: Personne) -> None:
        appointment(ines, safi)
        appointment(ines)
        an_action(ines, safi)
        an_action(ines, safi, avant_le=TODAY)
        karim = MembreFactory.create(structure=ines.structure, role=Role.AMBASSADEUR)
        an_action(karim, safi)
        an_absence(karim, ines, MERCREDI, MERCREDI)

        page = days_of(ines.compte, MERCREDI, MERCREDI, toute_l_equipe=False, on=MERCREDI)
        (jour,) = page.jours
        montre = (len(jour.rendez_vous) + len(jour.actions) + len(jour.echeances), len(page.en_retard) + len(page.passees))
        dit = count_for(ines.compte, [ines.structure_id], au=MERCREDI, on=MERCREDI)
        assert (dit.a_faire, dit.en_retard) == montre == (4, 1)


class TestWhen:
    def test_who_said_never_receives_none(self, ines: Membre, safi: Personne, boite: Boite) -> None:
        choose_summary(actor=ines.compte, rythme=RythmeResume.JAMAIS, now=NOW)
        an_action(ines, safi)
        send_summaries(now=NOW + JOUR)

        assert boite.recus == []

    @pytest.mark.parametrize("le", [date(2026, 11, 28), date(2026, 11, 29), date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 29)])
    def test_neither_on_a_weekend_nor_on_a_holiday(self, ines: Membre, safi: Personne, boite: Boite, le: date) -> None:
        each_day(ines)
        an_action(ines, safi)
        send_summaries(now=datetime(le.year, le.month, le.day, 7, tzinfo=UTC))

        assert boite.recus == []

    def test_neither_while_she_is_away_and_to_who_covers_instead(self, ines: Membre, safi: Personne, boite: Boite) -> None:
        karim = MembreFactory.create(structure=ines.structure, role=Role.AMBASSADEUR)
        each_day(ines)
        each_day(karim)
        an_action(ines, safi)
        an_absence(ines, karim, MERCREDI, date(2026, 11, 26))
        send_summaries(now=NOW + JOUR)
        assert [vers for vers, *_ in boite.recus] == [karim.compte.email]

        send_summaries(now=NOW + 3 * JOUR)
        assert [vers for vers, *_ in boite.recus[1:]] == [ines.compte.email]

    def test_away_from_one_structure_she_hears_of_the_other(self, ines: Membre, safi: Personne, boite: Boite) -> None:
        ailleurs = MembreFactory.create(compte=ines.compte, role=Role.AMBASSADEUR)
        each_day(ines)
        an_action(ines, safi)
        an_action(ines, safi)
        an_action(ailleurs, person_of(ailleurs, "Nour", now=NOW))
        an_absence(ines, None, MERCREDI, MERCREDI)
        send_summaries(now=NOW + JOUR)

        assert lines(boite) == ["1 chose à faire aujourd’hui."]

    def test_who_left_or_meets_nobody_receives_none(self, ines: Membre, safi: Personne, boite: Boite) -> None:
        MembreFactory.create(role=Role.COORDINATEUR)
        an_action(ines, safi)
        Membre.objects.filter(pk=ines.pk).update(jusqu_au=TODAY)
        send_summaries(now=NOW + 2 * JOUR)

        assert boite.recus == []

    @given(
        st.lists(
            st.tuples(st.integers(0, 3), st.sampled_from([*RythmeResume.values, ""]), st.sampled_from([un for un in StatutResume if un != StatutResume.AUCUN])),
            max_size=60,
        )
    )
    def test_whatever_happens_one_a_day_at_most_and_one_a_week_where_it_is_weekly(self, suite: list[tuple[int, str, StatutResume]]) -> None:
        on, pour_le, statut, rythme = TODAY, None, StatutResume.AUCUN, RythmeResume.HEBDOMADAIRE.value
        partis: list[tuple[date, str]] = []
        for jours, choix, sortie in suite:
            on, rythme = on + timedelta(days=jours), choix or rythme
            if not is_due(rythme, pour_le=pour_le, statut=statut, on=on):
                continue
            assert is_worked(on)
            assert rythme != RythmeResume.JAMAIS
            pour_le, statut = on, sortie
            if sortie not in {StatutResume.PLUS_TARD, StatutResume.RIEN}:
                partis.append((on, rythme))

        assert len({jour for jour, _r in partis}) == len(partis)
        for (avant, _r), (jour, sien) in itertools.pairwise(partis):
            assert sien == RythmeResume.QUOTIDIEN or jour.isocalendar()[:2] != avant.isocalendar()[:2]

    @pytest.mark.parametrize(
        ("rythme", "nombres", "dit"),
        [
            ("quotidien", Nombres(a_faire=3, en_retard=1), "3 choses à faire aujourd’hui, 1 en retard."),
            ("quotidien", Nombres(a_faire=1), "1 chose à faire aujourd’hui."),
            ("hebdomadaire", Nombres(en_retard=2), "Rien de prévu cette semaine, 2 en retard."),
        ],
    )
    def test_words(self, rythme: str, nombres: Nombres, dit: str) -> None:
        assert sentence(rythme, nombres) == dit
        assert last_day_told(rythme, TODAY) == (TODAY if rythme == "quotidien" else date(2026, 11, 29))


class TestServer:
    def test_twice_is_once(self, ines: Membre, safi: Personne, boite: Boite) -> None:
        each_day(ines)
        an_action(ines, safi)
        for n in range(4):
            send_summaries(now=NOW + JOUR + n * HEURE)

        assert len(boite.recus) == 1
        assert Ligne.objects.filter(verb="envoyer_resume", thing_id=str(ines.compte_id)).count() == 1

    def test_down_for_two_days_sends_the_one_of_today_alone(self, ines: Membre, safi: Personne, boite: Boite, settings: Settings) -> None:
        each_day(ines)
        an_action(ines, safi)
        use(settings, 1)
        for n in range(1, 3):
            envois = send_summaries(now=NOW + n * JOUR)
            assert (envois.injoignable, envois.partis) == (True, 0)
        use(settings, boite.port)
        send_summaries(now=NOW + 3 * JOUR)
        send_summaries(now=NOW + 3 * JOUR + HEURE)

        assert lines(boite) == ["Rien de prévu aujourd’hui, 1 en retard."]

    def test_down_on_monday_the_week_is_told_when_it_is_back(self, ines: Membre, safi: Personne, boite: Boite, settings: Settings) -> None:
        an_action(ines, safi, avant_le=date(2026, 12, 4))
        use(settings, 1)
        send_summaries(now=NOW + 6 * JOUR)
        use(settings, boite.port)
        for n in range(7, 10):
            send_summaries(now=NOW + n * JOUR)

        assert lines(boite) == ["1 chose à faire cette semaine."]

    def test_that_says_later_is_asked_again_and_counted_anew(self, ines: Membre, safi: Personne, boite: Boite) -> None:
        each_day(ines)
        an_action(ines, safi)
        boite.data = "451 Later"
        assert send_summaries(now=NOW + JOUR).reportes == 1
        an_action(ines, safi)
        boite.data = "250 OK"
        send_summaries(now=NOW + JOUR + HEURE)
        send_summaries(now=NOW + JOUR + 2 * HEURE)

        assert lines(boite) == ["2 choses à faire aujourd’hui."]

    def test_that_hangs_up_half_way_is_not_asked_again_that_day(self, ines: Membre, safi: Personne, boite: Boite) -> None:
        each_day(ines)
        an_action(ines, safi)
        boite.coupe = True
        assert send_summaries(now=NOW + JOUR).incertains == 1
        boite.coupe = False
        send_summaries(now=NOW + JOUR + HEURE)
        assert len(boite.recus) == 1
        send_summaries(now=NOW + 2 * JOUR)

        assert lines(boite)[1:] == ["Rien de prévu aujourd’hui, 1 en retard."]

    def test_a_process_killed_while_it_left_sends_none_again_that_day(
        self, ines: Membre, safi: Personne, boite: Boite, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Tue(BaseException):
            """The process is gone."""

        def killed(self: object) -> int:
            raise Tue

        each_day(ines)
        an_action(ines, safi)
        with monkeypatch.context() as patch:
            patch.setattr("django.core.mail.EmailMessage.send", killed)
            with pytest.raises(Tue):
                send_summaries(now=NOW + JOUR)
        send_summaries(now=NOW + JOUR + HEURE)
        assert boite.recus == []
        send_summaries(now=NOW + 2 * JOUR)

        assert len(boite.recus) == 1

    def test_one_that_did_not_mark_before_it_left_would_send_twice(self, ines: Membre, safi: Personne, boite: Boite, monkeypatch: pytest.MonkeyPatch) -> None:
        each_day(ines)
        an_action(ines, safi)
        monkeypatch.setattr(services_resume, "_settle", lambda *_un: True)
        send_summaries(now=NOW + JOUR)
        send_summaries(now=NOW + JOUR)

        assert len(boite.recus) == 2

    def test_two_processes_at_once_send_one(self, ines: Membre, safi: Personne, boite: Boite, monkeypatch: pytest.MonkeyPatch) -> None:
        """The second one runs whole between the counts of the first and its mark."""
        each_day(ines)
        an_action(ines, safi)
        vrai = services_resume.Connexion.ready

        def meanwhile(self: services_resume.Connexion) -> bool:
            monkeypatch.setattr(services_resume.Connexion, "ready", vrai)
            send_summaries(now=NOW + JOUR)
            return vrai(self)

        monkeypatch.setattr(services_resume.Connexion, "ready", meanwhile)
        send_summaries(now=NOW + JOUR)

        assert len(boite.recus) == 1

    def test_one_refused_does_not_hold_the_others_and_is_told(self, ines: Membre, safi: Personne, boite: Boite) -> None:
        karim = MembreFactory.create(structure=ines.structure, role=Role.AMBASSADEUR)
        for membre in (ines, karim):
            each_day(membre)
            an_action(membre, safi)
        boite.rcpt, boite.sauf = "550 Unknown", karim.compte.email
        envois = send_summaries(now=NOW + JOUR)

        assert (envois.refuses, envois.partis, [vers for vers, *_ in boite.recus]) == (1, 1, [karim.compte.email])
        assert Resume.objects.get(compte=ines.compte).statut == StatutResume.REFUSE

    def test_no_mail_where_none_can_leave(self, ines: Membre, safi: Personne, boite: Boite, settings: Settings) -> None:
        an_action(ines, safi)
        settings.COURRIEL_ACTIF = False
        assert send_summaries(now=NOW).partis == 0
        assert not Resume.objects.exists()

    def test_the_command_says_whether_the_server_answers(
        self, ines: Membre, safi: Personne, boite: Boite, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        an_action(ines, safi)
        with time_machine.travel(NOW, tick=True):
            use(settings, 1)
            assert cli.main(["agenda", "resume"]) == 1
            use(settings, boite.port)
            assert cli.main(["agenda", "resume"]) == 0

        assert "1 résumé(s) parti(s)" in capsys.readouterr().out


class TestChoosing:
    def test_on_its_page(self, ines: Membre) -> None:
        client = Client()
        client.force_login(ines.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(reverse("agenda:resume")).content.decode()
        assert 'value="hebdomadaire"' in page.split("checked")[0].rsplit("<input", 1)[1]

        assert client.post(reverse("agenda:resume"), {"rythme": "jamais"}).status_code == 302
        assert Resume.objects.get().rythme == RythmeResume.JAMAIS
        assert client.post(reverse("agenda:resume"), {"rythme": "x" * 300}).status_code == 422
        assert Ligne.objects.filter(verb="choisir_resume").count() == 1

    def test_is_refused_to_who_meets_nobody_and_otherwise_than_listed(self, ines: Membre) -> None:
        with pytest.raises(ForbiddenError):
            choose_summary(actor=MembreFactory.create(role=Role.COORDINATEUR).compte, rythme="jamais", now=NOW)
        with pytest.raises(AgendaRefusedError):
            choose_summary(actor=ines.compte, rythme="toujours", now=NOW)

    def test_a_rule_without_a_calendar_would_send_on_sundays(self, monkeypatch: pytest.MonkeyPatch) -> None:
        dimanche = date(2026, 11, 29)
        assert not is_due("quotidien", pour_le=None, statut="aucun", on=dimanche)
        monkeypatch.setattr(rules_resume, "is_worked", lambda _jour: True)
        assert is_due("quotidien", pour_le=None, statut="aucun", on=dimanche)
