"""The chain: each line bound to the one before in its structure, and every tampering seen (J1). The whole of it is `preuves/journal.py`."""

from __future__ import annotations

import importlib
import random
import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.utils import DatabaseError, IntegrityError

from droits_ouverts.journal import chaine, verification
from droits_ouverts.journal.models import Ligne, Tete
from droits_ouverts.journal.services import record
from droits_ouverts.journal.verification import Faute, verify
from tests.journal.alterations import GESTES, sql, undone, without_triggers
from tests.journal.lignes import write_lines

PAR_GESTE = 12


def write(structure: int | None = 7, thing: int = 42) -> Ligne:
    with transaction.atomic():
        return record(actor=1, verb="ouvrir", thing_kind="bilan", thing_id=thing, purpose="accompagnement", structure=structure)


class TestCanonical:
    def test_is_the_text_that_anybody_can_hash_again(self) -> None:
        contenu = chaine.Contenu(
            at=datetime(2026, 11, 27, 3, 4, 5, 60, tzinfo=UTC),
            actor_id=4,
            verb="lire_bilan",
            thing_kind="bilan",
            thing_id="12",
            purpose="bilan_des_droits",
            structure_id=None,
        )

        assert chaine.canonical(3, contenu) == "3|2026-11-27 03:04:05.000060|4|lire_bilan|bilan|12|bilan_des_droits|NULL|fait||NULL"
        # printf '%064d\n3|x' 0 | sha256sum
        assert chaine.link(chaine.ORIGINE, "3|x") == "079d620098502d2191fc0854fdc37348f8dcd7b74485c63587ce6ba414bd710f"


@pytest.mark.django_db
class TestLines:
    def test_are_numbered_by_structure_and_bound_to_the_one_before(self) -> None:
        lignes = [write(7), write(8), write(7), write(None), write(7), write(None)]

        assert [ligne.rang for ligne in lignes] == [1, 1, 2, 1, 3, 2]
        assert len({ligne.empreinte for ligne in lignes}) == 6
        assert {tete.chaine: (tete.rang, tete.empreinte) for tete in Tete.objects.all()} == {
            7: (3, lignes[4].empreinte),
            8: (1, lignes[1].empreinte),
            0: (2, lignes[5].empreinte),
        }

    def test_what_is_hashed_is_what_the_database_gives_back(self) -> None:
        for _ in range(3):
            write()

        bilan = verify()

        assert bilan.intact, [constat.phrase for constat in bilan.constats]
        assert (bilan.lignes, bilan.chaines) == (3, 1)

    def test_a_moment_without_microseconds_is_hashed_as_it_is_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("droits_ouverts.journal.services.timezone.now", lambda: datetime(2026, 7, 1, 12, 0, 0, tzinfo=UTC))
        write()

        assert verify().intact

    def test_the_database_refuses_a_line_outside_a_chain(self) -> None:
        write()

        for values in ("0, 'x'", "5, ''", "1, 'x'"):
            with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
                sql(
                    "INSERT INTO journal_ligne (at, verb, thing_kind, thing_id, purpose, structure_id, issue, motif, rang, empreinte) "  # noqa: S608
                    f"VALUES ('2026-01-01 00:00:00', 'ouvrir', 'bilan', '1', 'x', 7, 'fait', '', {values})"
                )

    @pytest.mark.parametrize("statement", ["DELETE FROM journal_tete", "UPDATE journal_tete SET rang = 1", "UPDATE journal_tete SET empreinte = 'x'"])
    def test_the_database_refuses_a_head_that_goes_back(self, statement: str) -> None:
        write()
        write()

        with pytest.raises(DatabaseError), transaction.atomic():
            sql(statement)

        assert Tete.objects.get().rang == 2


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_writers_of_one_structure_make_one_chain(self) -> None:
        if connection.vendor != "postgresql":
            # One writer at a time has the whole database: there is nothing to race for.
            assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
            return

        def work() -> None:
            for _ in range(20):
                write(7)
            connection.close()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert list(Ligne.objects.of_structure(7).values_list("rang", flat=True)) == list(range(1, 81))
        assert verify().intact


@pytest.mark.django_db(transaction=True)
class TestTampering:
    @pytest.mark.parametrize("geste", sorted(GESTES))
    def test_is_seen(self, geste: str) -> None:
        write_lines(120)
        alea = random.Random(geste)  # noqa: S311  a draw of gestures, not a secret
        faits = 0
        with without_triggers():
            assert verify().intact
            for _ in range(PAR_GESTE):
                with undone():
                    if not GESTES[geste](alea):
                        continue
                    faits += 1
                    assert not verify().intact, geste
        assert faits > PAR_GESTE // 3

    def test_says_which_structure_and_which_line(self) -> None:
        for _ in range(4):
            write(7)
        ligne = write(7)
        write(7)
        with without_triggers(), undone():
            sql("UPDATE journal_ligne SET actor_id = 99 WHERE id = %s", ligne.pk)
            phrases = [constat.phrase for constat in verify().constats]

        assert len(phrases) == 1
        assert phrases[0].startswith(f"Structure 7 : la ligne 5 (n° {ligne.pk}) a été modifiée")

    def test_a_removed_line_is_told_by_the_one_that_lacks(self) -> None:
        lignes = [write(None) for _ in range(4)]
        with without_triggers(), undone():
            sql("DELETE FROM journal_ligne WHERE id = %s", lignes[1].pk)
            (constat,) = verify().constats

        assert (constat.faute, constat.rang, constat.attendu) == (Faute.MANQUE, 3, 2)
        assert constat.phrase.startswith("Lignes sans structure : ")

    def test_a_head_changed_alone_is_seen(self) -> None:
        write()
        write()
        with without_triggers(), undone():
            sql("UPDATE journal_tete SET empreinte = %s", "e" * 64)
            assert [constat.faute for constat in verify().constats] == [Faute.TETE]
        with without_triggers(), undone():
            sql("DELETE FROM journal_tete")
            assert [constat.faute for constat in verify().constats] == [Faute.SANS_TETE]

    def test_sabotage_a_verification_that_follows_what_is_written_sees_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ligne = write()
        write()
        monkeypatch.setattr(verification, "sha256", lambda _: type("H", (), {"hexdigest": lambda self: type("E", (str,), {"__ne__": lambda *_: False})()})())
        with without_triggers(), undone():
            sql("UPDATE journal_ligne SET actor_id = 99 WHERE id = %s", ligne.pk)
            assert verify().intact


@pytest.mark.django_db(transaction=True)
class TestInstallation:
    def test_lines_that_were_there_are_numbered_in_their_order(self) -> None:
        write_lines(30)
        avant = list(Ligne.objects.order_by("id").values_list("rang", "empreinte", "issue"))
        numbering = importlib.import_module("droits_ouverts.journal.migrations.0003_chaine")
        with without_triggers(), undone():
            sql("UPDATE journal_ligne SET rang = id + 1000, issue = 'fait', motif = '', partage_id = NULL, empreinte = 'x'")
            sql("DELETE FROM journal_tete")
            numbering.number_lines(MigrationLoader(connection).project_state(("journal", "0003_chaine")).apps, None)
            assert [rang for rang, _ in Ligne.objects.order_by("id").values_list("rang", "issue")] == [rang for rang, *_ in avant]
            assert verify().intact
