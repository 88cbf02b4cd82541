"""The calendar, read back by a reader of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from droits_ouverts.delais.ics import JourAgenda, escaped, folded, stable_uid, write_calendar
from droits_ouverts.foundation.langue import speaking

AT = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
TEXTES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=300)


def unfold(texte: str) -> list[str]:
    """The lines of a calendar as they were before they were cut (RFC 5545, 3.1)."""
    assert texte.endswith("\r\n")
    lignes: list[str] = []
    for ligne in texte[:-2].split("\r\n"):
        if ligne[:1] == " ":
            lignes[-1] += ligne[1:]
        else:
            lignes.append(ligne)
    return lignes


def unescape(valeur: str) -> str:
    dit, suite = "", iter(valeur)
    for signe in suite:
        suivant = next(suite) if signe == "\\" else ""
        dit += {"n": "\n", "N": "\n"}.get(suivant, suivant) if suivant else signe
    return dit


def read_back(texte: str) -> list[dict[str, str]]:
    """The events of a calendar: name of a property, without its parameters, to its value. What is nested is checked and left out."""
    pile: list[str] = []
    evenements: list[dict[str, str]] = []
    for ligne in unfold(texte):
        tete, _, valeur = ligne.partition(":")
        nom = tete.partition(";")[0]
        if nom == "BEGIN":
            pile.append(valeur)
            if valeur == "VEVENT":
                evenements.append({})
        elif nom == "END":
            assert pile.pop() == valeur
        elif pile[-1] == "VEVENT":
            assert nom not in evenements[-1]
            evenements[-1][nom] = unescape(valeur)
    assert pile == []
    return evenements


def jour(uid: str, le: date, **autres: int) -> JourAgenda:
    return JourAgenda(uid=uid, le=le, **autres)


class TestCalendar:
    def test_is_read_back_as_it_was_written(self) -> None:
        texte = write_calendar(
            [jour("b@x", date(2026, 12, 31), version=2), jour("a@x", date(2026, 12, 7), rappel_jours=3)], nom="Échéances, Awa ; et\nmoi", at=AT
        )

        un, deux = read_back(texte)
        assert (un["UID"], un["DTSTART"], un["DTEND"], un["SEQUENCE"]) == ("a@x", "20261207", "20261208", "0")
        assert (deux["UID"], deux["DTSTART"], deux["DTEND"], deux["SEQUENCE"]) == ("b@x", "20261231", "20270101", "2")
        assert un["DTSTAMP"] == "20261127T093000Z"
        assert [unescape(ligne.partition(":")[2]) for ligne in unfold(texte) if ligne.startswith("X-WR-CALNAME")] == ["Échéances, Awa ; et\nmoi"]
        assert texte.count("TRIGGER:-P3D") == 1

    def test_says_nothing_of_what_falls_due(self) -> None:
        with speaking("fr"):
            evenements = read_back(write_calendar([jour(stable_uid("rsa d’Awa", domaine="droits.example"), date(2026, 12, 7))], nom="Échéances", at=AT))

        assert {evenement["SUMMARY"] for evenement in evenements} == {"Échéance d’un droit"}
        assert set(evenements[0]) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "CLASS", "TRANSP"}
        assert "rsa" not in evenements[0]["UID"]

    def test_the_same_days_give_the_same_text_whatever_their_order(self) -> None:
        jours = [jour(f"{rang}@x", date(2026, 12, 1 + rang % 3)) for rang in range(9)]

        assert write_calendar(jours, nom="x", at=AT) == write_calendar(reversed(jours), nom="x", at=AT)

    def test_an_hour_elsewhere_is_written_in_universal_time(self) -> None:
        ailleurs = AT.astimezone(timezone(timedelta(hours=2)))

        assert write_calendar([], nom="x", at=ailleurs) == write_calendar([], nom="x", at=AT)

    def test_a_moment_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="2026"):
            write_calendar([], nom="x", at=AT.replace(tzinfo=None))

    def test_an_identifier_is_stable_and_of_its_service(self) -> None:
        uid = stable_uid("7f3a", domaine="droits.example")

        assert uid == stable_uid("7f3a", domaine="droits.example")
        assert uid != stable_uid("7f3b", domaine="droits.example")
        assert uid.partition("@")[0] != stable_uid("7f3a", domaine="autre.example").partition("@")[0]


class TestText:
    @settings(max_examples=300, deadline=None)
    @given(TEXTES)
    def test_no_line_is_too_long_and_none_is_cut_inside_a_character(self, texte: str) -> None:
        ligne = "X:" + escaped(texte)
        morceaux = folded(ligne).split("\r\n")

        assert all(len(morceau.encode()) <= 75 for morceau in morceaux)
        assert unfold(folded(ligne) + "\r\n") == [ligne]

    @settings(max_examples=300, deadline=None)
    @given(TEXTES)
    def test_a_value_holds_no_end_of_line_and_is_read_back(self, texte: str) -> None:
        attendu = "".join(signe for signe in texte.replace("\r\n", "\n").replace("\r", "\n") if signe in "\n\t" or (signe >= " " and signe != "\x7f"))

        assert "\n" not in escaped(texte)
        assert unescape(escaped(texte)) == attendu

    def test_a_name_cannot_begin_an_event_of_its_own(self) -> None:
        texte = write_calendar([], nom="x\r\nEND:VCALENDAR\r\nBEGIN:VEVENT", at=AT)

        assert read_back(texte) == []
