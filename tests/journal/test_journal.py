"""The journal only grows: the database refuses anything else, and a line is written with its verb or not at all."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from droits_ouverts.journal import triggers
from droits_ouverts.journal.errors import AppendOnlyError, OutsideTransactionError, ValueInJournalError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.journal.services import record


def write(**changes: object) -> Ligne:
    fields: dict[str, object] = {"actor": 1, "verb": "ouvrir", "thing_kind": "bilan", "thing_id": 42, "purpose": "accompagnement", "structure": 7}
    with transaction.atomic():
        return record(**(fields | changes))  # type: ignore[arg-type]  # a test gives wrong values on purpose


def run_sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
class TestRecord:
    def test_a_line_holds_ids_and_codes(self) -> None:
        line = write()

        assert (line.actor_id, line.verb, line.thing_kind, line.thing_id, line.purpose, line.structure_id) == (1, "ouvrir", "bilan", "42", "accompagnement", 7)
        assert list(Ligne.objects.about("bilan", 42)) == [line]
        assert list(Ligne.objects.of_structure(7)) == [line]
        assert str(line).endswith("ouvrir bilan:42")

    def test_the_system_itself_may_act_outside_any_structure(self) -> None:
        line = write(actor=None, structure=None)

        assert line.actor_id is None
        assert line.structure_id is None

    def test_a_uuid_is_an_id(self) -> None:
        thing = uuid.uuid4()

        assert write(thing_id=thing).thing_id == str(thing)

    @pytest.mark.parametrize(
        "changes",
        [
            {"verb": "Ouvrir le bilan d’Awa"},
            {"thing_kind": "bilan\nfaux"},
            {"purpose": "parce que"},
            {"thing_id": "awa@exemple.test"},
            {"thing_id": "Awa"},
            {"thing_id": ""},
        ],
    )
    def test_what_could_be_a_value_is_refused(self, changes: dict[str, object]) -> None:
        with pytest.raises(ValueInJournalError) as refusal:
            write(**changes)

        assert "Awa" not in str(refusal.value)
        assert not Ligne.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestTransaction:
    def test_a_line_outside_a_transaction_is_refused(self) -> None:
        with pytest.raises(OutsideTransactionError):
            record(actor=1, verb="ouvrir", thing_kind="bilan", thing_id=1, purpose="accompagnement", structure=1)

    def test_a_verb_that_fails_leaves_no_line(self) -> None:
        @transaction.atomic
        def fail_after_its_line() -> None:
            record(actor=1, verb="ouvrir", thing_kind="bilan", thing_id=1, purpose="accompagnement", structure=1)
            raise ArithmeticError

        with pytest.raises(ArithmeticError):
            fail_after_its_line()

        assert not Ligne.objects.exists()


@pytest.mark.django_db
class TestAppendOnly:
    @pytest.mark.parametrize(
        "statement", ["UPDATE journal_ligne SET verb = 'autre'", "DELETE FROM journal_ligne", "UPDATE journal_ligne SET structure_id = NULL WHERE id > 0"]
    )
    def test_the_database_refuses_raw_sql(self, statement: str) -> None:
        line = write()

        with pytest.raises(DatabaseError, match="ne se modifie pas"):
            run_sql(statement)

        assert list(Ligne.objects.values_list("pk", "verb", "structure_id")) == [(line.pk, "ouvrir", 7)]

    def test_postgresql_refuses_to_truncate(self) -> None:
        if connection.vendor != "postgresql":
            assert not [name for name in triggers.INSTALL["sqlite"] if "TRUNCATE" in name]
            return
        write()

        with pytest.raises(DatabaseError, match="ne se modifie pas"):
            run_sql("TRUNCATE journal_ligne")

    def test_the_application_refuses_before_the_database(self) -> None:
        line = write()

        with pytest.raises(AppendOnlyError):
            line.save()
        with pytest.raises(AppendOnlyError):
            line.delete()
        with pytest.raises(AppendOnlyError):
            Ligne.objects.all().delete()
        with pytest.raises(AppendOnlyError):
            Ligne.objects.update(verb="autre")

    def test_nothing_points_to_or_from_a_line(self) -> None:
        assert [field.name for field in Ligne._meta.get_fields() if field.is_relation] == []


@pytest.mark.django_db(transaction=True)
class TestSabotage:
    def test_without_its_triggers_a_line_would_change(self) -> None:
        write()

        try:
            with connection.schema_editor() as editor:
                triggers.remove(editor)
            run_sql("UPDATE journal_ligne SET verb = 'autre'")
            assert Ligne.objects.get().verb == "autre"
        finally:
            with connection.schema_editor() as editor:
                triggers.install(editor)
