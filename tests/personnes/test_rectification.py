"""A correction keeps what was before, sealed, with who, when and why; a refusal gives its reason; nothing of it is rewritten."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from droits_ouverts.bilan import selectors
from droits_ouverts.coffre.index import found_by
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes.enums import SuiteRectification
from droits_ouverts.personnes.errors import PartageKeptError, RectificationRefusedError
from droits_ouverts.personnes.models import Personne, Rectification
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.rules_rectification import Contenu
from droits_ouverts.personnes.selectors import CHAMP_IDENTITE, open_identity, search_value
from droits_ouverts.personnes.selectors_droits import corrections_of
from droits_ouverts.personnes.services_droits import note_rectification, rectify_identity
from droits_ouverts.structures.models import Membre
from tests.factories.foyers import Dossier, dossier
from tests.factories.partages import NOW, person_of
from tests.factories.structures import MembreFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SOPHIE = Identite(prenom="Sophie", nom="Exemple", naissance="1992-03-14")


@pytest.fixture
def membre(db: None) -> Membre:
    return MembreFactory.create()


@pytest.fixture
def safi(membre: Membre) -> Personne:
    return person_of(membre)


class TestIdentity:
    def test_is_corrected_with_its_history(self, membre: Membre, safi: Personne) -> None:
        rectify_identity(actor=membre.compte, personne_id=safi.pk, identite=SOPHIE, pourquoi="Le prénom était mal écrit.", now=NOW)
        safi.refresh_from_db()
        une = corrections_of(safi)[0]

        assert open_identity(safi) == SOPHIE
        assert (une.contenu.avant, une.contenu.apres) == ("Safi Exemple · Français", "Sophie Exemple · 14/03/1992 · Français")
        assert (une.ligne.par, une.ligne.at, une.contenu.pourquoi) == (membre.compte, NOW, "Le prénom était mal écrit.")
        assert "Safi" not in Rectification.objects.get().contenu_scelle
        assert found_by(safi.structure_id, CHAMP_IDENTITE, search_value("exemple", "1992-03-14"), genre="personne") == [str(safi.pk)]

    @pytest.mark.parametrize(
        ("identite", "pourquoi", "faute"),
        [
            (SOPHIE, " ", {"pourquoi": "vide"}),
            (Identite(prenom="Safi", nom="Exemple"), "x", {"prenom": "inchangee"}),
            (Identite(prenom=" "), "x", {"prenom": "vide"}),
            (Identite(prenom="S", naissance="2030-01-01"), "x", {"naissance": "futur"}),
            (Identite(prenom="S", naissance="demain"), "x", {"naissance": "illisible"}),
        ],
    )
    def test_a_wrong_one_changes_nothing(self, membre: Membre, safi: Personne, identite: Identite, pourquoi: str, faute: dict[str, str]) -> None:
        with pytest.raises(RectificationRefusedError) as refus:
            rectify_identity(actor=membre.compte, personne_id=safi.pk, identite=identite, pourquoi=pourquoi, now=NOW)

        assert refus.value.errors == faute
        assert not Rectification.objects.exists()

    def test_is_corrected_by_nobody_of_another_structure(self, safi: Personne) -> None:
        with pytest.raises(NotVisibleError):
            rectify_identity(actor=MembreFactory.create().compte, personne_id=safi.pk, identite=SOPHIE, pourquoi="x", now=NOW)


class TestBeside:
    def test_a_kept_check_up_stays_as_it_was(self, membre: Membre) -> None:
        awa = dossier(membre, "Awa", "Karim")
        avant = selectors.open_answers(awa.bilan)

        assert [une.ligne.suite for une in corrections_of(awa.personne, bilan=awa.bilan.pk)] == ["notee"]
        awa.bilan.refresh_from_db()
        assert selectors.open_answers(awa.bilan) == avant
        assert awa.marques["correction"] in page(membre, reverse("bilan:resultats", args=[awa.bilan.pk]))

    def test_a_refusal_gives_its_reason(self, membre: Membre, safi: Personne) -> None:
        contenu = Contenu(apres="Elle dit que le loyer est faux.")
        with pytest.raises(RectificationRefusedError):
            note_rectification(actor=membre.compte, personne_id=safi.pk, bilan=None, suite=SuiteRectification.REFUSEE, contenu=contenu, now=NOW)
        contenu = Contenu(apres=contenu.apres, pourquoi="La quittance dit ce montant.")
        note_rectification(actor=membre.compte, personne_id=safi.pk, bilan=None, suite=SuiteRectification.REFUSEE, contenu=contenu, now=NOW)

        assert corrections_of(safi)[0].contenu == contenu


class TestHistory:
    def test_is_never_rewritten(self, membre: Membre, safi: Personne) -> None:
        ligne = rectify_identity(actor=membre.compte, personne_id=safi.pk, identite=SOPHIE, pourquoi="x", now=NOW)

        with pytest.raises(PartageKeptError):
            ligne.save()
        with pytest.raises(PartageKeptError):
            Rectification.objects.update(suite="refusee")
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE personnes_rectification SET suite = 'refusee'")


class TestPage:
    def test_corrects_and_shows_the_history(self, membre: Membre, safi: Personne) -> None:
        client = Client()
        client.force_login(membre.compte, backend=BACKEND)
        adresse = reverse("personnes:rectifier", args=[safi.pk])

        assert client.post(adresse, {"prenom": "Sophie", "langue": "fr"}).status_code == 422
        assert client.post(adresse, {"prenom": "Sophie", "langue": "fr", "pourquoi": "Mal écrit."}).status_code == 302
        assert client.post(adresse, {"quoi": "autre", "suite": "refusee", "apres": "x"}).status_code == 422
        assert client.post(adresse, {"quoi": "autre", "suite": "notee", "apres": "Elle a un autre prénom d’usage."}).status_code == 302
        texte = page(membre, adresse)
        assert "Safi Exemple · Français" in texte
        assert "Elle a un autre prénom d’usage." in texte

    def test_a_check_up_of_somebody_else_is_not_a_choice(self, membre: Membre, safi: Personne) -> None:
        awa: Dossier = dossier(membre, "Awa", "Karim")
        client = Client()
        client.force_login(membre.compte, backend=BACKEND)

        envoi = {"quoi": "autre", "suite": "notee", "apres": "x", "bilan": str(awa.bilan.pk)}
        assert client.post(reverse("personnes:rectifier", args=[safi.pk]), envoi).status_code == 422


def page(membre: Membre, adresse: str) -> str:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client.get(adresse).content.decode()
