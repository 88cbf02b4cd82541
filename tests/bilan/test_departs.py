"""How a check-up begins, is taken up again, attached or erased; and the urgent needs kept in its envelope."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from droits_ouverts.bilan import codes, departs, selectors, services
from droits_ouverts.bilan.enums import DecisionChoix, FormeBilan, StatutAvis
from droits_ouverts.bilan.errors import AlreadyAttachedError, NotAnonymousError
from droits_ouverts.bilan.models import Avis, Bilan, Choix, Estimation
from droits_ouverts.bilan.rules import Reponses
from droits_ouverts.comptes.models import Compte
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.errors import IdentityRefusedError
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.structures.models import Membre
from tests.bilan.conftest import NOW
from tests.factories.structures import MembreFactory

TODAY = date(2026, 11, 24)
CANARI = "Zéphyrine-Canari"


def anonymous(membre: Membre, *, now: datetime = NOW) -> tuple[Bilan, str]:
    return departs.start_anonymous(
        actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois=now.strftime("%Y-%m"), now=now, forme=FormeBilan.COURT
    )


def attach(bilan: Bilan, actor: Compte, identite: Identite | None = None) -> Bilan:
    return departs.attach_bilan(
        bilan_id=bilan.pk, actor=actor, personne=identite or Identite(prenom="Awa"), accord_mode=ModeAccord.ORAL, accord_le=TODAY, now=NOW
    )


class TestCode:
    def test_is_fifty_bits_and_never_twice(self) -> None:
        tires = {codes.make_code() for _ in range(500)}

        assert len(tires) == 500
        assert all(len(code) == 10 and set(code) <= set(codes.ALPHABET) for code in tires)

    @pytest.mark.parametrize("texte", ["7KM2P-01Q4D", "7km2p 0iq4d", " 7KM2P.OLQ4D ", "7km2p\u00a0olq4d"])
    def test_is_read_as_people_write_it(self, texte: str) -> None:
        assert codes.read_code(texte) == "7KM2P01Q4D"

    @pytest.mark.parametrize("texte", ["", "7KM2P", "7KM2P-01Q4DX", "7KM2P-01Q4U", "é" * 10])
    def test_what_is_no_code_is_none(self, texte: str) -> None:
        assert codes.read_code(texte) is None

    def test_only_its_keyed_digest_is_stored(self, membre: Membre) -> None:
        bilan, code = anonymous(membre)

        assert bilan.code_reprise == codes.code_digest(code)
        assert code not in bilan.code_reprise


class TestResume:
    def test_by_the_code_for_a_member_of_the_structure(self, membre: Membre) -> None:
        bilan, code = anonymous(membre)
        collegue = MembreFactory.create(structure=membre.structure)

        assert departs.resume_by_code(actor=collegue.compte, texte=codes.written(code).lower(), now=NOW) == bilan

    def test_another_structure_and_a_wrong_code_get_the_same_answer(self, membre: Membre) -> None:
        _bilan, code = anonymous(membre)
        autre = MembreFactory.create().compte

        assert departs.resume_by_code(actor=autre, texte=code, now=NOW) is None
        assert departs.resume_by_code(actor=membre.compte, texte="0000000000", now=NOW) is None
        assert departs.resume_by_code(actor=membre.compte, texte="n’importe quoi", now=NOW) is None

    def test_a_code_replaced_finds_nothing_and_the_new_one_does(self, membre: Membre) -> None:
        bilan, ancien = anonymous(membre)
        nouveau = departs.replace_code(bilan_id=bilan.pk, actor=membre.compte, now=NOW)

        assert departs.resume_by_code(actor=membre.compte, texte=ancien, now=NOW) is None
        assert departs.resume_by_code(actor=membre.compte, texte=nouveau, now=NOW) == bilan

    def test_a_named_check_up_has_no_code(self, bilan: Bilan, ines: Compte) -> None:
        with pytest.raises(NotAnonymousError):
            departs.replace_code(bilan_id=bilan.pk, actor=ines, now=NOW)


class TestExpired:
    def test_from_its_day_on_no_code_and_no_address_open_it_even_before_the_nightly_command(self, membre: Membre) -> None:
        bilan, code = anonymous(membre)
        veille, echu = NOW + timedelta(days=89), NOW + timedelta(days=90)

        assert departs.resume_by_code(actor=membre.compte, texte=code, now=veille) == bilan
        assert selectors.bilan_for(membre.compte, bilan.pk, on=veille.date()) == bilan
        assert departs.resume_by_code(actor=membre.compte, texte=code, now=echu) is None
        with pytest.raises(NotVisibleError):
            selectors.bilan_for(membre.compte, bilan.pk, on=echu.date())
        with pytest.raises(NotVisibleError):
            services.add_person(bilan_id=bilan.pk, actor=membre.compte, role=Role.DEMANDEUR, prenom="", date_naissance=date(1990, 1, 1), now=echu)


class TestAnonymous:
    def test_a_name_sent_is_not_kept(self, membre: Membre) -> None:
        bilan, _code = anonymous(membre)
        ajout = services.add_person(bilan_id=bilan.pk, actor=membre.compte, role=Role.DEMANDEUR, prenom=CANARI, date_naissance=date(1990, 1, 1), now=NOW)
        change = services.update_person(
            bilan_id=bilan.pk, actor=membre.compte, ident=ajout.id, role=Role.DEMANDEUR, prenom=CANARI, date_naissance=date(1991, 1, 1), now=NOW
        )
        bilan.refresh_from_db()

        assert (ajout.prenom, change.prenom) == ("", "")
        assert CANARI.encode() not in selectors.open_answers(bilan).to_bytes()
        assert not [
            table
            for table in connection.introspection.table_names()
            for row in connection.cursor().execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 — names of tables from the database itself
            if CANARI in str(row)
        ]

    def test_is_erased_ninety_days_after_it_began(self, membre: Membre) -> None:
        assert anonymous(membre)[0].efface_le == date(2027, 2, 22)


class TestPromote:
    def test_keeps_every_answer(self, membre: Membre) -> None:
        bilan, _code = anonymous(membre)
        services.add_person(bilan_id=bilan.pk, actor=membre.compte, role=Role.DEMANDEUR, prenom="", date_naissance=date(1990, 1, 1), now=NOW)
        bilan.refresh_from_db()
        avant = selectors.open_answers(bilan)

        apres = departs.promote_bilan(bilan_id=bilan.pk, actor=membre.compte, now=NOW)

        assert apres.forme == FormeBilan.COMPLET
        assert selectors.open_answers(apres) == avant

    def test_twice_tells_the_journal_once(self, bilan: Bilan, membre: Membre) -> None:
        court, _code = anonymous(membre)
        for _ in range(2):
            departs.promote_bilan(bilan_id=court.pk, actor=membre.compte, now=NOW)

        assert Ligne.objects.filter(verb="passer_au_bilan_complet").count() == 1


class TestAttach:
    def test_ends_the_anonymity_and_the_code(self, membre: Membre) -> None:
        bilan, code = anonymous(membre)
        rattache = attach(bilan, membre.compte)

        assert (rattache.anonyme, rattache.code_reprise, rattache.efface_le) == (False, "", None)
        assert departs.resume_by_code(actor=membre.compte, texte=code, now=NOW) is None

    @pytest.mark.parametrize(("identite", "prenom"), [(Identite(prenom="Awa", nom="Exemple"), "Awa"), (Identite(prenom="", nom="Exemple"), "")])
    def test_the_first_name_she_agreed_to_is_not_typed_twice(self, membre: Membre, identite: Identite, prenom: str) -> None:
        bilan, _code = anonymous(membre)
        for role in (Role.DEMANDEUR, Role.ENFANT):
            services.add_person(bilan_id=bilan.pk, actor=membre.compte, role=role, prenom="", date_naissance=date(2010, 1, 1), now=NOW)
        bilan.refresh_from_db()
        avant = selectors.open_answers(bilan)

        rattache = attach(bilan, membre.compte, identite)

        rattache.refresh_from_db()
        apres = selectors.open_answers(rattache)
        assert [m.prenom for m in apres.membres] == [prenom, ""]
        assert apres.questionnaire() == avant.questionnaire()
        assert Ligne.objects.latest("pk").verb == "rattacher_bilan"

    def test_a_name_already_given_stays(self, foyer: Bilan, ines: Compte) -> None:
        rattache = attach(foyer, ines, Identite(prenom="Binta"))

        assert [m.prenom for m in selectors.open_answers(rattache).membres] == ["Awa", "Moussa"]

    def test_once_only(self, membre: Membre) -> None:
        bilan, _code = anonymous(membre)
        attach(bilan, membre.compte)

        with pytest.raises(AlreadyAttachedError):
            attach(bilan, membre.compte)

    def test_each_check_up_keeps_the_agreement_that_attached_it(self, membre: Membre) -> None:
        premier = attach(anonymous(membre)[0], membre.compte)
        assert premier.personne
        departs.attach_bilan(
            bilan_id=anonymous(membre)[0].pk,
            actor=membre.compte,
            personne=premier.personne,
            accord_mode=ModeAccord.PAPIER,
            accord_le=TODAY - timedelta(days=3),
            now=NOW,
        )

        gardes = Bilan.objects.filter(personne=premier.personne).values_list("accord_mode", "accord_le")
        assert set(gardes) == {("oral", TODAY), ("papier", TODAY - timedelta(days=3))}
        premier.personne.refresh_from_db()
        assert (premier.personne.accord_mode, premier.personne.accord_le) == ("oral", TODAY)

    @pytest.mark.parametrize("ecart", [timedelta(days=1), timedelta(days=-732)])
    def test_a_day_that_cannot_be_is_refused_for_a_person_already_known(self, membre: Membre, ecart: timedelta) -> None:
        personne = attach(anonymous(membre)[0], membre.compte).personne
        bilan, _code = anonymous(membre)
        assert personne

        with pytest.raises(IdentityRefusedError):
            departs.attach_bilan(bilan_id=bilan.pk, actor=membre.compte, personne=personne, accord_mode=ModeAccord.ORAL, accord_le=TODAY + ecart, now=NOW)
        bilan.refresh_from_db()
        assert bilan.anonyme

    def test_not_by_another_structure(self, membre: Membre) -> None:
        with pytest.raises(NotVisibleError):
            attach(anonymous(membre)[0], MembreFactory.create().compte)


class TestErase:
    def test_takes_every_row_and_keeps_the_journal(self, membre: Membre) -> None:
        bilan, _code = anonymous(membre)
        services.add_person(bilan_id=bilan.pk, actor=membre.compte, role=Role.DEMANDEUR, prenom="", date_naissance=date(1990, 1, 1), now=NOW)
        estimation = services.request_estimate(bilan_id=bilan.pk, actor=membre.compte, versions={"regles": "1"}, now=NOW)
        Choix.objects.create(bilan=bilan, droit="rsa", decision=DecisionChoix.VOULU, auteur=membre.compte, fait_at=NOW)
        Avis.objects.create(bilan=bilan, estimation=estimation, droit="rsa", statut=StatutAvis.PROBABLE, raison_scellee="x", auteur=membre.compte, fait_at=NOW)

        departs.erase_anonymous(bilan_id=bilan.pk, actor=membre.compte, now=NOW)

        assert [modele.objects.count() for modele in (Bilan, Estimation, Choix, Avis)] == [0, 0, 0, 0]  # type: ignore[attr-defined]  # four models, one attribute
        assert Ligne.objects.filter(verb="effacer_bilan_anonyme", thing_id=str(bilan.pk)).count() == 1

    def test_a_named_check_up_is_not_erased_so(self, bilan: Bilan, ines: Compte) -> None:
        with pytest.raises(NotAnonymousError):
            departs.erase_anonymous(bilan_id=bilan.pk, actor=ines, now=NOW)

    def test_day_by_day_nothing_goes_early_and_nothing_stays_late(self, membre: Membre, bilan: Bilan) -> None:
        debuts = {}
        for ecart in range(0, 100, 7):
            debut = NOW + timedelta(days=ecart)
            debuts[anonymous(membre, now=debut)[0].pk] = debut.date()
        garde = attach(anonymous(membre)[0], membre.compte)

        for ecart in range(200):
            jour = NOW + timedelta(days=ecart)
            attendus = {pk for pk, debut in debuts.items() if jour.date() >= debut + timedelta(days=90)}
            restants = set(Bilan.objects.filter(pk__in=debuts).values_list("pk", flat=True))
            assert departs.erase_expired(jour, dry_run=True) == len(attendus & restants)
            departs.erase_expired(jour)
            assert set(Bilan.objects.filter(pk__in=debuts).values_list("pk", flat=True)) == set(debuts) - attendus

        assert set(Bilan.objects.values_list("pk", flat=True)) == {garde.pk, bilan.pk}


class TestCommand:
    def test_a_dry_run_says_how_many_and_erases_nothing(self, membre: Membre, capsys: pytest.CaptureFixture[str]) -> None:
        anonymous(membre)
        Bilan.objects.update(efface_le=date(2026, 1, 1))

        call_command("effacer_anonymes", "--a-blanc")
        assert "1 bilan(s) anonyme(s) à effacer" in capsys.readouterr().out
        assert Bilan.objects.count() == 1

        call_command("effacer_anonymes")
        assert "1 bilan(s) anonyme(s) effacé(s)" in capsys.readouterr().out
        assert not Bilan.objects.exists()


class TestUrgentNeeds:
    def test_are_kept_sealed_and_reach_neither_the_engine_nor_the_journal(self, foyer: Bilan, ines: Compte) -> None:
        apres = departs.save_urgent_needs(
            bilan_id=foyer.pk, actor=ines, reponses={"violence": "oui", "toit": "refus", "inconnu": "oui", "bebe": "peut-être"}, now=NOW
        )
        foyer.refresh_from_db()

        assert selectors.open_answers(foyer).urgences == {"violence": "oui", "toit": "refus"}
        assert "violence" not in foyer.reponses_scellees
        assert "violence" not in json.dumps(apres.questionnaire())
        assert not [ligne for ligne in Ligne.objects.all() if "violence" in f"{ligne.verb}{ligne.thing_id}{ligne.purpose}"]

    def test_the_same_answers_write_nothing(self, bilan: Bilan, ines: Compte) -> None:
        for _ in range(2):
            departs.save_urgent_needs(bilan_id=bilan.pk, actor=ines, reponses={"toit": "oui"}, now=NOW)

        assert Ligne.objects.filter(verb="enregistrer_urgences").count() == 1

    def test_an_envelope_sealed_before_they_were_asked_still_opens(self) -> None:
        ancien = json.loads(Reponses(mois="2026-11").to_bytes())
        del ancien["urgences"]

        assert Reponses.from_bytes(json.dumps(ancien).encode()).urgences == {}
