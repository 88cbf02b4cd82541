"""Contact safety: nothing leaves for a person but through one question, and the words tell nothing to whoever else reads them."""

from __future__ import annotations

import ast
import itertools
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from droits_ouverts.coffre.services import open_sealed
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import messages, rules_contact
from droits_ouverts.personnes.enums import Moyen
from droits_ouverts.personnes.errors import ContactRefusedError
from droits_ouverts.personnes.rules_contact import Contact, Refus, cleaned, may_contact
from droits_ouverts.personnes.selectors import contact_context, open_contact
from droits_ouverts.personnes.services_droits import set_contact
from droits_ouverts.structures.models import Membre
from droits_ouverts.ui.langues import LANGUES
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.house.repo import PACKAGE

if TYPE_CHECKING:
    from pathlib import Path

    from droits_ouverts.personnes.models import Personne

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MIDI = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)
TOUT = Contact(telephone="06 00 00 00 01", adresse="chez sa sœur", permis=tuple(Moyen.values), discretion="son mari")
INTERDITS = (
    "droit",
    "rsa",
    "caf",
    "aide",
    "social",
    "association",
    "dossier",
    "rendez",
    "service",
    "right",
    "benefit",
    "help",
    "case",
    "حقوق",
    "مساعد",
    "جمعي",
    "ملف",
)


@pytest.fixture
def membre(db: None) -> Membre:
    return MembreFactory.create()


@pytest.fixture
def safi(membre: Membre) -> Personne:
    return person_of(membre)


class TestTheGate:
    @pytest.mark.parametrize("moyen", list(Moyen))
    def test_nobody_is_reached_before_she_was_asked(self, moyen: Moyen) -> None:
        assert may_contact(None, moyen, heure=10, neutre=True) is Refus.JAMAIS_DEMANDE
        assert may_contact(Contact(), moyen, heure=10, neutre=True) is Refus.PAS_D_ACCORD

    def test_each_refusal_has_its_words(self) -> None:
        assert set(rules_contact.REFUS_DITS) == set(Refus)

    def test_by_an_independent_table(self) -> None:
        """Every mix of what she allows, gave, of hours and words, against a rule written another way."""
        gens = itertools.product(
            itertools.chain.from_iterable(itertools.combinations(Moyen.values, n) for n in range(4)), ("", "06"), ("", "ici"), (True, False)
        )
        vus = 0
        for permis, telephone, adresse, neutre in gens:
            for (de, a), heure, dit_rien, moyen in itertools.product([(0, 0), (9, 12)], (8, 9, 11, 12), (True, False), Moyen):
                contact = Contact(permis=permis, telephone=telephone, adresse=adresse, neutre=neutre, de_heure=de, a_heure=a)
                ecrit = moyen == "ecrire"
                heures = ecrit or a == 0 or heure in range(de, a)
                permise = moyen in permis and bool(adresse if ecrit else telephone) and heures and (dit_rien or not neutre)
                assert (may_contact(contact, moyen, heure=heure, neutre=dit_rien) is None) == permise
                vus += 1
        assert vus == 8 * 2 * 2 * 2 * 2 * 4 * 2 * 3

    def test_what_may_not_be_used_is_not_kept(self) -> None:
        assert cleaned(replace(TOUT, permis=("message",))) == replace(TOUT, telephone="", adresse="", permis=())
        assert cleaned(replace(TOUT, permis=("appeler",), de_heure=12, a_heure=9)) == replace(TOUT, adresse="", permis=("appeler",))

    def test_a_message_is_refused_in_words(self) -> None:
        with pytest.raises(ContactRefusedError) as refus:
            messages.write_message(replace(TOUT, permis=()), Moyen.ECRIRE, langue="fr", now=MIDI)

        assert "elle ne veut pas" in refus.value.why


class TestNeutralWords:
    @pytest.mark.parametrize("langue", [langue.code for langue in LANGUES])
    @pytest.mark.parametrize("moyen", list(Moyen))
    def test_tell_nothing(self, langue: str, moyen: Moyen) -> None:
        texte = messages.write_message(TOUT, moyen, langue=langue, now=MIDI).texte

        assert texte
        assert told(texte) == []
        with translation.override("fr"):
            assert langue == "fr" or texte != messages.NEUTRES[moyen]

    def test_words_that_tell_are_seen(self) -> None:
        assert told("Bonjour, c’est l’association, pour votre RSA.") == ["rsa", "association"]


def told(texte: str) -> list[str]:
    return [mot for mot in INTERDITS if mot in texte.lower()]


def reaching(root: Path) -> list[str]:
    """Files of the rooms that know persons which could send something by themselves: a mail, a request outside."""
    portes = {"django.core.mail", "smtplib", "urllib.request", "httpx", "requests"}
    found = []
    for room in ("personnes", "bilan"):
        for path in sorted((root / room).rglob("*.py")):
            arbre = ast.parse(path.read_text(encoding="utf-8"))
            noms = {n.module for n in ast.walk(arbre) if isinstance(n, ast.ImportFrom) and n.module}
            noms |= {name.name for n in ast.walk(arbre) if isinstance(n, ast.Import) for name in n.names}
            if noms & portes and path.name != "messages.py":
                found.append(path.name)
    return found


class TestNothingLeavesAround:
    def test_the_rooms_of_persons_send_nothing_by_themselves(self) -> None:
        assert reaching(PACKAGE) == []

    def test_one_that_would_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "personnes").mkdir()
        (tmp_path / "personnes" / "relance.py").write_text("from django.core.mail import send_mail\n", encoding="utf-8")

        assert reaching(tmp_path) == ["relance.py"]


class TestWhatIsKept:
    def test_is_sealed(self, membre: Membre, safi: Personne) -> None:
        kept = set_contact(actor=membre.compte, personne_id=safi.pk, contact=TOUT, now=MIDI)
        kept.refresh_from_db()

        assert "06 00" not in kept.contact_scelle
        assert open_contact(kept) == TOUT
        assert b"son mari" in open_sealed(kept.contact_scelle, context=contact_context(kept))

    def test_is_noted_by_nobody_of_another_structure(self, safi: Personne) -> None:
        with pytest.raises(NotVisibleError):
            set_contact(actor=MembreFactory.create().compte, personne_id=safi.pk, contact=TOUT, now=MIDI)


class TestPages:
    def test_her_page_says_it_first_and_plainly(self, membre: Membre, safi: Personne) -> None:
        client = Client()
        client.force_login(membre.compte, backend=BACKEND)
        page = reverse("personnes:personne", args=[safi.pk])
        before = client.get(page).content.decode()
        sent = client.post(
            reverse("personnes:contact", args=[safi.pk]), {"permis": ["appeler"], "telephone": "06 00 00 00 01", "discretion": "son mari"}, follow=True
        )
        after = sent.content.decode()

        assert "Ne l’appelez pas, ne lui écrivez pas" in before
        assert "son mari" in after
        assert "Non : elle ne veut pas." in after
        assert after.index("son mari") < after.index("Ses bilans")

    @pytest.mark.parametrize(
        "faux",
        [
            {"permis": ["ecrire"]},
            {"permis": ["appeler"]},
            {"permis": ["message"], "telephone": "06"},
            {"permis": ["x"]},
            {"permis": ["appeler"], "telephone": "06", "de_heure": "9"},
            {"permis": ["appeler"], "telephone": "06", "de_heure": "12", "a_heure": "9"},
            {"a_heure": "99"},
        ],
    )
    def test_a_contradiction_is_told_and_nothing_is_kept(self, membre: Membre, safi: Personne, faux: dict[str, object]) -> None:
        client = Client()
        client.force_login(membre.compte, backend=BACKEND)

        assert client.post(reverse("personnes:contact", args=[safi.pk]), faux).status_code == 422
        safi.refresh_from_db()
        assert safi.contact_scelle == ""
