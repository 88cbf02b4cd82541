"""The database itself refuses to rewrite the ledger, whoever asks."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from droits_ouverts.suivi import services, triggers
from droits_ouverts.suivi.models import DroitSuivi, Mouvement
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY, followed

pytestmark = pytest.mark.django_db


@pytest.fixture
def suivi() -> DroitSuivi:
    membre = MembreFactory.create()
    un = followed(membre, person_of(membre), "choisi", "depose", "accorde")
    services.correct_last(droit_suivi_id=un.pk, actor=membre.compte, rang_vu=3, now=NOW)
    un.refresh_from_db()
    return un


def attempts(suivi: DroitSuivi) -> dict[str, tuple[str, list[object]]]:
    """Statements that would rewrite what happened."""
    numero = suivi.pk.hex if connection.vendor == "sqlite" else str(suivi.pk)
    mouvement = suivi.mouvements.in_order()[1].pk
    copie = ", ".join(colonne for colonne in (*triggers.COLONNES, *triggers.ENVELOPPES) if colonne != "id")

    def another(**change: str) -> str:
        valeurs = ", ".join(change.get(colonne.strip(), colonne.strip()) for colonne in copie.split(","))
        return f"INSERT INTO suivi_mouvement ({copie}) SELECT {valeurs} FROM suivi_mouvement WHERE id = %s"  # noqa: S608  the test's own words

    return {
        "another day": ("UPDATE suivi_mouvement SET fait_le = '2020-01-01' WHERE id = %s", [mouvement]),
        "another state": ("UPDATE suivi_mouvement SET vers = 'verse' WHERE id = %s", [mouvement]),
        "another proof": ("UPDATE suivi_mouvement SET preuve = 'confirme' WHERE id = %s", [mouvement]),
        "other words": ("UPDATE suivi_mouvement SET mots_scelles = 'x' WHERE id = %s", [mouvement]),
        "no author": ("UPDATE suivi_mouvement SET auteur_id = NULL WHERE id = %s", [mouvement]),
        "a move removed": ("DELETE FROM suivi_mouvement WHERE id = %s", [mouvement]),
        "the last move removed": ("DELETE FROM suivi_mouvement WHERE droit_suivi_id = %s AND rang = 4", [numero]),
        "a rank left out": (another(rang="9", avant="'depose'"), [mouvement]),
        "a rank taken twice": (another(rang="4", avant="'accorde'"), [mouvement]),
        "a step from elsewhere": (another(rang="5", avant="'choisi'"), [mouvement]),
        "a correction of what is not last": (
            another(rang="5", avant="'depose'", nature="'correction'", annule_id=str(suivi.mouvements.in_order()[0].pk)),
            [mouvement],
        ),
        "another state of the right": ("UPDATE suivi_droitsuivi SET etat = 'verse' WHERE id = %s", [numero]),
        "another rank of the right": ("UPDATE suivi_droitsuivi SET rang = 3, etat = 'depose' WHERE id = %s", [numero]),
        "the right of somebody else": ("UPDATE suivi_droitsuivi SET droit = 'rsa' WHERE id = %s", [numero]),
        "another structure": ("UPDATE suivi_droitsuivi SET structure_id = structure_id + 1 WHERE id = %s", [numero]),
        "another first meeting": ("UPDATE suivi_droitsuivi SET premier_par_id = premier_par_id + 1 WHERE id = %s", [numero]),
    }


def refused(statement: str, params: list[object]) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, params)
            connection.check_constraints()
    except DatabaseError:
        return True
    return False


class TestLedger:
    def test_each_rewriting_is_refused(self, suivi: DroitSuivi) -> None:
        assert [nom for nom, (sql, params) in attempts(suivi).items() if not refused(sql, params)] == []
        assert suivi.mouvements.count() == 4

    def test_without_triggers_they_pass(self, suivi: DroitSuivi) -> None:
        """What is refused is refused by the triggers, and not by chance: most of them pass once the triggers are gone."""
        with connection.cursor() as cursor:
            for statement in triggers.REMOVE[connection.vendor]:
                cursor.execute(statement)

        passes = {nom for nom, (sql, params) in attempts(suivi).items() if not refused(sql, params)}
        assert passes >= {
            "another day",
            "another state",
            "another proof",
            "other words",
            "a rank left out",
            "another state of the right",
            "the right of somebody else",
        }

    def test_a_right_does_not_go_without_its_moves(self, suivi: DroitSuivi) -> None:
        numero = suivi.pk
        with pytest.raises(DatabaseError), transaction.atomic():  # noqa: PT012  the end of the transaction is what refuses
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM suivi_echeance WHERE droit_suivi_id = %s", [_written(numero)])
                cursor.execute("DELETE FROM suivi_droitsuivi WHERE id = %s", [_written(numero)])
            connection.check_constraints()

        assert DroitSuivi.objects.filter(pk=numero).exists()

    def test_the_right_gone_its_moves_may_go(self, suivi: DroitSuivi) -> None:
        numero = _written(suivi.pk)
        with connection.cursor() as cursor:
            for statement in ("echeance WHERE droit_suivi_id", "droitsuivi WHERE id", "mouvement WHERE droit_suivi_id"):
                cursor.execute(f"DELETE FROM suivi_{statement} = %s", [numero])  # noqa: S608  the test's own words
        connection.check_constraints()

        assert not Mouvement.objects.filter(droit_suivi_id=suivi.pk).exists()

    def test_an_envelope_is_handed_over_with_the_same_content(self, suivi: DroitSuivi) -> None:
        with connection.cursor() as cursor:
            for statement in triggers.REMOVE[connection.vendor]:
                cursor.execute(statement)
            Mouvement.objects.filter(droit_suivi=suivi, rang=1).update(mots_scelles="do1.k1.cle.contenu")
            for statement in triggers.INSTALL[connection.vendor]:
                cursor.execute(statement)

        premier = Mouvement.objects.filter(droit_suivi=suivi, rang=1)
        for faux in ("do1.sujet.cle.autre", "do1.k2.cle.contenu", ""):
            with pytest.raises(DatabaseError), transaction.atomic():
                premier.update(mots_scelles=faux)
        assert premier.update(mots_scelles="do1.sujet.cle.contenu") == 1

    def test_what_lists_need_may_change(self, suivi: DroitSuivi) -> None:
        assert DroitSuivi.objects.filter(pk=suivi.pk).update(updated_at=F("updated_at"), bilan=None, etat_le=TODAY) == 1


def _written(numero: uuid.UUID) -> str:
    return numero.hex if connection.vendor == "sqlite" else str(numero)
