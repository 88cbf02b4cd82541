"""The envelope: fixed vectors, every change refused, and proof that the tests would see a context that is not bound."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droits_ouverts.coffre import envelope
from droits_ouverts.coffre.envelope import Context, key_id_of, open_with, rewrap, seal_with
from droits_ouverts.coffre.errors import MalformedTokenError, TamperedError
from droits_ouverts.coffre.keys import key_of

KEY = key_of(1, bytes(range(32)))
OTHER_KEY = key_of(2, bytes(range(32, 64)))
CONTEXT = Context(structure=7, kind="bilan", id=42, field="reponses", version=1)
PAYLOAD = b'{"loyer": 420}'
MOVES = [
    dataclasses.replace(CONTEXT, structure=8),
    dataclasses.replace(CONTEXT, kind="estimation"),
    dataclasses.replace(CONTEXT, id=43),
    dataclasses.replace(CONTEXT, field="resultats"),
    dataclasses.replace(CONTEXT, version=2),
    # The same letters in all, cut elsewhere.
    Context(structure="7b", kind="ilan", id=42, field="reponses", version=1),
]


def counted() -> Callable[[int], bytes]:
    """Bytes that are the same at each run: SHA-256 of a counter."""
    calls = iter(range(1000))
    return lambda size: hashlib.sha256(str(next(calls)).encode()).digest()[:size]


class TestVectors:
    def test_a_known_key_and_known_randomness_give_a_known_token(self) -> None:
        token = seal_with(KEY, PAYLOAD, CONTEXT, random=counted())

        assert token == VECTOR

    def test_the_vector_opens(self) -> None:
        assert open_with(KEY, VECTOR, CONTEXT) == PAYLOAD

    def test_a_context_has_one_encoding(self) -> None:
        assert CONTEXT.encoded().hex() == "00000001370000000562696c616e000000023432000000087265706f6e7365730000000131"


VECTOR = (
    "do1.k1-630dcd29.a4ayc_80_OGda4BODjxizIuD4nSKXWBLOPyGkmr1x_D-7pNzjhvjinUP4Fx-dvgq--bf7Pg5f40-zroz.1HNeOiZeFu7gP1lxCrqyG6tvdAdqY-IBRZaTilpJZLXJ-Ul9A5lpY3id"
)


class TestRoundTrip:
    @given(payload=st.binary(max_size=2000), structure=st.integers(0, 2**63 - 1), field=st.text(max_size=20))
    def test_what_is_sealed_opens_the_same(self, payload: bytes, structure: int, field: str) -> None:
        context = Context(structure=structure, kind="bilan", id=1, field=field)

        assert open_with(KEY, seal_with(KEY, payload, context), context) == payload

    def test_two_seals_of_the_same_never_look_alike(self) -> None:
        tokens = {seal_with(KEY, PAYLOAD, CONTEXT) for _ in range(500)}

        assert len(tokens) == 500

    def test_the_token_names_its_key_and_hides_the_rest(self) -> None:
        token = seal_with(KEY, b"secret-canary", CONTEXT)

        assert key_id_of(token) == KEY.id
        assert "canary" not in token


class TestRefusals:
    @pytest.mark.parametrize("moved", MOVES, ids=["structure", "kind", "id", "field", "version", "shifted"])
    def test_a_token_read_from_elsewhere_does_not_open(self, moved: Context) -> None:
        token = seal_with(KEY, PAYLOAD, CONTEXT)

        with pytest.raises(TamperedError):
            open_with(KEY, token, moved)

    def test_a_part_of_another_token_does_not_fit(self) -> None:
        mine, theirs = (seal_with(KEY, PAYLOAD, dataclasses.replace(CONTEXT, id=id_)).split(".") for id_ in (42, 43))

        with pytest.raises(TamperedError):
            open_with(KEY, ".".join([*mine[:3], theirs[3]]), CONTEXT)
        with pytest.raises(TamperedError):
            open_with(KEY, ".".join([*mine[:2], theirs[2], mine[3]]), CONTEXT)

    def test_another_key_does_not_open(self) -> None:
        with pytest.raises(TamperedError):
            open_with(OTHER_KEY, seal_with(KEY, PAYLOAD, CONTEXT), CONTEXT)

    def test_no_change_of_one_sign_opens(self) -> None:
        token = seal_with(KEY, PAYLOAD, CONTEXT)

        for place, sign in enumerate(token):
            altered = token[:place] + ("A" if sign != "A" else "B") + token[place + 1 :]
            with pytest.raises((MalformedTokenError, TamperedError)):
                open_with(KEY, altered, CONTEXT) if key_id_of(altered) == KEY.id else open_with(OTHER_KEY, altered, CONTEXT)

    @pytest.mark.parametrize(
        "token", ["", "x", "do1", "do2.k1-00000000.AA.AA", "do1.k1-00000000.AA.AA", "do1.k1-00000000.A=.AA", "do1.k1-00000000..", "{}", "é.é.é.é"]
    )
    def test_what_is_no_token_is_said_so(self, token: str) -> None:
        with pytest.raises(MalformedTokenError):
            open_with(KEY, token, CONTEXT)

    def test_a_refusal_carries_neither_value_nor_key(self) -> None:
        with pytest.raises(TamperedError) as refusal:
            open_with(OTHER_KEY, seal_with(KEY, PAYLOAD, CONTEXT), CONTEXT)

        told = str(refusal.value.as_dict()) + refusal.value.detail + repr(OTHER_KEY)
        assert "420" not in told
        assert OTHER_KEY.secret.hex() not in told
        assert repr(OTHER_KEY.secret) not in told


class TestRewrap:
    def test_the_payload_stays_sealed_and_opens_under_the_new_key_only(self) -> None:
        old = seal_with(KEY, PAYLOAD, CONTEXT)

        new = rewrap(KEY, OTHER_KEY, old, CONTEXT)

        assert open_with(OTHER_KEY, new, CONTEXT) == PAYLOAD
        assert new.split(".")[3] == old.split(".")[3]
        with pytest.raises(TamperedError):
            open_with(KEY, new, CONTEXT)


class TestSabotage:
    """Were the context not bound, the refusals above would not happen: the tests do look."""

    def test_a_context_left_out_lets_a_moved_token_open(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(envelope, "_wrap_data", lambda key_id, context: b"")
        monkeypatch.setattr(envelope, "_payload_data", lambda context: b"")
        token = seal_with(KEY, PAYLOAD, CONTEXT)

        assert all(open_with(KEY, token, moved) == PAYLOAD for moved in MOVES)

    def test_parts_joined_without_their_lengths_let_a_shifted_context_open(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Context, "encoded", lambda self: "".join(str(part) for part in dataclasses.astuple(self)).encode())
        token = seal_with(KEY, PAYLOAD, CONTEXT)

        assert open_with(KEY, token, MOVES[-1]) == PAYLOAD


def test_a_key_of_the_wrong_size_is_refused() -> None:
    with pytest.raises(ValueError, match="32 octets"):
        key_of(1, b"short")
