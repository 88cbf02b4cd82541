"""How a statement is said to the database when what it says is right and the road it would take is not."""

from __future__ import annotations

from django.db.models import Func


class NoIndex(Func):
    """A numeric column as it is, by a sign that changes nothing and that no index answers: the condition is checked on rows that another one found."""

    template = "+%(expressions)s"
    arity = 1
