"""Destroying a key erases, everywhere and for good: in this database, and after an older backup of it was restored."""

from __future__ import annotations

import dataclasses
import io
import json
import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from droits_ouverts.coffre.envelope import Context, Sujet
from droits_ouverts.coffre.errors import AppendOnlyRegisterError, ErasedError, ErasureFileError
from droits_ouverts.coffre.models import CleSujet, RegistreEffacement
from droits_ouverts.coffre.services import destroy_keys, export_erasures, open_sealed, replay_erasures, seal
from droits_ouverts.journal.models import Ligne

pytestmark = pytest.mark.django_db

ELLE = Sujet("personne", 12)
SON_BILAN = Sujet("bilan", uuid.UUID("00000000-0000-4000-8000-000000000001"))
VOISINE = Sujet("personne", 13)


def about(sujet: Sujet) -> Context:
    return Context(structure=7, kind="x", id=1, field="y", sujet=sujet)


def destroy(*sujets: Sujet, structure: int = 7) -> int:
    return destroy_keys(sujets, structure=structure, actor=3, purpose="demande_de_la_personne")


class TestDestroy:
    def test_what_was_sealed_opens_no_more_and_the_neighbours_does(self) -> None:
        tokens = {sujet: seal(b"x", context=about(sujet)) for sujet in (ELLE, SON_BILAN, VOISINE)}

        assert destroy(ELLE, SON_BILAN) == 2

        for sujet in (ELLE, SON_BILAN):
            with pytest.raises(ErasedError):
                open_sealed(tokens[sujet], context=about(sujet))
        assert open_sealed(tokens[VOISINE], context=about(VOISINE)) == b"x"
        assert list(CleSujet.objects.values_list("sujet_id", flat=True)) == ["13"]

    def test_nothing_is_sealed_for_her_any_more(self) -> None:
        destroy(ELLE)

        with pytest.raises(ErasedError):
            seal(b"x", context=about(ELLE))

    def test_what_was_sealed_before_subjects_had_keys_is_refused_too(self) -> None:
        ancien = seal(b"x", context=dataclasses.replace(about(ELLE), sujet=None))
        destroy(ELLE)

        with pytest.raises(ErasedError):
            open_sealed(ancien, context=about(ELLE))

    def test_it_is_told_once_in_the_journal_and_by_numbers_in_the_register(self) -> None:
        destroy(ELLE, SON_BILAN)

        ligne = Ligne.objects.get(verb="detruire_cles")
        assert (ligne.thing_kind, ligne.thing_id, ligne.structure_id, ligne.actor_id) == ("personne", "12", 7, 3)
        assert sorted(RegistreEffacement.objects.values_list("structure_id", "genre", "sujet_id")) == [
            (7, "bilan", str(SON_BILAN.id)),
            (7, "personne", "12"),
        ]

    def test_of_another_structure_destroys_nothing_here(self) -> None:
        token = seal(b"x", context=about(ELLE))

        assert destroy(ELLE, structure=8) == 0
        assert open_sealed(token, context=about(ELLE)) == b"x"

    def test_twice_keeps_the_first_moment(self) -> None:
        destroy(ELLE)
        avant = RegistreEffacement.objects.get().at
        destroy(ELLE)

        assert RegistreEffacement.objects.get().at == avant

    def test_of_nobody_writes_nothing(self) -> None:
        assert destroy() == 0
        assert not Ligne.objects.exists()

    def test_undone_with_the_transaction_of_its_caller(self) -> None:
        token = seal(b"x", context=about(ELLE))
        avant = transaction.savepoint()
        destroy(ELLE)
        transaction.savepoint_rollback(avant)

        assert open_sealed(token, context=about(ELLE)) == b"x"


class TestRegister:
    def test_is_never_changed_by_the_model(self) -> None:
        destroy(ELLE)
        ligne = RegistreEffacement.objects.get()

        with pytest.raises(AppendOnlyRegisterError):
            ligne.save()
        with pytest.raises(AppendOnlyRegisterError):
            ligne.delete()

    @pytest.mark.parametrize("statement", ["UPDATE coffre_registreeffacement SET sujet_id = '1'", "DELETE FROM coffre_registreeffacement"])
    def test_nor_by_the_database(self, statement: str) -> None:
        destroy(ELLE)

        with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def exported() -> str:
    file = io.StringIO()
    export_erasures(file)
    return file.getvalue()


class TestReplay:
    def test_a_backup_brings_back_nobody(self) -> None:
        token, voisine = seal(b"x", context=about(ELLE)), seal(b"x", context=about(VOISINE))
        avant = transaction.savepoint()
        destroy(ELLE, SON_BILAN)
        registre = exported()
        transaction.savepoint_rollback(avant)
        assert open_sealed(token, context=about(ELLE)) == b"x"

        assert replay_erasures(io.StringIO(registre)) == 1
        assert replay_erasures(io.StringIO(registre)) == 0

        with pytest.raises(ErasedError):
            open_sealed(token, context=about(ELLE))
        assert open_sealed(voisine, context=about(VOISINE)) == b"x"
        assert exported() == registre

    def test_the_file_names_nobody(self) -> None:
        destroy(ELLE)

        assert set(json.loads(exported().splitlines()[1])) == {"structure", "genre", "id", "at"}

    @pytest.mark.parametrize(
        "cut",
        [
            lambda lines: lines[:-1],
            lambda lines: [lines[0], *lines[2:]],
            lambda lines: [lines[0], lines[1].replace("12", "13"), *lines[2:]],
            lambda lines: [],
            lambda lines: ["{}"],
            lambda lines: ["rien"],
            lambda lines: lines[1:],
        ],
        ids=["no end", "a line less", "a line changed", "empty", "no sum", "no JSON", "no head"],
    )
    def test_a_file_that_is_not_whole_erases_nobody(self, cut: object) -> None:
        destroy(ELLE, SON_BILAN)
        lines = exported().splitlines(keepends=True)
        token = seal(b"x", context=about(VOISINE))

        with pytest.raises(ErasureFileError):
            replay_erasures(io.StringIO("".join(cut(lines))))  # type: ignore[operator]  # each case is a function of lines

        assert open_sealed(token, context=about(VOISINE)) == b"x"
