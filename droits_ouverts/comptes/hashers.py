"""How passwords are kept."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with 64 MiB and three passes (RFC 9106, second recommended option)."""

    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 4
