"""The key-encryption key changes while the service runs: stopped anywhere, nothing becomes unreadable, and it is begun again."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from droits_ouverts.coffre import rotation
from droits_ouverts.coffre.envelope import Context, Sujet
from droits_ouverts.coffre.errors import MissingKeyError, TamperedError
from droits_ouverts.coffre.keys import Keyring
from droits_ouverts.coffre.models import CleSujet
from droits_ouverts.coffre.services import destroy_keys, keyring, open_sealed, seal

pytestmark = pytest.mark.django_db


def about(numero: int) -> Context:
    return Context(structure=1 + numero % 3, kind="x", id=numero, field="y", sujet=Sujet("personne", numero))


@pytest.fixture
def tokens(settings: Settings, tmp_path: object) -> list[str]:
    settings.COFFRE_CLES = f"{tmp_path}/cles"
    scelles = [seal(str(numero).encode(), context=about(numero)) for numero in range(25)]
    keyring().add()
    return scelles


def readable(tokens: list[str]) -> bool:
    return all(open_sealed(token, context=about(numero)) == str(numero).encode() for numero, token in enumerate(tokens))


class TestRotation:
    def test_wraps_every_key_again_and_touches_nothing_else(self, tokens: list[str]) -> None:
        avancements = list(rotation.rotate(par_lot=10))

        assert [(un.faites, un.restent) for un in avancements] == [(10, 15), (20, 5), (25, 0)]
        assert rotation.usages() == {keyring().active().id: 25}
        ancienne, _ = keyring().all()
        (keyring().folder / f"{ancienne.id}.cle").unlink()
        assert readable(tokens)

    def test_stopped_and_begun_again_leaves_nothing_unreadable(self, tokens: list[str]) -> None:
        for _ in range(3):
            next(rotation.rotate(par_lot=7))
            assert readable(tokens)

        assert [un.faites for un in rotation.rotate(par_lot=7)] == [4]
        assert list(rotation.rotate()) == []
        assert readable(tokens)

    def test_does_not_bring_back_a_key_destroyed_meanwhile(self, tokens: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        vraie = rotation._wrapped_again

        def meanwhile(*args: object) -> object:
            destroy_keys([Sujet("personne", 0)], structure=1, actor=None, purpose="effacement")
            return vraie(*args)  # type: ignore[arg-type]  # what it was given

        monkeypatch.setattr(rotation, "_wrapped_again", meanwhile)
        list(rotation.rotate())

        assert not CleSujet.objects.filter(sujet_id="0").exists()

    def test_leaves_a_damaged_row_and_tells_it(self, tokens: list[str]) -> None:
        CleSujet.objects.filter(sujet_id="7").update(enveloppe="A" * 80)
        damaged = CleSujet.objects.get(sujet_id="7").pk

        (avancement,) = rotation.rotate()

        assert (avancement.faites, avancement.illisibles) == (24, (damaged,))
        with pytest.raises(CommandError, match=f"lignes {damaged}"):
            call_command("coffre_cle", "rotation")

    def test_without_the_old_key_nothing_is_changed(self, tokens: list[str]) -> None:
        ancienne, _ = keyring().all()
        (keyring().folder / f"{ancienne.id}.cle").rename(keyring().folder / "ailleurs")

        with pytest.raises(MissingKeyError):
            list(rotation.rotate())

        (keyring().folder / "ailleurs").rename(keyring().folder / f"{ancienne.id}.cle")
        assert readable(tokens)

    def test_the_new_key_alone_opens_nothing_before(self, tokens: list[str]) -> None:
        _ancienne, nouvelle = keyring().all()
        CleSujet.objects.update(cle_id=nouvelle.id)

        with pytest.raises(TamperedError):
            readable(tokens)


class TestCommand:
    def test_tells_how_far_it_is_and_what_each_key_is_for(self, tokens: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        call_command("coffre_cle", "rotation")
        call_command("coffre_cle", "usages")

        told = capsys.readouterr().out
        ancienne, nouvelle = Keyring(keyring().folder).all()
        assert "25 clés enveloppées, 0 restent." in told
        assert f"{ancienne.id} : 0 clés de sujets" in told
        assert f"{nouvelle.id} : 25 clés de sujets" in told
        assert "bilan.Estimation.resultats_scelles : 0 enveloppes" in told
