"""What an import must never do: write in a dry run, put old news over new, keep somebody's name, lose what is known here."""

from __future__ import annotations

import json
from typing import Any

import pytest

from droits_ouverts.annuaire import sans_nom, services
from droits_ouverts.annuaire.enums import Motif
from droits_ouverts.annuaire.models import EtatAvant, Import, Lieu, Quarantaine, Reperage, Service, Source
from tests.factories.annuaire import NOW, imported, octets, service, structure
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db


def told(passage: Import) -> dict[str, int]:
    return {cle: n for cle, n in passage.comptes.items() if n}


class TestDryRun:
    @pytest.mark.parametrize(
        "neuf",
        [
            pytest.param([service(1), structure(1)], id="a service before its place"),
            pytest.param([structure(9)], id="places that services of another file wait for"),
            pytest.param([structure(rang) for rang in range(60, 200)], id="much is new and much is gone"),
            pytest.param([structure(1, nom="Vieux", date_maj="2024-01-01"), structure(2)], id="old news"),
        ],
    )
    def test_tells_what_the_real_one_does(self, neuf: list[dict[str, Any]]) -> None:
        imported([*(structure(rang) for rang in range(100)), service(3, 999), service(9, 9999)])
        Lieu.objects.filter(identifiant="dora--9").delete()
        essai, vrai = imported(neuf, essai=True), imported(neuf)

        assert told(essai) == told(vrai)
        assert essai.difference == vrai.difference
        assert list(essai.quarantaine.values_list("rang", "motif")) == list(vrai.quarantaine.values_list("rang", "motif"))

    def test_leaves_nothing_that_a_later_import_takes_up(self) -> None:
        imported([structure(2), service(1)], essai=True)
        imported([structure(1)])

        assert not Service.objects.exists()
        assert list(Lieu.objects.values_list("identifiant", flat=True)) == ["dora--1"]
        assert not EtatAvant.objects.filter(passage__essai=True).exists()

    def test_takes_nothing_out_of_quarantine(self) -> None:
        imported([service(1)])
        essai = imported([structure(1)], essai=True)

        assert essai.comptes["repris"] == 1
        assert Quarantaine.objects.get(passage__essai=False).reprise_at is None
        assert not Reperage.objects.exists()


class TestOldNews:
    def test_an_older_row_does_not_go_over_a_newer_one(self) -> None:
        imported([structure(1, date_maj="2026-10-01"), structure(2, date_maj="2026-10-01")])
        passage = imported([structure(1, nom="Ancien nom", date_maj="2026-09-30"), structure(2, nom="Neuf", date_maj="2026-10-02")])

        assert list(Lieu.objects.order_by("identifiant").values_list("nom", flat=True)) == ["Maison des droits 1", "Neuf"]
        assert list(passage.quarantaine.values_list("rang", "motif")) == [(1, Motif.PLUS_ANCIENNE)]
        assert passage.comptes["plus_anciennes"] == 1
        assert not Lieu.objects.filter(absent_le__isnull=False).exists()

    def test_the_same_day_is_not_older(self) -> None:
        imported([structure(1)])
        imported([structure(1, nom="Corrigé le même jour")])

        assert Lieu.objects.get().nom == "Corrigé le même jour"

    def test_a_day_to_come_holds_nothing_back(self) -> None:
        imported([structure(1, date_maj="2062-01-01")])
        imported([structure(1, nom="Neuf", date_maj="2026-10-01")])

        assert Lieu.objects.get().nom == "Neuf"

    def test_an_older_file_marks_nothing_gone_that_came_after_it(self) -> None:
        imported([structure(1, date_maj="2026-10-01"), structure(2, date_maj="2026-11-01"), structure(3, date_maj="2026-09-01")])
        passage = imported([structure(1, nom="Ancien", date_maj="2026-08-01")])

        assert not Lieu.objects.filter(absent_le__isnull=False).exists()
        assert passage.comptes["absents_recents"] == 2
        assert passage.comptes.get("absents", 0) == 0

    def test_a_row_newer_than_the_whole_file_is_not_gone(self) -> None:
        imported([structure(1), structure(2, date_maj="2026-11-20"), structure(3)])
        passage = imported([structure(1)])

        assert list(Lieu.objects.filter(absent_le__isnull=False).values_list("identifiant", flat=True)) == ["dora--3"]
        assert (passage.comptes["absents"], passage.comptes["absents_recents"]) == (1, 1)

    def test_a_cut_import_does_not_go_on_after_another_file(self) -> None:
        coupe = octets([structure(1, nom="Vieux"), structure(2)])[:-20]
        imported(coupe, empreinte="vieux")
        imported([structure(1, nom="Neuf"), structure(2), structure(3)], empreinte="neuf")
        imported([structure(2), structure(1, nom="Vieux")], empreinte="vieux", complet=True)

        assert Import.objects.filter(empreinte="vieux").count() == 2
        assert not Lieu.objects.filter(identifiant="dora--2", absent_le__isnull=False).exists()


NOMMES = ("awa", "diallo", "awa.diallo", "jean-pierre", "06 12")


class TestNobodyIsNamed:
    @pytest.mark.parametrize(
        "champs",
        [
            {"contact_nom_prenom": "Awa Diallo"},
            {"courriel": "awa.diallo@exemple.test"},
            {"courriel": "a.diallo@exemple.test"},
            {"courriel": "Awa.Diallo2@exemple.test"},
            {"courriel": "jean-pierre.diallo@exemple.test"},
            {"courriel": "Awa Diallo <awa.diallo@exemple.test>"},
            {"description": "Demandez-la : awa.diallo@exemple.test, le matin."},
            {"contact_public": False, "courriel": "awa@exemple.test", "telephone": "06 12 34 56 78"},
            {"contact_public": "non", "courriel": "awa@exemple.test", "telephone": "06 12 34 56 78"},
            {"Nom du contact": "Diallo", "Prénom contact": "Awa"},
            {"Responsable": "Awa Diallo"},
            {"referente_numerique": "Awa Diallo", "email_referente": "awa.diallo@exemple.test"},
            {"contacts": [{"nom": "Diallo", "prenom": "Awa"}]},
            {"equipe": {"referent": {"nom": "Diallo"}, "notes": ["écrire à awa.diallo@exemple.test"]}},
        ],
    )
    @pytest.mark.parametrize("perdue", [False, True], ids=["kept", "set aside"])
    def test_a_name_never_reaches_the_database(self, champs: dict[str, Any], perdue: bool) -> None:
        passage = imported([structure(1, **champs | ({"nom": None} if perdue else {})), service(1, 8 if perdue else 1, **champs)])

        rangees = [list(modele.objects.values()) for modele in (Lieu, Service, Quarantaine, Import, EtatAvant)]
        garde = json.dumps(rangees, default=str, ensure_ascii=False).lower()
        assert [nom for nom in NOMMES if nom in garde] == []
        assert passage.quarantaine.exists()
        if not perdue:
            assert (Lieu.objects.count(), Service.objects.count()) == (1, 1)
            assert passage.quarantaine.filter(motif=Motif.CONTACT_NOMINATIF).exists()

    @pytest.mark.parametrize(
        "texte",
        [
            "Lieu;Email;Contact;Prénom du référent;Tél\nCafé des voisins;awa.diallo@exemple.test;Awa Diallo;Awa;0472000000\n",
            "Structure;Nom;Prénom;Mail\nCafé des voisins;Diallo;Awa;a.diallo@exemple.test\n",
            "Nom;Prénom;Adresse\nDiallo;Awa;5 rue A\n",
            "Lieu;Adresse électronique;Présentation\nCafé;awa.diallo@exemple.test ou accueil@exemple.test;voir awa.diallo@exemple.test\n",
        ],
    )
    def test_nor_by_a_spreadsheet(self, texte: str) -> None:
        imported(texte.encode(), nom="lieux.csv")

        garde = json.dumps([list(modele.objects.values()) for modele in (Lieu, Service, Quarantaine, EtatAvant)], default=str, ensure_ascii=False).lower()
        assert [nom for nom in NOMMES if nom in garde] == []

    def test_desks_keep_their_address_wherever_it_stands(self) -> None:
        imported([structure(1, courriel="ccas.accueil@venissieux.test", description="Écrire à point.info@exemple.test")])

        lieu = Lieu.objects.get()
        assert (lieu.courriel, lieu.presentation) == ("ccas.accueil@venissieux.test", "Écrire à point.info@exemple.test")

    @pytest.mark.parametrize("courriel", ["accueil@x.test", "ccas.venissieux@x.test", "espace-sante@x.test", "maison.droits@x.test", "bron.mdms@x.test"])
    def test_a_desk_is_nobody(self, courriel: str) -> None:
        assert not sans_nom.names_somebody(courriel, ("Maison des droits", "Vénissieux"))


class TestOursStays:
    def test_where_the_source_changed_under_a_correction_both_are_told(self) -> None:
        actor = MembreFactory.create().compte
        imported([structure(1), service(1)])
        lieu = Lieu.objects.get()
        services.correct(actor=actor, lieu_id=lieu.pk, service_id=None, valeurs={"telephone": "+33400000000"}, now=NOW)
        passage = imported([structure(1, telephone="+33499999999"), service(1)])

        (dit,) = passage.difference["conserves"]
        assert dit["champs"] == [["telephone", "+33400000000", "+33499999999"]]
        lieu.refresh_from_db()
        assert lieu.telephone == "+33400000000"

    def test_a_source_that_came_to_agree_is_not_told(self) -> None:
        actor = MembreFactory.create().compte
        imported([structure(1)])
        services.correct(actor=actor, lieu_id=Lieu.objects.get().pk, service_id=None, valeurs={"telephone": "+33400000000"}, now=NOW)

        assert imported([structure(1, telephone="+33400000000")]).difference["conserves"] == []

    def test_a_correction_follows_its_service_to_another_place(self) -> None:
        actor = MembreFactory.create().compte
        imported([structure(1), structure(2), service(1)])
        un = Service.objects.get()
        (correction,) = services.correct(actor=actor, lieu_id=un.lieu_id, service_id=un.pk, valeurs={"gratuit": "non"}, now=NOW)
        imported([structure(1), structure(2), service(1, 2)])

        services.withdraw_correction(actor=actor, correction_id=correction.pk, now=NOW)
        un.refresh_from_db()
        assert (un.lieu.identifiant, un.gratuit) == ("dora--2", "oui")


def test_a_source_is_named_once() -> None:
    imported([structure(1)], essai=True)
    imported([structure(1)])

    assert Source.objects.count() == 1
