"""Places of life: a card, three lines that name nobody, numbers that hide everybody; the wall between structures."""

from __future__ import annotations

import pypdfium2
import pytest
import zxingcpp
from django.test import Client

from droits_ouverts.annuaire import selectors, services_vie
from droits_ouverts.annuaire.enums import Besoin, EtatMot, GenreLieuDeVie
from droits_ouverts.annuaire.models_vie import LieuDeVie, MotDepose
from droits_ouverts.conservation.nuit import sweep
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.annuaire import NOW
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(role=Role.MEDIATEUR)


@pytest.fixture
def lieu(membre: Membre) -> LieuDeVie:
    return services_vie.open_place(
        actor=membre.compte, structure_id=membre.structure_id, nom="Pharmacie du Centre", genre=GenreLieuDeVie.PHARMACIE, adresse="1 place", now=NOW
    )


def left(lieu: LieuDeVie, mots: str = "une dame, des lettres d’huissier") -> MotDepose:
    return services_vie.leave_word(code=lieu.code, besoin=Besoin.ARGENT, quand="mardi", mots=mots, now=NOW)


def signed_in(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


class TestWords:
    def test_are_sealed_and_say_a_day_only(self, lieu: LieuDeVie) -> None:
        mot = left(lieu)

        assert "huissier" not in mot.mots_scelles
        assert mot.depose_le == NOW.date()
        assert not any(field.name.endswith("_at") and getattr(mot, field.name) for field in MotDepose._meta.concrete_fields)
        assert [lu.mots for lu in selectors.words_left([lieu.structure_id])] == ["une dame, des lettres d’huissier"]

    @pytest.mark.parametrize("mots", ["Mme D. 06 12 34 56 78", "ecrire a awa@exemple.test", "1 92 03 69 123 456 78", "x" * 201])
    def test_that_look_personal_are_refused(self, lieu: LieuDeVie, mots: str) -> None:
        with pytest.raises(ValueError, match="personal"):
            left(lieu, mots)

    def test_are_the_structures_own(self, lieu: LieuDeVie) -> None:
        voisine = MembreFactory.create(role=Role.MEDIATEUR)
        mot = left(lieu)

        assert selectors.words_left([voisine.structure_id]) == []
        with pytest.raises(NotVisibleError):
            services_vie.answer_word(actor=voisine.compte, mot_id=mot.pk, etat=EtatMot.PRIS, now=NOW)
        with pytest.raises(NotVisibleError):
            services_vie.place_for(voisine.compte, lieu.pk, on=NOW.date())

    def test_a_withdrawn_card_takes_none(self, lieu: LieuDeVie, membre: Membre) -> None:
        services_vie.close_place(actor=membre.compte, lieu_de_vie_id=lieu.pk, ferme=True, now=NOW)

        with pytest.raises(NotVisibleError):
            left(lieu)

    def test_go_after_three_months(self, lieu: LieuDeVie) -> None:
        left(lieu)

        assert sweep(NOW.replace(month=12, day=31), dry_run=False)["annuaire.MotDepose"] == 0
        assert sweep(NOW.replace(year=2027, month=3), dry_run=False)["annuaire.MotDepose"] == 1


class TestThanks:
    @pytest.mark.parametrize(
        ("deposes", "pris", "dits"), [(10, 10, (None, None)), (11, 0, (11, None)), (15, 12, (15, None)), (12, 12, (12, 12)), (30, 15, (30, 15))]
    )
    def test_numbers_hide_everybody(self, lieu: LieuDeVie, membre: Membre, deposes: int, pris: int, dits: tuple[int | None, int | None]) -> None:
        for rang in range(deposes):
            mot = left(lieu, "")
            if rang < pris:
                services_vie.answer_word(actor=membre.compte, mot_id=mot.pk, etat=EtatMot.PRIS, now=NOW)

        assert selectors.thanks(lieu) == dits


class TestPages:
    def test_anyone_with_the_card_leaves_a_word(self, lieu: LieuDeVie) -> None:
        client = Client()
        page = client.get(f"/annuaire/mot/{lieu.code}/")
        assert "Ne nommez personne" in page.content.decode()

        refus = client.post(f"/annuaire/mot/{lieu.code}/", {"besoin": "argent", "mots": "Appelez le 06 12 34 56 78"})
        assert (refus.status_code, MotDepose.objects.count()) == (422, 0)
        assert "06 12 34 56 78" in refus.content.decode()

        envoi = client.post(f"/annuaire/mot/{lieu.code}/", {"besoin": "argent", "mots": "une dame âgée"})
        assert envoi["Location"] == f"/annuaire/mot/{lieu.code}/merci/"
        assert "à partir de 11 mots" in client.get(envoi["Location"]).content.decode()
        assert MotDepose.objects.get().besoin == "argent"

    def test_thanks_are_counted_behind_the_wall(self, lieu: LieuDeVie, membre: Membre) -> None:
        for _ in range(12):
            services_vie.answer_word(actor=membre.compte, mot_id=left(lieu, "").pk, etat=EtatMot.PRIS, now=NOW)
        ailleurs = signed_in(MembreFactory.create(role=Role.MEDIATEUR))

        # Whoever holds the card has no account, or one that meets people elsewhere: she reads no word, and both numbers.
        for client in (Client(), ailleurs, signed_in(membre)):
            page = client.get(f"/annuaire/mot/{lieu.code}/merci/").content.decode()
            assert "12 mots ont été laissés" in page
            assert "occupée de 12 d’entre eux" in page

    def test_one_address_leaves_five_an_hour(self, lieu: LieuDeVie) -> None:
        client = Client()
        codes = [client.post(f"/annuaire/mot/{lieu.code}/", {"besoin": "argent"}).status_code for _ in range(6)]

        assert codes == [302] * 5 + [429]
        assert MotDepose.objects.count() == 5

    def test_the_team_reads_and_each_reading_is_written(self, lieu: LieuDeVie, membre: Membre) -> None:
        mot = left(lieu)
        client = signed_in(membre)

        assert "huissier" in client.get("/annuaire/mots/").content.decode()
        assert Ligne.objects.filter(verb="lire_mots_deposes", actor_id=membre.compte_id, structure_id=membre.structure_id).count() == 1
        client.post(f"/annuaire/mots/{mot.pk}/repondre/", {"geste": "prendre"})
        mot.refresh_from_db()
        assert (mot.etat, mot.par) == (EtatMot.PRIS, membre.compte)
        assert "huissier" not in signed_in(MembreFactory.create(role=Role.MEDIATEUR)).get("/annuaire/mots/").content.decode()

    def test_the_card_leads_to_its_own_page(self, lieu: LieuDeVie, membre: Membre) -> None:
        reponse = signed_in(membre).get(f"/annuaire/lieux-de-vie/{lieu.pk}/carte/")

        with pypdfium2.PdfDocument(reponse.content) as document:
            assert len(document) == 1
            lus = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
            assert "Pharmacie du Centre" in document[0].get_textpage().get_text_range()
        assert [lu.text.endswith(f"/annuaire/mot/{lieu.code}/") for lu in lus] == [True]

    def test_a_new_place(self, membre: Membre) -> None:
        client = signed_in(membre)
        reponse = client.post("/annuaire/lieux-de-vie/", {"structure": membre.structure_id, "nom": "Café", "genre": "cafe", "adresse": ""}, follow=True)

        assert "Café" in reponse.content.decode()
        assert client.post("/annuaire/lieux-de-vie/", {"structure": 999_999, "nom": "Café", "genre": "cafe"}).status_code == 422
