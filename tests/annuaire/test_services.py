"""What those who keep the directory do: correct, come back to the source, confirm, report, undo, settle doubles."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from droits_ouverts.annuaire import selectors, services
from droits_ouverts.annuaire.enums import GenreConstat
from droits_ouverts.annuaire.errors import CorrectionRefusedError, TooLateError
from droits_ouverts.annuaire.models import Constat, Correction, Lieu
from droits_ouverts.annuaire.recherche import Demande, search
from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.structures.enums import Role
from tests.factories.annuaire import NOW, imported, service, structure
from tests.factories.structures import CompteFactory, MembreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lieu() -> Lieu:
    imported([structure(1), service(1)])
    return Lieu.objects.get()


@pytest.fixture
def agent() -> Compte:
    return MembreFactory.create(role=Role.AGENT).compte


@pytest.fixture
def tenante() -> Compte:
    return MembreFactory.create(role=Role.COORDINATEUR).compte


class TestCorrect:
    def test_is_found_at_once_and_comes_back_to_the_source(self, lieu: Lieu, agent: Compte) -> None:
        services.correct(actor=agent, lieu_id=lieu.pk, service_id=None, valeurs={"langues": ["ar"], "nom": "Maison du quartier"}, now=NOW)
        assert [une.lieu.nom for une in search(Demande(langue="ar", mots="quartier"), at=NOW).certaines] == ["Maison du quartier"]

        for une in Correction.objects.all():
            services.withdraw_correction(actor=agent, correction_id=une.pk, now=NOW)
        lieu.refresh_from_db()
        assert (lieu.nom, lieu.langues) == ("Maison des droits 1", [])
        assert search(Demande(langue="ar"), at=NOW).certaines == ()

    def test_only_what_differs_is_written_and_the_last_word_stands(self, lieu: Lieu, agent: Compte) -> None:
        assert services.correct(actor=agent, lieu_id=lieu.pk, service_id=None, valeurs={"nom": lieu.nom}, now=NOW) == []
        services.correct(actor=agent, lieu_id=lieu.pk, service_id=None, valeurs={"telephone": "1"}, now=NOW)
        services.correct(actor=agent, lieu_id=lieu.pk, service_id=None, valeurs={"telephone": "2"}, now=NOW)

        active = Correction.objects.get(retiree_at__isnull=True)
        assert (active.valeur, active.avant, Correction.objects.count()) == ("2", "+33472000000", 2)

    def test_a_service(self, lieu: Lieu, agent: Compte) -> None:
        un = lieu.services.get()
        services.correct(actor=agent, lieu_id=lieu.pk, service_id=un.pk, valeurs={"gratuit": "non", "droits": ["rsa"]}, now=NOW)

        assert search(Demande(droit="rsa"), at=NOW).certaines[0].services[0].gratuit == "non"
        assert search(Demande(droit="rsa", qualites=("gratuit",)), at=NOW).certaines == ()

    @pytest.mark.parametrize(
        "valeurs", [{"siret": "1"}, {"nom": " "}, {"gratuit": "oui"}, {"accessible": "peut-être"}, {"langues": ["<b>"]}, {"telephone": "0" * 61}, {"brut": {}}]
    )
    def test_refuses_what_does_not_suit(self, lieu: Lieu, agent: Compte, valeurs: dict[str, Any]) -> None:
        with pytest.raises(CorrectionRefusedError):
            services.correct(actor=agent, lieu_id=lieu.pk, service_id=None, valeurs=valeurs, now=NOW)
        assert not Correction.objects.exists()

    def test_is_for_who_works_in_a_structure(self, lieu: Lieu) -> None:
        with pytest.raises(ForbiddenError):
            services.correct(actor=CompteFactory.create(), lieu_id=lieu.pk, service_id=None, valeurs={"nom": "x"}, now=NOW)

    def test_of_nothing(self, agent: Compte) -> None:
        with pytest.raises(NotVisibleError):
            services.correct(actor=agent, lieu_id=999, service_id=None, valeurs={"nom": "x"}, now=NOW)


class TestFreshness:
    def test_a_report_is_settled_by_who_confirms(self, lieu: Lieu, agent: Compte) -> None:
        services.report(actor=None, lieu_id=lieu.pk, now=NOW)
        assert selectors.sheet(lieu.pk, on=NOW.date()).signale
        assert selectors.reported() == [lieu]

        services.confirm(actor=agent, lieu_id=lieu.pk, now=NOW)
        fiche = selectors.sheet(lieu.pk, on=NOW.date())
        assert (fiche.signale, fiche.lieu.verifie_le, fiche.lieu.verifie_par) == (False, NOW.date(), agent)
        assert [ligne.verb for ligne in Ligne.objects.filter(thing_kind="lieu").order_by("pk")] == ["signaler_lieu", "verifier_lieu"]

    def test_a_reader_without_an_account_leaves_no_trace_of_herself_and_no_flood(self, lieu: Lieu) -> None:
        for _ in range(8):
            services.report(actor=None, lieu_id=lieu.pk, now=NOW)

        assert set(Constat.objects.values_list("par", "genre")) == {(None, GenreConstat.PLUS_VRAI.value)}
        assert Constat.objects.count() == services.ASSEZ

    def test_is_taken_back_within_a_minute(self, lieu: Lieu, agent: Compte) -> None:
        services.confirm(actor=agent, lieu_id=lieu.pk, now=NOW - timedelta(days=9))
        constat = services.confirm(actor=agent, lieu_id=lieu.pk, now=NOW)
        with pytest.raises(TooLateError):
            services.undo(actor=agent, constat_id=constat.pk, fait_at=NOW, now=NOW + timedelta(seconds=61))
        services.undo(actor=agent, constat_id=constat.pk, fait_at=NOW, now=NOW + timedelta(seconds=59))

        lieu.refresh_from_db()
        assert lieu.verifie_le == NOW.date() - timedelta(days=9)

    @pytest.mark.parametrize(
        ("rythme", "verifie", "dit"),
        [(6, date(2026, 6, 1), False), (1, date(2026, 10, 27), True), (1, date(2026, 10, 28), False), (0, date(2020, 1, 1), False)],
    )
    def test_is_due_by_its_rhythm(self, rythme: int, verifie: date, dit: bool) -> None:
        assert selectors.is_due(Lieu(rythme_mois=rythme, verifie_le=verifie), on=date(2026, 11, 27)) is dit

    def test_nothing_known_is_due(self) -> None:
        assert selectors.is_due(Lieu(rythme_mois=6), on=date(2026, 11, 27))

    def test_the_rhythm_is_for_who_keeps_the_directory(self, lieu: Lieu, agent: Compte, tenante: Compte) -> None:
        with pytest.raises(ForbiddenError):
            services.set_rhythm(actor=agent, lieu_id=lieu.pk, mois=3, now=NOW)
        with pytest.raises(CorrectionRefusedError):
            services.set_rhythm(actor=tenante, lieu_id=lieu.pk, mois=5, now=NOW)
        assert services.set_rhythm(actor=tenante, lieu_id=lieu.pk, mois=3, now=NOW).rythme_mois == 3


class TestDoubles:
    def test_are_proposed_and_never_merged(self, tenante: Compte) -> None:
        imported(
            [
                structure(1, nom="CCAS de Vénissieux"),
                structure(2, nom="Ccas Vénissieux", source="soliguide", id="soliguide--2"),
                structure(3, nom="Piscine", siret="11111111111111", latitude=45.8),
                structure(4, nom="Piscine", siret="22222222222222", latitude=None, longitude=None),
                structure(5, nom="Tout autre chose", siret="33333333333333"),
            ]
        )
        paires = selectors.doubles()

        assert {(paire.premier.nom, paire.second.nom, paire.pourquoi) for paire in paires} == {
            ("CCAS de Vénissieux", "Ccas Vénissieux", "siret"),
            ("Piscine", "Piscine", "nom"),
        }

        for paire in paires:
            services.settle_doubles(actor=tenante, premier_id=paire.premier.pk, second_id=paire.second.pk, meme_lieu=paire.pourquoi == "siret", now=NOW)
        assert selectors.doubles() == []
        assert Lieu.objects.present().count() == 5
        assert [autre.nom for autre in selectors.sheet(paires[0].premier.pk, on=NOW.date()).aussi] in (["Ccas Vénissieux"], [])

        services.settle_doubles(actor=tenante, premier_id=paires[0].premier.pk, second_id=paires[0].second.pk, meme_lieu=None, now=NOW)
        assert len(selectors.doubles()) == 1
