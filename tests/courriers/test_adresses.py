"""The address of whom a letter is for: proposed from the directory, chosen, still typed over; never made up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from droits_ouverts.courriers.adresses import Adresse, known_addresses, with_address
from droits_ouverts.courriers.models import Courrier
from droits_ouverts.courriers.rules import VIDE
from droits_ouverts.courriers.selectors import open_text
from tests.factories.annuaire import imported, structure
from tests.factories.courriers import a_letter
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, followed

UNE = Adresse(id=1, lignes=("CAF du Rhône", "67 boulevard Vivier-Merle", "69003 Lyon"), maj_le=date(2026, 10, 1))


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


class TestItsLines:
    def test_take_the_place_of_the_dots_and_leave_what_was_typed(self) -> None:
        assert with_address(f"CAF du Rhône\nAdresse : {VIDE}\n{VIDE}", UNE) == "CAF du Rhône\n67 boulevard Vivier-Merle\n69003 Lyon"
        assert with_address(f"CAF du Rhône\nService des recours\nAdresse : {VIDE}", UNE).splitlines()[:2] == ["CAF du Rhône", "Service des recours"]

    def test_are_not_written_twice(self) -> None:
        une_fois = with_address("CAF du Rhône", UNE)
        assert with_address(une_fois, UNE) == une_fois


@pytest.mark.django_db
class TestTheDirectory:
    def test_knows_the_body_by_all_the_words_of_its_name(self) -> None:
        imported(
            [
                structure(1, nom="CAF du Rhône - accueil de Vénissieux", adresse="1 rue Zola", date_maj="2026-09-01"),
                structure(2, nom="Caf du Rhone", adresse="67 boulevard Vivier-Merle", commune="Lyon", code_postal="69003"),
                structure(3, nom="Association du Rhône", adresse="2 rue de la CAF"),
                structure(4, nom="CAF du Rhône, sans adresse", adresse=""),
            ]
        )

        assert [une.lignes[1] for une in known_addresses("CAF du Rhône")] == ["67 boulevard Vivier-Merle", "1 rue Zola"]
        assert known_addresses("MDMPH du Rhône et de la Métropole de Lyon") == []
        assert known_addresses("Organisme qui a décidé") == []

    def test_chosen_on_the_page_it_is_written_and_typed_over(self) -> None:
        imported([structure(1, nom="MDMPH du Rhône et de la Métropole de Lyon", adresse="8 rue Jonas Salk", commune="Lyon", code_postal="69007")])
        membre = MembreFactory.create()
        aah = followed(membre, person_of(membre, "Zqawa"), "depose", droit="aah", depuis=date(2026, 6, 3))
        lettre = a_letter(membre, aah, "motifs")
        client = Client()
        client.force_login(membre.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        adresse = reverse("courriers:courrier", args=[aah.pk, lettre.pk])
        texte = open_text(lettre)
        assert texte is not None
        (une,) = known_addresses("MDMPH du Rhône et de la Métropole de Lyon")
        assert f'value="{une.id}"' in client.get(adresse).content.decode()

        saisi = {"rang_vu": "0", "expediteur": texte.expediteur, "objet": "Mon objet", "corps": texte.corps, "destinataire": texte.destinataire}
        assert client.post(adresse, saisi | {"adresse": "999999999999"}).status_code == 302
        lu = open_text(Courrier.objects.get())
        assert lu is not None
        assert VIDE in lu.destinataire
        assert client.post(adresse, saisi | {"adresse": str(une.id)}).status_code == 302
        lu = open_text(Courrier.objects.get())
        assert lu is not None
        assert (lu.objet, lu.destinataire.splitlines()[-2:]) == ("Mon objet", ["8 rue Jonas Salk", "69007 Lyon"])
        assert VIDE not in lu.destinataire
        assert client.post(adresse, saisi | {"destinataire": "Ailleurs", "adresse": "x" * 50}).status_code == 302
