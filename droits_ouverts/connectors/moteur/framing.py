"""How a request and its answer travel over the Unix socket: four bytes of length (big endian), then JSON in UTF-8."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import struct
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = struct.Struct(">I")
REQUEST_MAX = 2 * 1024 * 1024
"""Bytes of a request: the public door takes 1 MB, the rest is room for the envelope."""
ANSWER_MAX = 64 * 1024 * 1024
"""Bytes of an answer: OpenFisca's specification is about 9 MB."""
PATH_MAX = 100
"""Bytes of an address that fit in a `sockaddr_un` (108 on Linux, less on others)."""


class FramingError(Exception):
    """What came over the socket isn't a message: cut short, too long, or not JSON."""


def send(connection: socket.socket, message: object) -> None:
    """Write one message of plain JSON values."""
    payload = json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass")
    connection.sendall(HEADER.pack(len(payload)) + payload)


def receive(connection: socket.socket, limit: int) -> object | None:
    """Read one message of at most `limit` bytes; None where the other side closed. Raise `FramingError`."""
    header = _exactly(connection, HEADER.size)
    if header is None:
        return None
    (length,) = HEADER.unpack(header)
    if length > limit:
        message = f"a message of {length} bytes, the limit is {limit}"
        raise FramingError(message)
    payload = _exactly(connection, length)
    if payload is None:
        message = "the message was cut short"
        raise FramingError(message)
    try:
        decoded: object = json.loads(payload.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        message = "the message isn't JSON"
        raise FramingError(message) from error
    return decoded


def _exactly(connection: socket.socket, length: int) -> bytes | None:
    parts: list[bytes] = []
    missing = length
    while missing:
        part = connection.recv(min(missing, 1 << 16))
        if not part:
            if missing == length and length == HEADER.size:
                return None
            message = "the connection closed in the middle of a message"
            raise FramingError(message)
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


@contextlib.contextmanager
def address(path: Path) -> Iterator[str]:
    """Give an address that the kernel takes for this path, however deep the folder is."""
    if len(os.fsencode(str(path))) <= PATH_MAX:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
