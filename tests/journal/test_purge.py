"""J5: what is too old goes, the rest is verified from a signed mark, and nothing else goes through the triggers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from droits_ouverts.journal import tetes
from droits_ouverts.journal.errors import PurgeRefusedError
from droits_ouverts.journal.models import Ligne, Repere
from droits_ouverts.journal.purge import kept_since, purge
from droits_ouverts.journal.verification import Faute, verify
from tests.journal.alterations import sql, undone, without_triggers
from tests.journal.lignes import write_lines

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 27, 23, 0, tzinfo=UTC)
DEBUT = datetime(2025, 6, 1, 8, tzinfo=UTC)
JOUR = date(2025, 11, 1)


@pytest.fixture(autouse=True)
def _journal(settings: SettingsWrapper, tmp_path: Path) -> None:
    """One line a day for ten months, the first of them older than a year."""
    settings.COFFRE_CLES = tmp_path / "cles"
    write_lines(300, every=timedelta(days=1), debut=DEBUT)


class TestPurge:
    def test_removes_what_is_older_and_the_rest_is_verified(self) -> None:
        avant = Ligne.objects.count()
        vieilles = Ligne.objects.filter(at__lt=datetime(2025, 10, 31, 23, tzinfo=UTC)).count()

        combien = purge(before=JOUR, now=NOW)

        assert sum(combien.values()) == vieilles == 153
        assert set(combien) == {0, 1, 2, 3}
        assert not Ligne.objects.filter(at__lt=datetime(2025, 10, 31, 23, tzinfo=UTC)).exists()
        assert Ligne.objects.filter(verb="purger_journal").count() == 4
        assert Ligne.objects.count() == avant - vieilles + 4
        assert verify().intact

    def test_twice_and_of_everything_leaves_a_chain_that_goes_on(self) -> None:
        purge(before=JOUR, now=NOW)
        purge(before=date(2025, 11, 20), now=NOW)
        write_lines(20, seed=9, debut=NOW)

        assert verify().intact
        assert Repere.objects.count() == 8

    def test_only_counts_when_asked_to(self) -> None:
        combien = purge(before=JOUR, now=NOW, dry_run=True)

        assert sum(combien.values()) == 153
        assert Ligne.objects.count() == 300
        assert not Repere.objects.exists()

    def test_the_time_that_the_journal_is_kept_is_a_floor(self, settings: SettingsWrapper) -> None:
        with pytest.raises(PurgeRefusedError, match="se garde 12 mois"):
            purge(before=date(2025, 11, 29), now=NOW)
        settings.JOURNAL_GARDE_MOIS = 37
        with pytest.raises(PurgeRefusedError, match="1 à 36"):
            purge(before=date(2020, 1, 1), now=NOW)

    @pytest.mark.parametrize(
        ("today", "months", "first"), [("2026-11-28", 12, "2025-11-28"), ("2026-03-31", 13, "2025-02-28"), ("2028-02-29", 12, "2027-02-28")]
    )
    def test_the_first_day_kept(self, settings: SettingsWrapper, today: str, months: int, first: str) -> None:
        settings.JOURNAL_GARDE_MOIS = months

        assert kept_since(date.fromisoformat(today)) == date.fromisoformat(first)

    def test_a_journal_that_does_not_hold_is_not_purged(self) -> None:
        with without_triggers(), undone():
            sql("UPDATE journal_ligne SET actor_id = 99 WHERE rang = 3")
            with pytest.raises(PurgeRefusedError, match="la ligne 3"):
                purge(before=JOUR, now=NOW)
            assert Ligne.objects.count() == 300


class TestOnlyPath:
    def test_no_line_goes_without_a_mark(self) -> None:
        with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic():
            sql("DELETE FROM journal_ligne WHERE rang = 1")

    def test_after_a_purge_no_line_that_stays_may_go(self) -> None:
        purge(before=JOUR, now=NOW)

        with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic():
            sql("DELETE FROM journal_ligne")

    @pytest.mark.parametrize("empreinte", ["f" * 64, "0" * 64])
    def test_a_mark_that_names_no_line_is_refused(self, empreinte: str) -> None:
        with pytest.raises(DatabaseError, match="repère"), transaction.atomic():
            Repere.objects.create(chaine=1, rang=5, empreinte=empreinte, avant_le=JOUR, at=NOW, cle="x", signature="x")

    def test_a_mark_is_never_changed_nor_removed(self) -> None:
        purge(before=JOUR, now=NOW)

        for statement in ("DELETE FROM journal_repere", "UPDATE journal_repere SET rang = 1"):
            with pytest.raises(DatabaseError), transaction.atomic():
                sql(statement)

    def test_a_mark_by_whoever_holds_the_database_without_the_key_is_found(self) -> None:
        """It opens the trigger, since the database knows no signature; the verification does."""
        ligne = Ligne.objects.get(structure_id=1, rang=4)
        with undone():
            Repere.objects.create(chaine=1, rang=4, empreinte=ligne.empreinte, avant_le=JOUR, at=NOW, cle="x", signature="x")
            sql("DELETE FROM journal_ligne WHERE structure_id = 1 AND rang <= 4")

            assert [(constat.faute, constat.chaine, constat.rang) for constat in verify().constats] == [(Faute.REPERE, 1, 4)]


class TestAfter:
    def test_heads_older_than_the_purge_are_said_and_later_ones_still_bind(self) -> None:
        vieux = tetes.read(tetes.compose(now=NOW).encode(), source="vieux.txt").ancres
        anciennes = [tetes.Ancre(chaine=1, rang=2, empreinte=Ligne.objects.get(structure_id=1, rang=2).empreinte, source="ancien.txt")]
        purge(before=JOUR, now=NOW)

        assert verify(vieux).intact
        bilan = verify(anciennes)
        assert bilan.intact
        assert [ancre.source for ancre in bilan.non_verifiables] == ["ancien.txt"]

    def test_tampering_with_what_stays_is_still_seen(self) -> None:
        purge(before=JOUR, now=NOW)
        premiere = Ligne.objects.filter(structure_id=2).order_by("rang")[0]
        for statement in ("UPDATE journal_ligne SET actor_id = 99 WHERE id = %s", "DELETE FROM journal_ligne WHERE id = %s"):
            with without_triggers(), undone():
                sql(statement, premiere.pk)
                assert not verify().intact
