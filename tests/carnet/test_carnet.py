"""A person's own page: opened by the code that she received, for some minutes; it tells nothing that endangers her, and stops when it must."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from droits_ouverts.bilan.portees import DROITS_NOTES, DROITS_ORDINAIRES, DROITS_SANTE, DROITS_SEJOUR
from droits_ouverts.carnet import page, rules, services
from droits_ouverts.carnet.errors import CarnetChangeError, RisqueError
from droits_ouverts.carnet.models import Carnet
from droits_ouverts.carnet.web import views_page
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.enums import ModeAccord, Obstacle
from droits_ouverts.personnes.errors import ErasureAskedError
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules_contact import Contact
from droits_ouverts.personnes.services_droits import ask_erasure, set_contact
from droits_ouverts.personnes.signals import personne_effacee
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.enums import Etat
from droits_ouverts.ui.langues import language
from tests.documents.test_web import signed_in
from tests.factories.agendas import an_action, appointment
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import followed

pytestmark = pytest.mark.django_db
SURE = Contact(permis=("ecrire",), adresse="1 rue Neuve", neutre=False)
CODE, OUVERTE, VUE = "/page/", "/page/ouverte/", "/page/vue/"


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def safi(membre: Membre) -> Personne:
    qui = person_of(membre, "Safi", now=timezone.now())
    return set_contact(actor=membre.compte, personne_id=qui.pk, contact=SURE, now=timezone.now())


def code_of(membre: Membre, personne: Personne, *, malgre: bool = False, **mots: str) -> str:
    return services.give_page(actor=membre.compte, personne_id=personne.pk, mots=rules.Mots(**mots), malgre_le_risque=malgre, now=timezone.now()).code


def opened(code: str) -> Client:
    client = Client()
    assert client.post(CODE, {"code": code}).status_code == 302
    return client


def verbs() -> list[str]:
    return list(Ligne.objects.order_by("pk").values_list("verb", flat=True))


class TestCode:
    def test_is_kept_by_a_keyed_digest_alone(self, membre: Membre, safi: Personne, settings: object) -> None:
        code = code_of(membre, safi, numero="04 00 00 00 00")
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM carnet_carnet")
            base = repr(cursor.fetchall())

        assert not [mot for mot in (code, code.replace("-", ""), "04 00") if mot in base]
        avant = services.digest_of("A")
        settings.SECRET_KEY = "another"  # type: ignore[attr-defined]  # the fixture of pytest-django
        assert services.digest_of("A") != avant

    def test_opens_as_it_is_typed_and_is_counted(self, membre: Membre, safi: Personne) -> None:
        code = code_of(membre, safi)

        for tape in (code, code.lower(), code.replace("-", "  ")):
            assert services.open_page(tape, now=timezone.now()) is not None

        assert Carnet.objects.get().ouvertures == 3
        assert verbs().count("ouvrir_page") == 3
        assert set(Ligne.objects.filter(verb="ouvrir_page").values_list("actor_id", "thing_kind", "thing_id")) == {(None, "personne", str(safi.pk))}

    @pytest.mark.parametrize("fin", ["expired", "closed", "replaced", "erasure asked", "erased"])
    def test_opens_nothing_once_over(self, membre: Membre, safi: Personne, fin: str) -> None:
        code, now = code_of(membre, safi), timezone.now()
        client = opened(code)
        if fin == "expired":
            Carnet.objects.update(donne_at=now - timedelta(days=91), expire_at=now)
        elif fin == "closed":
            services.revoke_page(actor=membre.compte, personne_id=safi.pk, now=now)
        elif fin == "replaced":
            code_of(membre, safi)
        elif fin == "erasure asked":
            ask_erasure(actor=membre.compte, personne_id=safi.pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=now)
        else:
            personne_effacee.send(sender=Personne, structure_id=safi.structure_id, personne_id=safi.pk)

        assert services.open_page(code, now=timezone.now()) is None
        # A page that was open shows nothing more.
        assert client.get(OUVERTE).status_code == client.get(VUE).status_code == 302

    def test_serves_three_months(self, membre: Membre, safi: Personne) -> None:
        code_of(membre, safi)

        carnet = Carnet.objects.get()
        assert 89 <= (carnet.expire_at - carnet.donne_at).days <= 92

    def test_is_not_given_while_she_is_to_be_erased(self, membre: Membre, safi: Personne) -> None:
        ask_erasure(actor=membre.compte, personne_id=safi.pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=timezone.now())

        with pytest.raises(ErasureAskedError):
            code_of(membre, safi)

    def test_is_given_and_closed_by_who_holds_her(self, membre: Membre, safi: Personne) -> None:
        ailleurs = MembreFactory.create()
        with pytest.raises(NotVisibleError):
            code_of(ailleurs, safi)
        code_of(membre, safi)
        with pytest.raises(NotVisibleError):
            services.revoke_page(actor=ailleurs.compte, personne_id=safi.pk, now=timezone.now())

        services.revoke_page(actor=membre.compte, personne_id=safi.pk, now=timezone.now())
        with pytest.raises(CarnetChangeError):
            services.revoke_page(actor=membre.compte, personne_id=safi.pk, now=timezone.now())


class TestRisk:
    @pytest.mark.parametrize(
        ("contact", "insiste"),
        [(None, True), (SURE, False), (Contact(permis=("ecrire",), adresse="x", neutre=True), True), (Contact(permis=("appeler",), neutre=False), True)],
    )
    def test_she_insists_or_there_is_no_page(self, membre: Membre, contact: Contact | None, *, insiste: bool) -> None:
        qui = person_of(membre, "Lina", now=timezone.now())
        if contact:
            set_contact(actor=membre.compte, personne_id=qui.pk, contact=contact, now=timezone.now())
        session = signed_in(membre)

        assert ("malgre" in session.get(reverse("carnet:donner", args=[qui.pk])).content.decode()) is insiste
        if insiste:
            with pytest.raises(RisqueError):
                code_of(membre, qui)
            assert session.post(reverse("carnet:donner", args=[qui.pk]), {"qui": "Inès"}).status_code == 422
            assert not Carnet.objects.exists()
        code_of(membre, qui, malgre=insiste)
        assert Carnet.objects.get().malgre_le_risque is insiste

    def test_neutral_it_names_nobody(self, membre: Membre) -> None:
        qui = person_of(membre, "Lina", now=timezone.now())
        appointment(membre, qui, now=timezone.now(), jour=timezone.localdate() + timedelta(days=3))
        client = opened(code_of(membre, qui, malgre=True, qui="Inès", numero="04 00 00 00 01"))

        pages = client.get(OUVERTE).content.decode() + client.get(VUE).content.decode()

        assert "04 00 00 00 01" in pages
        assert not [mot for mot in ("Inès", str(membre.structure), membre.compte.nom, "Bureau 3", "Lina", "Exemple") if mot in pages]

    @pytest.mark.parametrize(
        "mots",
        [
            "Porter plainte",
            "Aller à la préfecture",
            "Rendez-vous chez le médecin",
            "Dossier MDPH",
            "Renouveler son TITRE de séjour",
            "Voir l’avocate",
            "Hôpital lundi",
        ],
    )
    def test_words_that_tell_too_much_are_not_repeated(self, membre: Membre, safi: Personne, mots: str) -> None:
        an_action(membre, safi, quoi=mots, qui="personne", now=timezone.now())
        an_action(membre, safi, quoi="Apporter le bail", qui="personne", now=timezone.now())
        an_action(membre, safi, quoi="Appeler la CAF pour elle", now=timezone.now())

        vue = opened(code_of(membre, safi)).get(OUVERTE).content.decode()

        assert mots not in vue
        assert "Quelque chose à voir ensemble" in vue
        assert "Apporter le bail" in vue
        assert "Appeler la CAF pour elle" not in vue

    @given(st.sampled_from(sorted(DROITS_SANTE | DROITS_SEJOUR | DROITS_NOTES)))
    def test_no_right_of_these_is_in_the_list_of_those_shown(self, code: str) -> None:
        assert code not in DROITS_ORDINAIRES

    def test_a_right_that_tells_too_much_is_not_named(self, membre: Membre, safi: Personne) -> None:
        followed(membre, safi, "choisi", "depose", droit="aah", now=timezone.now())
        followed(membre, safi, "choisi", "depose", droit="prime_activite", now=timezone.now())

        vue = opened(code_of(membre, safi)).get(OUVERTE).content.decode()

        assert page.label_of("prime_activite") in vue
        assert "La demande est partie" in vue
        assert page.label_of("aah") not in vue
        assert "D’autres démarches avancent" in vue

    def test_what_she_gave_up_is_left_in_peace(self, membre: Membre, safi: Personne) -> None:
        followed(membre, safi, "propose", "ecarte", now=timezone.now())

        vue = opened(code_of(membre, safi)).get(OUVERTE).content.decode()

        assert page.label_of("prime_activite") not in vue
        assert "D’autres démarches" not in vue

    def test_each_step_is_said_or_left_out_on_purpose(self) -> None:
        assert set(Etat) - set(page.PAS) == {Etat.ECARTE, Etat.RENONCE, Etat.ANNULE}


class TestScreen:
    def test_has_no_trace_of_her(self, membre: Membre, safi: Personne) -> None:
        code = code_of(membre, safi)
        client = opened(code)

        for adresse in (CODE, OUVERTE, VUE):
            reponse = client.get(adresse) if adresse != CODE else Client().get(adresse)
            texte = reponse.content.decode()
            assert "no-store" in reponse["Cache-Control"]
            assert reponse["X-Robots-Tag"] == "noindex, nofollow"
            assert re.search(r"<title>\s*Page\s*</title>", texte)
            assert "data-quitter" in texte
            assert "Droits Ouverts" not in texte
            assert not [mot for mot in (code, "Safi", f"/{safi.pk}/") if mot in texte]
        assert client.get(OUVERTE)["Refresh"] == "600; url=/page/"

    @pytest.mark.parametrize(("secondes", "etat"), [(599, 200), (601, 302)])
    def test_leaves_after_ten_minutes_whatever_is_read(self, membre: Membre, safi: Personne, monkeypatch: pytest.MonkeyPatch, secondes: int, etat: int) -> None:
        client = opened(code_of(membre, safi))
        plus_tard = timezone.now() + timedelta(seconds=secondes)
        client.get(OUVERTE)
        monkeypatch.setattr(views_page.timezone, "now", lambda: plus_tard)

        assert client.get(OUVERTE).status_code == etat

    def test_closed_on_this_device_asks_for_the_code_again(self, membre: Membre, safi: Personne) -> None:
        client = opened(code_of(membre, safi))

        client.post("/page/fermer/")

        assert client.get(OUVERTE).status_code == 302
        assert Client().get(OUVERTE).status_code == 302

    def test_wrong_codes_slow_an_address_and_lock_nobody_out(self, membre: Membre, safi: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(views_page, "FAUX_PAR_ADRESSE", 2)
        code, client = code_of(membre, safi), Client()

        etats = [client.post(CODE, {"code": faux}).status_code for faux in ("AAAAA-AAAAA", "x", "BBBBB-BBBBB", "")]

        assert etats == [422, 422, 429, 422]
        assert Client(REMOTE_ADDR="192.0.2.9").post(CODE, {"code": code}).status_code == 302

    @pytest.mark.parametrize(("langue", "sens"), [("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")])
    def test_is_in_the_language_she_asks(self, membre: Membre, safi: Personne, langue: str, sens: str) -> None:
        reponse = opened(code_of(membre, safi)).get(OUVERTE, {"langue": langue})

        assert f'lang="{langue}" dir="{sens}"' in reponse.content.decode()

    def test_of_an_unknown_language_is_in_hers(self, safi: Personne) -> None:
        assert page.language_of(safi, "") == language("fr")

    def test_costs_as_much_whatever_there_is(self, membre: Membre, safi: Personne, django_assert_max_num_queries: object) -> None:
        for rang in range(6):
            appointment(membre, safi, now=timezone.now(), jour=timezone.localdate() + timedelta(days=3 + rang))
            an_action(membre, safi, qui="personne", now=timezone.now())
        client = opened(code_of(membre, safi))
        followed(membre, safi, "choisi", "depose", now=timezone.now())

        for adresse in (OUVERTE, VUE):
            with django_assert_max_num_queries(12 + 1):  # type: ignore[operator]  # the fixture of pytest-django; and the session
                assert client.get(adresse).status_code == 200

    def test_says_who_saw_her_file_and_that_her_page_was_opened(self, membre: Membre, safi: Personne) -> None:
        signed_in(membre).get(reverse("personnes:personne", args=[safi.pk]))
        vue = opened(code_of(membre, safi)).get(VUE).content.decode()

        assert membre.compte.nom in vue
        assert "Votre page, avec votre code" in vue


class TestGiving:
    def test_shows_the_code_once_and_closes_in_one_tap(self, membre: Membre, safi: Personne) -> None:
        session, adresse = signed_in(membre), reverse("carnet:donner", args=[safi.pk])

        donne = session.post(adresse, {"qui": "Inès", "numero": "04 00"}).content.decode()
        trouve = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", donne)
        assert trouve is not None
        assert "http://testserver/page/" in donne
        assert "<svg" in donne
        apres = session.get(adresse).content.decode()
        assert trouve.group() not in apres
        assert services.open_page(trouve.group(), now=timezone.now()) is not None

        session.post(reverse("carnet:fermer", args=[safi.pk]))

        assert services.open_page(trouve.group(), now=timezone.now()) is None
        assert verbs().count("fermer_page") == 1

    def test_her_page_leads_to_it(self, membre: Membre, safi: Personne) -> None:
        vue = signed_in(membre).get(reverse("personnes:personne", args=[safi.pk])).content.decode()

        assert reverse("carnet:donner", args=[safi.pk]) in vue
