"""Components say in words what they show, and tie errors to fields."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import engines

from droits_ouverts.ui.icones import ICONES
from droits_ouverts.ui.templatetags.ui import ETATS


def render(source: str, **context: object) -> BeautifulSoup:
    return BeautifulSoup(engines["django"].from_string(source).render(context), "html.parser")


class LoyerForm(forms.Form):
    loyer = forms.IntegerField(label="Votre loyer", help_text="En euros par mois.", min_value=0)
    statut = forms.ChoiceField(label="Votre logement", choices=[("locataire", "Locataire"), ("inconnu", "Je ne sais pas")], widget=forms.RadioSelect)
    accord = forms.BooleanField(label="Je suis d’accord", required=False)


def bound(**data: str) -> LoyerForm:
    form = LoyerForm(data)
    form.is_valid()
    return form


class TestIcons:
    @pytest.mark.parametrize("nom", sorted(ICONES))
    def test_each_is_drawn_and_hidden_from_screen_readers(self, nom: str) -> None:
        svg = render("{% icone nom %}", nom=nom).svg

        assert svg is not None
        assert svg["aria-hidden"] == "true"
        assert svg.find(["path", "circle"]) is not None

    def test_with_a_title_it_speaks_and_the_title_is_escaped(self) -> None:
        svg = render("{% icone 'porte' titre %}", titre='<b>"porte"</b>').svg

        assert svg is not None
        assert (svg["role"], svg["aria-label"]) == ("img", '<b>"porte"</b>')
        assert svg.b is None

    def test_those_that_point_turn_with_the_direction_of_writing(self) -> None:
        turning = [nom for nom in ICONES if "icone--sens" in str(render("{% icone nom %}", nom=nom))]

        assert sorted(turning) == ["fleche", "retour", "sortie"]

    def test_an_unknown_one_is_a_mistake(self) -> None:
        with pytest.raises(KeyError):
            render("{% icone 'licorne' %}")

    def test_all_have_one_stroke_weight_given_by_the_sheet(self) -> None:
        assert not [nom for nom, shapes in ICONES.items() if re.search(r"stroke|style|fill=\"(?!currentColor)", shapes)]


class TestState:
    @pytest.mark.parametrize(
        ("code", "modifier", "words"),
        [
            ("probable", "etat--probable", "Probable"),
            ("a_verifier", "etat--a-verifier", "À vérifier"),
            ("hors", "etat--hors", "Pas dans cette situation"),
            ("recu", "etat--recu", "Déjà reçu"),
        ],
    )
    def test_it_is_said_in_words_with_a_sign(self, code: str, modifier: str, words: str) -> None:
        span = render("{% etat code %}", code=code).span

        assert span is not None
        assert modifier in span["class"]
        assert span.get_text(strip=True) == words
        assert span.svg is not None

    def test_other_words_may_replace_the_usual_ones(self) -> None:
        assert render("{% etat 'hors' 'Écartée par Awa' %}").get_text(strip=True) == "Écartée par Awa"

    def test_no_state_says_non_eligible(self) -> None:
        assert not [words for _, _, words in ETATS.values() if "éligible" in str(words).lower()]


class TestInterval:
    @pytest.mark.parametrize(
        ("minimum", "maximum", "scale", "start", "width"),
        [(216, 326, 500, 432, 220), (0, 402, 500, 0, 804), (0, 0, 500, 0, 14), (500, 500, 500, 986, 14), (100, 900, 500, 111, 889), (-5, 10, 100, 0, 100)],
    )
    def test_it_is_drawn_to_scale_and_inside_the_bar(self, minimum: float, maximum: float, scale: float, start: int, width: int) -> None:
        bar = render("{% intervalle a b c %}", a=minimum, b=maximum, c=scale)

        span = bar.find("rect", class_="intervalle__plage")
        assert (int(span["x"]), int(span["width"])) == (start, width)
        assert start + width <= 1000
        assert bar.div is not None
        assert bar.div["aria-hidden"] == "true"


class TestField:
    def test_label_help_and_error_are_tied_to_the_control(self) -> None:
        form = bound(loyer="-3")

        page = render("{% champ form.loyer %}", form=form)

        control = page.find("input")
        ids = control["aria-describedby"].split()
        assert page.label is not None
        assert page.label["for"] == control["id"]
        assert control["aria-invalid"] == "true"
        assert control["value"] == "-3"
        assert ["En euros par mois." in page.find(id=ids[0]).get_text(), "0" in page.find(id=ids[1]).get_text()] == [True, True]

    def test_without_mistake_nothing_is_said(self) -> None:
        page = render("{% champ form.loyer %}", form=LoyerForm())

        assert "aria-invalid" not in page.find("input").attrs
        assert page.find(class_="champ__erreur") is None

    def test_choices_are_cards_in_a_group_with_its_question(self) -> None:
        page = render("{% champ form.statut %}", form=bound(loyer="1"))

        cards = page.find_all("label", class_="choix__carte")
        assert page.fieldset is not None
        assert page.fieldset.legend is not None
        assert page.fieldset.legend.get_text() == "Votre logement"
        assert [card.get_text(strip=True) for card in cards] == ["Locataire", "Je ne sais pas"]
        assert all(card.input["type"] == "radio" and card["for"] == card.input["id"] for card in cards)
        assert page.find(id=page.fieldset["aria-describedby"]) is not None

    def test_a_box_is_one_card(self) -> None:
        page = render("{% champ form.accord %}", form=LoyerForm())

        assert page.label is not None
        assert page.label.input["type"] == "checkbox"


class TestSummary:
    def test_each_mistake_links_to_its_field(self) -> None:
        form = bound(loyer="-3")
        page = render("{% erreurs form %}{% champ form.loyer %}{% champ form.statut %}", form=form)

        links = page.find(id="erreurs").find_all("a")

        assert page.find(id="erreurs")["role"] == "alert"
        assert page.find(id="erreurs").h2.get_text() == "2 réponses sont à reprendre"
        assert len(links) == 2
        assert all(page.find(id=link["href"][1:]) is not None for link in links)

    def test_it_is_silent_without_mistakes(self) -> None:
        assert render("{% erreurs form %}", form=LoyerForm()).get_text(strip=True) == ""
