"""The box of mails, with a real server: nothing lost while it is down, nothing sent twice, nothing of anybody in what leaves."""

from __future__ import annotations

import itertools
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from pytest_django import Settings

from droits_ouverts.orientation import services, services_courriels
from droits_ouverts.orientation.enums import NatureCourriel, StatutCourriel
from droits_ouverts.orientation.models import Courriel, LienReponse
from droits_ouverts.orientation.services_courriels import enqueue, send_due
from droits_ouverts.structures.models import Membre
from tests.factories.orientations import a_service, oriented, sent
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW
from tests.orientation.messagerie import Boite, use

HEURE = timedelta(hours=1)


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
        send_due(now=NOW)

        assert statuts() == ["parti", "sans_objet"]
        assert [sujet for _vers, sujet, *_reste in boite.recus] == ["Une orientation de Passerelle est close"]

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
        boite.data = "451 Later"
        for n in range(10):
            send_due(now=NOW + timedelta(days=n))

        assert statuts() == ["refuse"]

    @pytest.mark.parametrize(("rcpt", "data"), [("550 Unknown", "250 OK"), ("250 OK", "554 No")])
    def test_a_refusal_is_told_and_not_tried_again(self, ines: Membre, boite: Boite, rcpt: str, data: str) -> None:
        sent(ines)
        boite.rcpt, boite.data = rcpt, data
        assert send_due(now=NOW).refuses == 1
        boite.rcpt = boite.data = "250 OK"
        send_due(now=NOW + timedelta(days=1))

        assert (statuts(), boite.recus) == (["refuse"], [])

    def test_one_refusal_does_not_hold_the_others(self, ines: Membre, boite: Boite) -> None:
        oriented(ines, a_service(ines, "A", email="non@exemple.test"), a_service(ines, "B", email="oui@exemple.test"))
        premier = Courriel.objects.order_by("cree_at", "pk").first()
        assert premier is not None
        boite.rcpt = "550 Unknown"
        send_due(now=NOW, limite=1)
        boite.rcpt = "250 OK"
        send_due(now=NOW)

        assert statuts() == ["parti", "refuse"]

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
