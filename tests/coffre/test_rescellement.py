"""What was sealed before subjects had keys is handed over to them: rows that never change take part, and nothing is read on the way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.utils import DatabaseError

from droits_ouverts.bilan import selectors
from droits_ouverts.bilan.models import Avis, Bilan, Choix, Estimation
from droits_ouverts.coffre import envelope, rescellement
from droits_ouverts.coffre import services as coffre
from droits_ouverts.coffre.envelope import Sujet
from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.selectors import open_identity
from tests.house.monde import Monde, peupler

if TYPE_CHECKING:
    from droits_ouverts.coffre.envelope import Context

pytestmark = pytest.mark.django_db
SCELLES = [
    "bilan.Avis.raison_scellee",
    "bilan.Bilan.reponses_scellees",
    "bilan.Choix.mots_scelles",
    "bilan.Estimation.resultats_scelles",
    "bilan.Estimation.situation_scellee",
    "personnes.Personne.identite_scellee",
]
"""Columns in which something was sealed before subjects had keys: in those that came since, everything was sealed by a key of its subject."""


@pytest.fixture
def ancien(monkeypatch: pytest.MonkeyPatch) -> Monde:
    """A structure whose people were sealed before subjects had keys."""

    def as_before(payload: bytes, *, context: Context) -> str:
        return envelope.seal_with(coffre.keyring().active(), payload, context)

    with monkeypatch.context() as avant:
        for room in ("bilan.services", "bilan.gestes", "bilan.services_choix", "bilan.departs", "personnes.services"):
            avant.setattr(f"droits_ouverts.{room}.seal", as_before)
        return peupler("Awä", now=datetime(2026, 11, 24, 9, 0, tzinfo=UTC))


def read(monde: Monde) -> list[object]:
    bilan = Bilan.objects.get(pk=monde.bilans[0].pk)
    estimation = Estimation.objects.select_related("bilan").get(bilan=bilan)
    lus: list[object] = [selectors.open_answers(bilan), selectors.open_situation(estimation), selectors.open_results(estimation)]
    lus += [selectors.words_of(Choix.objects.get(bilan=bilan), bilan), selectors.reason_of(Avis.objects.get(bilan=bilan), bilan)]
    return [*lus, open_identity(Personne.objects.get(pk=monde.personne.pk))]


def tokens() -> dict[str, list[str]]:
    return {champ.nom: [getattr(ligne, champ.colonne) for ligne in champ.rows() if getattr(ligne, champ.colonne)] for champ in rescellement.declared()}


class TestHandOver:
    def test_every_sealed_column_takes_part_and_reads_the_same(self, ancien: Monde) -> None:
        lus, avant = read(ancien), tokens()

        remises = list(rescellement.hand_over_all(coffre.keyring(), par_lot=1))
        apres = tokens()

        anciens = {nom: [token for token in siens if not envelope.is_for_subject(token)] for nom, siens in avant.items()}
        assert sorted(nom for nom, siens in anciens.items() if siens) == SCELLES
        assert sum(remise.remises for remise in remises) == sum(map(len, anciens.values())) == 11
        assert all(envelope.is_for_subject(token) for siens in apres.values() for token in siens)
        assert all(token.startswith("do1.sujet.") for nom in SCELLES for token in apres[nom])
        for nom in avant:
            assert [token.rsplit(".", 1)[1] for token in apres[nom]] == [token.rsplit(".", 1)[1] for token in avant[nom]]
        assert read(ancien) == lus
        assert set(rescellement.left().values()) == {0}

    def test_stopped_it_is_begun_again_with_what_is_left(self, ancien: Monde) -> None:
        next(rescellement.hand_over_all(coffre.keyring(), par_lot=1))
        assert sum(rescellement.left().values()) == 10

        call_command("coffre_cle", "rescellement")

        assert sum(rescellement.left().values()) == 0

    def test_then_destroying_the_key_closes_it(self, ancien: Monde) -> None:
        list(rescellement.hand_over_all(coffre.keyring()))
        bilan = ancien.bilans[0]

        coffre.destroy_keys([Sujet("bilan", bilan.pk)], structure=bilan.structure_id, actor=None, purpose="effacement")

        with pytest.raises(ErasedError):
            read(ancien)

    def test_an_erased_subject_is_left(self, ancien: Monde) -> None:
        bilan = ancien.bilans[0]
        coffre.destroy_keys([Sujet("bilan", bilan.pk)], structure=bilan.structure_id, actor=None, purpose="effacement")

        remises = list(rescellement.hand_over_all(coffre.keyring()))

        assert (sum(remise.remises for remise in remises), sum(remise.effacees for remise in remises)) == (6, 5)

    def test_a_damaged_envelope_is_left_and_told(self, ancien: Monde) -> None:
        personne = ancien.personne
        Personne.objects.filter(pk=personne.pk).update(identite_scellee=personne.identite_scellee.replace(".", ".A", 2).replace("do1.A", "do1.", 1))

        with pytest.raises(CommandError, match=f"personnes.Personne.identite_scellee {personne.pk}"):
            call_command("coffre_cle", "rescellement")


class TestRowsThatNeverChange:
    @pytest.mark.parametrize(
        "change",
        [
            "mots_scelles = ''",
            "mots_scelles = 'do2.AAAA'",
            "mots_scelles = 'do1.sujet.AAAA.BBBB'",
            "mots_scelles = mots_scelles || 'A'",
            "droit = 'autre'",
            "motif = ''",
        ],
    )
    def test_let_nothing_else_pass(self, ancien: Monde, change: str) -> None:
        with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE bilan_choix SET {change}")  # noqa: S608  the statements of this test

    def test_nor_back(self, ancien: Monde) -> None:
        avant = Choix.objects.get(bilan=ancien.bilans[0])
        list(rescellement.hand_over_all(coffre.keyring()))

        with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE bilan_choix SET mots_scelles = %s WHERE id = %s", [avant.mots_scelles, avant.pk])


DE_PERSONNE = {"reperage.Tournee.mots_scelles"}
"""Words about places, where those that name somebody are refused: there is nobody whose key could be destroyed; they are emptied with the report."""


class TestEverySealedColumn:
    def test_is_declared_with_its_subject(self, ancien: Monde) -> None:
        from django.apps import apps

        scelles = sorted(
            f"{model._meta.label}.{field.column}"
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if field.column.endswith(("_scellee", "_scelles", "_scellees", "_scelle"))
        )

        assert sorted(champ.nom for champ in rescellement.declared()) == scelles
        for champ in rescellement.declared():
            assert champ.nom in DE_PERSONNE or all(champ.contexte(ligne).sujet is not None for ligne in champ.rows())
