"""A key per subject: what it seals, what it refuses, how long it stays open, and what its limit is."""

from __future__ import annotations

import dataclasses
import string
import uuid

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext

from droits_ouverts.coffre import envelope, trousseau
from droits_ouverts.coffre.envelope import Context, Sujet
from droits_ouverts.coffre.errors import CoffreError, MalformedTokenError, MissingKeyError, TamperedError, WornKeyError
from droits_ouverts.coffre.keys import Keyring, key_of
from droits_ouverts.coffre.middleware import TrousseauMiddleware
from droits_ouverts.coffre.models import CleSujet
from droits_ouverts.coffre.services import destroy_keys, keyring, open_sealed, prepare, seal
from droits_ouverts.coffre.trousseau import kept_open

pytestmark = pytest.mark.django_db

ELLE = Sujet("personne", 12)
BILAN = Sujet("bilan", uuid.UUID("00000000-0000-4000-8000-000000000001"))
CONTEXT = Context(structure=7, kind="personnes.personne", id=12, field="identite_scellee", sujet=ELLE)
MOVES = {
    "structure": dataclasses.replace(CONTEXT, structure=8),
    "subject": dataclasses.replace(CONTEXT, sujet=Sujet("personne", 13)),
    "kind of subject": dataclasses.replace(CONTEXT, sujet=Sujet("bilan", 12)),
    "kind": dataclasses.replace(CONTEXT, kind="bilan.bilan"),
    "id": dataclasses.replace(CONTEXT, id=13),
    "field": dataclasses.replace(CONTEXT, field="autre"),
    "version": dataclasses.replace(CONTEXT, version=2),
}


class TestSeal:
    def test_it_opens_the_same_and_hides(self) -> None:
        token = seal(b"Safi", context=CONTEXT)

        assert token.startswith("do2.")
        assert open_sealed(token, context=CONTEXT) == b"Safi"
        assert "Safi" not in token

    def test_one_key_a_subject_bound_to_her_structure(self) -> None:
        for context in (CONTEXT, dataclasses.replace(CONTEXT, field="autre"), dataclasses.replace(CONTEXT, sujet=BILAN)):
            seal(b"x", context=context)

        assert sorted(CleSujet.objects.values_list("structure_id", "genre", "sujet_id", "scelles")) == [
            (7, "bilan", str(BILAN.id), 1),
            (7, "personne", "12", 2),
        ]

    @pytest.mark.parametrize("moved", MOVES.values(), ids=MOVES)
    def test_a_token_read_from_elsewhere_does_not_open(self, moved: Context) -> None:
        token = seal(b"x", context=CONTEXT)
        seal(b"y", context=moved)

        with pytest.raises(TamperedError):
            open_sealed(token, context=moved)

    @pytest.mark.parametrize("moved", MOVES.values(), ids=MOVES)
    def test_that_test_sees_a_context_that_is_not_bound(self, moved: Context, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(envelope, "_subject_data", lambda context, part: b"nothing is bound")
        token = envelope.seal_for_subject(bytes(32), b"x", CONTEXT)

        assert envelope.open_for_subject(bytes(32), token, moved) == b"x"

    def test_a_key_moved_to_another_subject_does_not_open(self) -> None:
        seal(b"x", context=CONTEXT)
        CleSujet.objects.update(sujet_id="13")

        with pytest.raises(TamperedError):
            open_sealed("do2.AAAA", context=dataclasses.replace(CONTEXT, sujet=Sujet("personne", 13)))

    @pytest.mark.parametrize("token", ["", "do2", "do2.", "do2.AAAA", "do2.é", "do2.a.b", "do3.AAAA", "do1.sujet.AAAA.BBBB", "do1.sujet"])
    def test_what_is_no_token_is_refused_as_such(self, token: str) -> None:
        seal(b"x", context=CONTEXT)

        with pytest.raises(MalformedTokenError):
            open_sealed(token, context=CONTEXT)

    def test_every_letter_counts(self) -> None:
        token = seal(b"x", context=CONTEXT)

        for place in range(len(token)):
            altered = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
            with pytest.raises(CoffreError):
                open_sealed(altered, context=CONTEXT)

    def test_it_has_one_spelling(self) -> None:
        """The last letter of a payload of this length has bits that say nothing: written otherwise, the same bytes would have a second name."""
        token = seal(b"x", context=CONTEXT)
        assert len(token.rpartition(".")[2]) % 4 == 3

        for letter in string.ascii_letters + string.digits + "-_":
            if letter != token[-1]:
                with pytest.raises(CoffreError):
                    open_sealed(token[:-1] + letter, context=CONTEXT)

    @pytest.mark.parametrize("ailleurs", MOVES.values(), ids=MOVES)
    def test_even_the_same_key_does_not_open_it_elsewhere(self, ailleurs: Context) -> None:
        token = envelope.seal_for_subject(bytes(32), b"x", CONTEXT)
        assert envelope.open_for_subject(bytes(32), token, CONTEXT) == b"x"

        with pytest.raises(TamperedError):
            envelope.open_for_subject(bytes(32), token, ailleurs)

    def test_a_subjects_key_never_seals_what_names_no_subject(self) -> None:
        with pytest.raises(ValueError, match="subject"):
            envelope.seal_for_subject(bytes(32), b"x", dataclasses.replace(CONTEXT, sujet=None))

    def test_two_seals_of_the_same_never_look_alike(self) -> None:
        assert len({envelope.seal_for_subject(bytes(32), b"x", CONTEXT) for _ in range(2000)}) == 2000


class TestVector:
    def test_a_known_key_and_a_known_nonce_give_a_known_token(self) -> None:
        token = envelope.seal_for_subject(bytes(range(32)), b"Safi", CONTEXT, random=bytes)

        assert token == "do2.AAAAAAAAAAAAAAAAXd3Tt_t5iAufxyCsiIRheR4uGDI"
        assert envelope.open_for_subject(bytes(range(32)), token, CONTEXT) == b"Safi"


class TestBefore:
    """What was sealed before subjects had keys."""

    def test_it_still_opens(self) -> None:
        ancien = seal(b"x", context=dataclasses.replace(CONTEXT, sujet=None))

        assert ancien.startswith("do1.k")
        assert open_sealed(ancien, context=CONTEXT) == b"x"

    def test_it_is_handed_over_to_the_subject_letter_for_letter(self) -> None:
        key = keyring().active()
        ancien = envelope.seal_with(key, b"x", CONTEXT)
        remis = envelope.hand_over(key, bytes(32), ancien, CONTEXT)

        assert remis.startswith("do1.sujet.")
        assert remis.rsplit(".", 1)[1] == ancien.rsplit(".", 1)[1]
        assert envelope.open_for_subject(bytes(32), remis, CONTEXT) == b"x"
        for moved in MOVES.values():
            with pytest.raises(TamperedError):
                envelope.open_for_subject(bytes(32), remis, moved)

    def test_the_key_of_the_folder_no_longer_opens_it(self) -> None:
        key = keyring().active()
        remis = envelope.hand_over(key, bytes(32), envelope.seal_with(key, b"x", CONTEXT), CONTEXT)

        with pytest.raises(TamperedError):
            envelope.open_with(key_of(1, key.secret), remis, CONTEXT)


class TestLimit:
    def test_a_worn_key_seals_no_more_and_still_opens(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(trousseau, "MESSAGES_MAX", 3)
        tokens = [seal(b"x", context=CONTEXT) for _ in range(3)]

        with pytest.raises(WornKeyError):
            seal(b"x", context=CONTEXT)
        assert [open_sealed(token, context=CONTEXT) for token in tokens] == [b"x"] * 3

    def test_the_limit_is_that_of_random_nonces(self) -> None:
        assert trousseau.MESSAGES_MAX == 2**32


class TestOneRequest:
    def test_costs_one_query_a_subject(self) -> None:
        tokens = [seal(b"x", context=CONTEXT) for _ in range(5)]

        with kept_open(), CaptureQueriesContext(connection) as queries:
            assert [open_sealed(token, context=CONTEXT) for token in tokens] == [b"x"] * 5

        assert len(queries) == 1

    def test_costs_one_query_for_a_list_that_was_prepared(self) -> None:
        contexts = [Context(structure=7, kind="x", id=n, field="y", sujet=Sujet("personne", n)) for n in range(50)]
        tokens = [seal(str(n).encode(), context=context) for n, context in enumerate(contexts)]

        with kept_open(), CaptureQueriesContext(connection) as queries:
            prepare(contexts)
            assert [open_sealed(token, context=context) for token, context in zip(tokens, contexts, strict=True)] == [str(n).encode() for n in range(50)]

        assert len(queries) == 1

    def test_never_outlives_itself(self) -> None:
        token = seal(b"x", context=CONTEXT)
        seen: list[int] = []

        def view(request: HttpRequest) -> HttpResponse:
            with CaptureQueriesContext(connection) as queries:
                open_sealed(token, context=CONTEXT)
            seen.append(len(queries))
            return HttpResponse()

        service = TrousseauMiddleware(view)
        service(HttpRequest())
        service(HttpRequest())

        assert seen == [1, 1]
        assert trousseau._ouvertes.get() is None

    def test_closes_its_keys_when_it_fails(self) -> None:
        def view(request: HttpRequest) -> HttpResponse:
            seal(b"x", context=CONTEXT)
            raise MissingKeyError

        with pytest.raises(MissingKeyError):
            TrousseauMiddleware(view)(HttpRequest())

        assert trousseau._ouvertes.get() is None

    def test_seals_again_after_its_first_writing_was_undone(self) -> None:
        with kept_open():
            avant = transaction.savepoint()
            seal(b"x", context=CONTEXT)
            transaction.savepoint_rollback(avant)
            token = seal(b"y", context=CONTEXT)

        assert open_sealed(token, context=CONTEXT) == b"y"
        assert CleSujet.objects.count() == 1

    def test_does_not_seal_for_whom_another_request_erased(self) -> None:
        with kept_open():
            seal(b"x", context=CONTEXT)
            ouvertes = dict(trousseau._ouvertes.get() or {})
            destroy_keys([ELLE], structure=7, actor=None, purpose="effacement")
            (trousseau._ouvertes.get() or {}).update(ouvertes)

            with pytest.raises(CoffreError) as refusal:
                seal(b"y", context=CONTEXT)

        assert refusal.value.code == "efface"


class TestTrouble:
    def test_a_key_that_is_nowhere_is_named_without_being_called_erased(self) -> None:
        token = seal(b"x", context=CONTEXT)
        CleSujet.objects.all().delete()

        with pytest.raises(MissingKeyError) as refusal:
            open_sealed(token, context=CONTEXT)

        assert "personne:12" in refusal.value.detail

    def test_a_lost_key_of_the_folder_closes_what_it_wraps(self) -> None:
        token = seal(b"x", context=CONTEXT)
        nouvelle = Keyring(keyring().folder).add()
        CleSujet.objects.update(cle_id=nouvelle.id)

        with pytest.raises(TamperedError):
            open_sealed(token, context=CONTEXT)
        (keyring().folder / f"{nouvelle.id}.cle").unlink()
        with pytest.raises(MissingKeyError):
            open_sealed(token, context=CONTEXT)
