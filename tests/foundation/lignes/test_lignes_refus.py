"""The service refuses to open on PostgreSQL under a role that row security does not hold, and says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from django.conf import settings
from django.core import management
from django.db import connection
from django.utils import timezone

from droits_ouverts.bilan.departs import start_anonymous
from droits_ouverts.bilan.enums import FormeBilan
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.config import manage, serveur
from droits_ouverts.conservation.enums import MotifReserve
from droits_ouverts.conservation.services import set_hold
from droits_ouverts.foundation.lignes import pose
from droits_ouverts.foundation.lignes.contexte import acting_for
from droits_ouverts.foundation.lignes.refus import refusals
from droits_ouverts.personnes.enums import ModeAccord, Obstacle
from droits_ouverts.personnes.errors import ErasureAskedError
from droits_ouverts.personnes.models import OuvertureUrgente, Personne
from droits_ouverts.personnes.services_droits import ask_erasure
from droits_ouverts.personnes.services_partage import undo, withdraw
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.partages import person_of, shared
from tests.factories.structures import MembreFactory
from tests.foundation.lignes.cellules import serving

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="row security is PostgreSQL's")


def test_sqlite_has_no_such_wall() -> None:
    assert refusals(mock.Mock(vendor="sqlite")) == []


@postgresql
@pytest.mark.django_db
@pytest.mark.usefixtures("application_role")
class TestRole:
    @pytest.fixture(autouse=True)
    def _serves(self) -> Iterator[None]:
        with connection.cursor() as cursor:
            # Only an administrator of PostgreSQL may hide the statements of a role: `docs/exploitation/lignes.md` does.
            cursor.execute(f"SET LOCAL track_activities = off; SET LOCAL ROLE {settings.ROLE_APPLICATION}")
            yield
            cursor.execute("RESET ROLE")

    def test_that_serves_opens(self) -> None:
        assert refusals(connection) == []

    def test_of_an_administrator_is_refused_for_each_reason(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE; SET LOCAL track_activities = on")

        dits = " ".join(refusals(connection))

        assert all(mot in dits for mot in ("SUPERUSER", "BYPASSRLS", "propriétaire des tables", "temporaires", "track_activities"))

    def test_that_owns_one_table_is_refused(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"RESET ROLE; ALTER TABLE bilan_choix OWNER TO {settings.ROLE_APPLICATION}; SET LOCAL ROLE {settings.ROLE_APPLICATION}")

        assert ["propriétaire des tables" in dit for dit in refusals(connection)] == [True]

    def test_before_a_hole_is_refused(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"RESET ROLE; DROP POLICY lignes_select ON bilan_choix; SET LOCAL ROLE {settings.ROLE_APPLICATION}")

        assert ["bilan_choix" in dit for dit in refusals(connection)] == [True]

    def test_of_another_secret_is_refused_until_the_wall_is_put_again(self, settings: SettingsWrapper) -> None:
        settings.SECRET_KEY = "une autre clé que celle de la dernière migration"

        assert ["SECRET_KEY" in dit for dit in refusals(connection)] == [True]
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            pose.install()
            cursor.execute(f"SET LOCAL ROLE {settings.ROLE_APPLICATION}")
        assert refusals(connection) == []

    def test_before_the_first_migration_is_told_what_to_do(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE; ALTER SCHEMA lignes RENAME TO ailleurs")

        assert ["n’est pas posée" in dit for dit in refusals(connection)] == [True]

    def test_that_may_not_reach_the_tables_changes_nothing_of_the_journal(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege(current_user, 'journal_ligne', g), has_table_privilege(current_user, 'coffre_registreeffacement', g) "
                "FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) g"
            )

            assert set(cursor.fetchall()) == {(False, False)}

    @pytest.fixture
    def night(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
        # Django's own door closes the connection, and this test with it.
        monkeypatch.setattr(management, "execute_from_command_line", lambda argv: management.call_command(argv[1], verbosity=0))

        def run(commande: str) -> None:
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {settings.ROLE_APPLICATION}")
                manage.main([commande])
                cursor.execute("RESET ROLE")

        return run

    @pytest.fixture
    def membre(self) -> Membre:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        return MembreFactory.create(role=Role.RESPONSABLE)

    def test_erases_at_night_what_is_due(self, membre: Membre, night: Callable[[str], None]) -> None:
        avant = timezone.now() - timedelta(days=120)
        bilan, _ = start_anonymous(
            actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois=f"{avant:%Y-%m}", now=avant, forme=FormeBilan.COURT
        )

        night("effacer_anonymes")

        assert not Bilan.objects.filter(pk=bilan.pk).exists()

    def test_erases_at_night_who_asked_for_it(self, membre: Membre, night: Callable[[str], None]) -> None:
        avant, ailleurs = timezone.now() - timedelta(days=8), MembreFactory.create()
        elle = person_of(membre, "Safi", now=avant)
        shared(membre, elle, ailleurs.structure_id, now=avant, debut=timezone.localdate(avant))
        OuvertureUrgente.objects.create(
            personne=elle, compte=ailleurs.compte, structure=ailleurs.structure, motif="danger", raison_scellee="x", demandee_at=avant
        )
        ask_erasure(actor=membre.compte, personne_id=elle.pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=avant)

        night("effacer_personnes")

        assert not Personne.objects.filter(pk=elle.pk).exists()
        assert not OuvertureUrgente.objects.exists()

    def test_leaves_at_night_a_file_that_is_held(self, membre: Membre, night: Callable[[str], None]) -> None:
        avant = timezone.now() - timedelta(days=8)
        elle = person_of(membre, "Safi", now=avant)
        ask_erasure(actor=membre.compte, personne_id=elle.pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=avant)
        set_hold(actor=membre.compte, genre="personne", sujet_id=elle.pk, motif=MotifReserve.RECOURS, now=avant)

        night("effacer_personnes")

        assert Personne.objects.filter(pk=elle.pk).exists()


@postgresql
@pytest.mark.django_db
@pytest.mark.usefixtures("application_role")
class TestErasureAsked:
    def test_is_heard_by_who_reads_and_would_take_a_withdrawal_back(self) -> None:
        """Sofia noted the withdrawal, then Awa asked that everything be erased: within the minute, nothing opens again."""
        now, membre, lectrice = timezone.now(), MembreFactory.create(), MembreFactory.create()
        elle = person_of(membre, "Awa", now=now)
        partage = shared(membre, elle, lectrice.structure_id, now=now, debut=timezone.localdate(now))
        withdraw(actor=lectrice.compte, partage_id=partage.pk, mode=ModeAccord.ORAL, now=now)
        ask_erasure(actor=membre.compte, personne_id=elle.pk, mode=ModeAccord.ORAL, obstacle=Obstacle.AUCUN, now=now)

        with serving(), acting_for(lectrice.compte_id, on=timezone.localdate()), pytest.raises(ErasureAskedError):
            undo(actor=lectrice.compte, partage_id=partage.pk, now=now)


def test_serving_stops_with_its_reasons(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    settings.LIGNES_EXIGEES = True
    monkeypatch.setattr(serveur, "_is_taken", lambda host, port: False)
    monkeypatch.setattr(serveur, "_held_by_nothing", lambda: ["le rôle « proprio » est propriétaire des tables."])

    assert serveur.serve() == 1
    assert "proprio" in capsys.readouterr().out


@pytest.mark.django_db
def test_migrations_find_the_tables_open_and_leave_them_closed() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("row security is PostgreSQL's")
    pose.open_for_migrations()
    ouvertes = pose.gaps(connection)
    pose.install()

    assert len(ouvertes) > 10
    assert pose.gaps(connection) == []
