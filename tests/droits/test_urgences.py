"""Urgent needs: each number has its source and its hours, the first of each need answers at night, places are told when verified."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from droits_ouverts.droits.enums import Grade
from droits_ouverts.droits.problemes import CatalogueError
from droits_ouverts.droits.urgences import FICHIER, Besoin, load_urgences, read_urgences

TEXTE = FICHIER.read_text(encoding="utf-8")
LIEU = "lieux:\n      - {{nom: Un lieu, adresse: 1 rue du Test, horaires: le jour, source: 'https://exemple.fr', source_le: '2026', grade: {grade}}}"


def faults(text: str) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read_urgences(text)
    return [probleme.constat for probleme in caught.value.problemes]


class TestTheFile:
    def test_holds_every_need_once(self) -> None:
        assert list(load_urgences().besoins) == list(Besoin)

    def test_the_first_number_of_each_answers_day_and_night(self) -> None:
        urgences = load_urgences()

        assert all(besoin.numeros[0].jour_et_nuit for besoin in (*urgences.besoins.values(), *urgences.toujours))

    def test_each_number_says_where_it_was_read_and_is_no_guess(self) -> None:
        assert [n.code for n in load_urgences().numeros.values() if not n.preuve.source.startswith("https://") or n.preuve.grade is Grade.A_VERIFIER] == []

    def test_text_messages_are_written_not_dialled(self) -> None:
        numeros = load_urgences().numeros

        assert (numeros["114"].lien, numeros["115"].lien, numeros["sos_loyers"].lien) == ("sms:114", "tel:115", "tel:0805160075")

    def test_no_place_is_told_that_nobody_verified(self) -> None:
        assert [lieu for besoin in load_urgences().besoins.values() for lieu in besoin.lieux] == []

    def test_only_yes_tells_a_need(self) -> None:
        urgences = load_urgences()

        assert urgences.needs({"toit": "oui", "bebe": "non", "soins": "refus"}) == [urgences.besoins[Besoin.TOIT]]


class TestTheReaderBites:
    def test_a_number_of_office_hours_never_comes_first(self) -> None:
        assert "le premier numéro ne répond pas la nuit." in faults(TEXTE.replace("numeros: ['17', '115', sos_loyers]", "numeros: [sos_loyers]"))

    def test_a_probable_place_is_refused_and_a_verified_one_taken(self) -> None:
        assert "ce n’est pas assez sûr pour une urgence." in faults(TEXTE.replace("lieux: []", LIEU.format(grade="probable"), 1))
        assert read_urgences(TEXTE.replace("lieux: []", LIEU.format(grade="verifie"), 1)).besoins[Besoin.NOURRITURE].lieux[0].nom == "Un lieu"

    def test_a_number_without_source_is_refused(self) -> None:
        assert "elle est vide." in faults(TEXTE.replace("source: https://solidaritefemmes.org/appeler-le-3919/", "source: null"))

    def test_a_need_that_is_missing_is_named(self) -> None:
        assert any("les besoins ne sont pas ceux de la liste" in fault for fault in faults(TEXTE.replace("code: soins", "code: violence")))


class TestPage:
    def test_opens_without_an_account_and_gives_each_number_to_dial(self, client: Client, db: None) -> None:
        page = client.get(reverse("droits:urgences"))

        assert reverse("droits:urgences") == "/urgences/"
        assert page.status_code == 200
        for numero in load_urgences().numeros.values():
            assert f'href="{numero.lien}"' in page.content.decode()

    def test_violence_offers_to_leave_at_once(self, client: Client, db: None) -> None:
        section = re.search(r'<section class="carte" id="violence".*?</section>', client.get(reverse("droits:urgences")).content.decode(), re.DOTALL)

        assert section
        assert "data-quitter" in section.group(0)
