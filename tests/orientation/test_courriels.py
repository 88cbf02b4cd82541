"""The box of mails, with a real server: nothing lost while it is down, nothing sent twice, nothing of anybody in what leaves."""

from __future__ import annotations

import itertools
import smtplib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from pytest_django import Settings

from droits_ouverts.orientation import relances, services, services_courriels, services_reponse
from droits_ouverts.orientation.enums import NatureCourriel, StatutCourriel, Voie
from droits_ouverts.orientation.errors import LinkDeadError, OrientationRefusedError
from droits_ouverts.orientation.gestes import Reponse
from droits_ouverts.orientation.models import Courriel, Envoi, LienReponse, Relance
from droits_ouverts.orientation.services_courriels import enqueue, send_due
from droits_ouverts.orientation.services_liens import open_link
from droits_ouverts.structures.models import Membre
from tests.factories.orientations import a_service, oriented, sent
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW
from tests.orientation.messagerie import Boite, use

HEURE, MINUTE, JOUR = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


def statuts() -> list[str]:
    return sorted(Courriel.objects.values_list("statut", flat=True))


class TestLeaving:
    def test_a_mail_leaves_with_a_link_and_without_anything_of_her(self, ines: Membre, boite: Boite) -> None:
        oriented(ines, personne=person_of(ines, "Zqsafi", now=NOW))
        tournee = send_due(now=NOW)

        (vers, sujet, texte, numero) = boite.recus[0]
        assert (vers, tournee.partis, len(boite.recus), len(boite.liens)) == ("accueil@caf.test", 1, 1, 1)
        for interdit in ("Zq", "Exemple", "prime", "activité", "mars", "Safi"):
            assert interdit not in sujet + texte
        assert "Passerelle" in sujet
        assert str(Courriel.objects.get().pk) in numero
        assert statuts() == ["parti"]

    def test_the_secret_is_kept_nowhere(self, ines: Membre, boite: Boite) -> None:
        sent(ines)
        send_due(now=NOW)
        secret = boite.liens[0].split("/")[-2]

        assert len(secret) >= 43
        assert secret not in str(list(LienReponse.objects.values())) + str(list(Courriel.objects.values()))

    def test_twice_is_once(self, ines: Membre, boite: Boite) -> None:
        envoi = sent(ines)
        for _fois in range(3):
            assert enqueue(envoi, NatureCourriel.ENVOI, cle="envoi", now=NOW) is None
            send_due(now=NOW + HEURE)

        assert len(boite.recus) == 1

    def test_a_structure_that_answers_here_gets_no_link(self, ines: Membre, boite: Boite) -> None:
        sent(ines, vers_structure_id=MembreFactory.create().structure_id)
        send_due(now=NOW)

        assert boite.liens == []
        assert "/orientations/recues/" in boite.recus[0][2]
        assert not LienReponse.objects.exists()

    def test_what_is_of_no_use_any_more_does_not_leave(self, ines: Membre, boite: Boite) -> None:
        envoi = sent(ines)
        services.cancel_sending(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, now=NOW)
        for n in range(3):
            send_due(now=NOW + n * MINUTE)

        # It never knew of her: there is nothing to close for it either.
        assert (statuts(), boite.recus) == (["sans_objet", "sans_objet"], [])

    def test_a_name_of_structure_writes_no_header(self, boite: Boite, db: None) -> None:
        membre = MembreFactory.create(structure__nom="Passerelle\r\nBcc: x@exemple.test")
        sent(membre)
        send_due(now=NOW)

        assert boite.recus[0][0] == "accueil@caf.test"
        assert "Bcc" in boite.recus[0][1]

    def test_nothing_is_put_in_the_box_where_no_mail_can_leave(self, ines: Membre, boite: Boite, settings: Settings) -> None:
        sent(ines, email="")
        settings.COURRIEL_ACTIF = False
        oriented(ines, a_service(ines, "CCAS"), personne=person_of(ines, "Nour", now=NOW))

        assert not Courriel.objects.exists()
        assert send_due(now=NOW).partis == 0

    def test_a_verb_that_fails_leaves_nothing_in_the_box(self, ines: Membre, boite: Boite) -> None:
        def fails() -> None:
            sent(ines)
            raise RuntimeError

        with pytest.raises(RuntimeError):
            transaction.atomic(fails)()
        send_due(now=NOW)

        assert boite.recus == []


class TestServerDown:
    def test_for_two_days_loses_nothing_and_sends_nothing_twice(self, ines: Membre, boite: Boite, settings: Settings) -> None:
        use(settings, 1)
        for rang in range(3):
            oriented(ines, a_service(ines, f"Service {rang}", email=f"s{rang}@exemple.test"), personne=person_of(ines, f"P{rang}", now=NOW))
        for n in range(48):
            tournee = send_due(now=NOW + n * HEURE)
            assert (tournee.injoignable, tournee.partis) == (True, 0)
        assert statuts() == ["a_envoyer"] * 3
        assert not LienReponse.objects.exists()

        use(settings, boite.port)
        for n in range(48, 52):
            send_due(now=NOW + n * HEURE)
        assert sorted(vers for vers, *_reste in boite.recus) == ["s0@exemple.test", "s1@exemple.test", "s2@exemple.test"]
        assert statuts() == ["parti"] * 3

    def test_that_says_later_is_asked_again_later_each_time(self, ines: Membre, boite: Boite) -> None:
        sent(ines)
        boite.data = "451 Later"
        essais = [n for n in range(24 * 12) if send_due(now=NOW + n * timedelta(minutes=5)).reportes]
        assert [b - a for a, b in itertools.pairwise(essais)][:4] == [1, 6, 12, 48]
        assert not LienReponse.objects.exists()

        boite.data = "250 OK"
        send_due(now=NOW + timedelta(days=2))
        assert len(boite.recus) == 1

    def test_that_says_later_for_eight_days_is_told(self, ines: Membre, boite: Boite) -> None:
        sent(ines)
        boite.data, boite.sauf = "451 Later", ines.compte.email
        for n in range(10):
            send_due(now=NOW + timedelta(days=n))

        assert statuts() == ["parti", "refuse"]
        assert [vers for vers, *_reste in boite.recus] == [ines.compte.email]

    @pytest.mark.parametrize(("rcpt", "data"), [("550 Unknown", "250 OK"), ("250 OK", "554 No")])
    def test_a_refusal_is_told_and_not_tried_again(self, ines: Membre, boite: Boite, rcpt: str, data: str) -> None:
        sent(ines)
        boite.rcpt, boite.data, boite.sauf = rcpt, data, ines.compte.email
        assert send_due(now=NOW).refuses == 1
        boite.rcpt = boite.data = "250 OK"
        send_due(now=NOW + timedelta(days=1))

        # Whoever sent her is told in the same round, and what to do.
        assert statuts() == ["parti", "refuse"]
        assert [(vers, sujet) for vers, sujet, *_reste in boite.recus] == [(ines.compte.email, "Un courriel à un service a été refusé")]
        assert "Appelez-le" in boite.recus[0][2]
        assert Envoi.objects.get().parvenue_le is None

    def test_one_refusal_does_not_hold_the_others(self, ines: Membre, boite: Boite) -> None:
        oriented(ines, a_service(ines, "A", email="non@exemple.test"), a_service(ines, "B", email="oui@exemple.test"))
        premier = Courriel.objects.order_by("cree_at", "pk").first()
        assert premier is not None
        boite.rcpt, boite.sauf = "550 Unknown", ines.compte.email
        send_due(now=NOW, limite=1)
        boite.rcpt = "250 OK"
        send_due(now=NOW)

        assert statuts() == ["parti", "parti", "refuse"]

    def test_that_hangs_up_half_way_is_told_as_uncertain_and_not_sent_again(self, ines: Membre, boite: Boite) -> None:
        sent(ines)
        boite.coupe = True
        assert send_due(now=NOW).incertains == 1
        boite.coupe = False
        for n in range(1, 5):
            send_due(now=NOW + timedelta(days=n))

        assert (statuts(), len(boite.recus)) == (["incertain"], 1)

    def test_a_process_killed_while_a_mail_left_is_uncertain_too(self, ines: Membre, boite: Boite, monkeypatch: pytest.MonkeyPatch) -> None:
        class Tue(BaseException):
            """The process is gone."""

        def killed(self: object) -> int:
            raise Tue

        sent(ines)
        with monkeypatch.context() as patch:
            patch.setattr("django.core.mail.EmailMessage.send", killed)
            with pytest.raises(Tue):
                send_due(now=NOW)
        assert statuts() == ["en_cours"]
        send_due(now=NOW + timedelta(minutes=5))
        assert statuts() == ["en_cours"]
        send_due(now=NOW + HEURE)

        assert (statuts(), boite.recus) == (["incertain"], [])


class TestClosing:
    def test_cancelled_the_service_is_told_after_the_minute(self, ines: Membre, boite: Boite) -> None:
        envoi = sent(ines)
        send_due(now=NOW)
        services.cancel_sending(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, now=NOW + MINUTE)
        send_due(now=NOW + MINUTE)
        assert len(boite.recus) == 1
        send_due(now=NOW + 2 * MINUTE)

        assert [sujet for _vers, sujet, *_reste in boite.recus][1:] == ["Une orientation de Passerelle est close"]

    def test_cancelled_then_undone_nothing_is_said_and_the_link_serves_again(self, ines: Membre, boite: Boite) -> None:
        envoi = sent(ines)
        send_due(now=NOW)
        empreinte = LienReponse.objects.get().empreinte
        services.cancel_sending(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, now=NOW + MINUTE)
        with pytest.raises(LinkDeadError):
            open_link(empreinte, now=NOW + MINUTE)
        services_reponse.undo_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=2, now=NOW + MINUTE)
        for n in range(5):
            send_due(now=NOW + n * HEURE)

        assert (len(boite.recus), statuts()) == (1, ["parti", "sans_objet"])
        assert open_link(empreinte, now=NOW + HEURE).envoi_id == envoi.pk

    def test_a_round_between_both_loses_nothing(self, ines: Membre, boite: Boite) -> None:
        """The first mail was found useless while the sending was cancelled: once it is undone, it leaves."""
        envoi = sent(ines)
        services.cancel_sending(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, now=NOW)
        send_due(now=NOW + timedelta(seconds=10))
        services_reponse.undo_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=2, now=NOW + timedelta(seconds=20))
        send_due(now=NOW + HEURE)

        assert [sujet for _vers, sujet, *_reste in boite.recus] == ["Passerelle vous adresse une orientation"]


class TestNeverInAPile:
    def test_a_server_down_for_weeks_then_back_sends_one_mail_of_each_kind(self, ines: Membre, boite: Boite, settings: Settings) -> None:
        sent(ines)
        send_due(now=NOW)
        use(settings, 1)
        for n in range(9, 30):
            relances.run_night(now=NOW + n * JOUR)
            send_due(now=NOW + n * JOUR)
        assert list(Relance.objects.values_list("palier", flat=True)) == [10]
        use(settings, boite.port)
        for n in range(30, 60):
            relances.run_night(now=NOW + n * JOUR)
            send_due(now=NOW + n * JOUR)

        # One reminder when it came back, the second a week after that one really left, the end a week later.
        assert [sujet.split()[0] for _vers, sujet, *_reste in boite.recus] == ["Passerelle", "Rappel", "Rappel", "Une", "Une"]
        partis = [un.parti_at for un in Courriel.objects.filter(nature="relance").order_by("parti_at")]
        assert [(un - NOW).days for un in partis if un] == [30, 38]
        assert Envoi.objects.get().statut_le == (NOW + 45 * JOUR).date()

    def test_asking_for_links_while_it_is_down_puts_one_in_the_box(self, ines: Membre, boite: Boite, settings: Settings) -> None:
        envoi = sent(ines)
        send_due(now=NOW)
        use(settings, 1)
        for n in range(5):
            enqueue(envoi, NatureCourriel.NOUVEAU_LIEN, cle=f"envoye-{n}", now=NOW + n * HEURE)
            enqueue(envoi, NatureCourriel.RELANCE, cle=f"relance-1-{n}", now=NOW + n * HEURE)

        assert statuts() == ["a_envoyer", "parti"]

    def test_a_reminder_that_waited_while_an_answer_came_is_not_sent(self, ines: Membre, boite: Boite, settings: Settings) -> None:
        envoi = sent(ines)
        send_due(now=NOW)
        use(settings, 1)
        relances.run_night(now=NOW + 10 * JOUR)
        plus_tard = NOW + 11 * JOUR
        dit = Reponse(statut="a_l_etude", fait_le=plus_tard.date())
        services_reponse.note_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, dit=dit, voie=Voie.TELEPHONE, now=plus_tard)
        use(settings, boite.port)
        send_due(now=NOW + 12 * JOUR)

        assert (len(boite.recus), statuts()) == (1, ["parti", "sans_objet"])


class TestTheClockBeginsWhenItLeaves:
    def test_days_in_the_box_are_not_counted(self, ines: Membre, boite: Boite, settings: Settings) -> None:
        sent(ines)
        use(settings, 1)
        for n in range(13):
            relances.run_night(now=NOW + n * JOUR)
            send_due(now=NOW + n * JOUR)
        assert not Relance.objects.exists()
        use(settings, boite.port)
        send_due(now=NOW + 13 * JOUR)
        assert Envoi.objects.get().parvenue_le == (NOW + 13 * JOUR).date()
        for n in range(14, 30):
            relances.run_night(now=NOW + n * JOUR)

        # 27 November and 23 days: 20 December, a Sunday; the reminder is for Monday.
        assert [(une.palier, (une.le - NOW.date()).days) for une in Relance.objects.all()] == [(10, 24)]

    def test_a_call_to_the_desk_begins_it_and_is_a_reminder_like_another(self, ines: Membre, boite: Boite) -> None:
        envoi = sent(ines, email="")
        services.note_call(actor=ines.compte, envoi_id=envoi.pk, fait_le=(NOW + 3 * JOUR).date(), now=NOW + 3 * JOUR)
        assert Envoi.objects.get().horloge_le == (NOW + 3 * JOUR).date()
        services.note_call(actor=ines.compte, envoi_id=envoi.pk, fait_le=(NOW + 12 * JOUR).date(), now=NOW + 12 * JOUR)
        for n in range(30):
            relances.run_night(now=NOW + n * JOUR)

        # Due on the thirteenth day, but she called the day before: a week later.
        assert [(une.palier, (une.le - NOW.date()).days) for une in Relance.objects.all()] == [(10, 19), (21, 26)]

    @pytest.mark.parametrize("jours", [-1, 1])
    def test_not_before_it_was_sent_nor_tomorrow(self, ines: Membre, jours: int) -> None:
        envoi = sent(ines)
        with pytest.raises(OrientationRefusedError):
            services.note_call(actor=ines.compte, envoi_id=envoi.pk, fait_le=(NOW + jours * JOUR).date(), now=NOW)


class TestAServerThatClosesTheConnection:
    def test_between_two_mails_both_leave_and_none_is_uncertain(self, ines: Membre, boite: Boite) -> None:
        """421: the server says that it closes. What comes after is not lost on a closed connection, nor told as perhaps sent."""
        for rang in range(3):
            oriented(ines, a_service(ines, f"S{rang}", email=f"s{rang}@exemple.test"), personne=person_of(ines, f"P{rang}", now=NOW))
        boite.ferme = 1
        tournee = send_due(now=NOW)

        assert (tournee.reportes, tournee.partis, tournee.incertains) == (1, 2, 0)
        send_due(now=NOW + HEURE)
        assert (statuts(), len(boite.recus)) == (["parti"] * 3, 3)

    def test_our_own_address_refused_is_not_told_of_the_service(self, ines: Membre, boite: Boite, monkeypatch: pytest.MonkeyPatch) -> None:
        sent(ines)

        def refused(self: object) -> int:
            raise smtplib.SMTPSenderRefused(550, b"No", "droits@exemple.test")

        with monkeypatch.context() as patch:
            patch.setattr("django.core.mail.EmailMessage.send", refused)
            assert send_due(now=NOW).refuses == 0
        send_due(now=NOW + HEURE)
        assert (statuts(), len(boite.recus)) == (["parti"], 1)


class TestTheRuleBites:
    def test_a_box_that_sent_what_may_have_left_would_send_twice(self, ines: Membre, boite: Boite, monkeypatch: pytest.MonkeyPatch) -> None:
        """What the uncertain state is for: without it, the same mail arrives twice."""
        sent(ines)
        boite.coupe = True
        oublieux = SimpleNamespace(**{un.name: un for un in StatutCourriel} | {"INCERTAIN": StatutCourriel.A_ENVOYER})
        monkeypatch.setattr(services_courriels, "StatutCourriel", oublieux)
        send_due(now=NOW)
        boite.coupe = False
        send_due(now=NOW + HEURE)

        assert len(boite.recus) == 2
