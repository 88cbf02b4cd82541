"""Sessions kept by account, so that all those of an account can be shown and ended. Named by the setting `SESSION_ENGINE`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DBStore

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Seance

OUVERTE, VUE, NAVIGATEUR, FIN, DEUX_ETAPES = "do_ouverte", "do_vue", "do_navigateur", "do_fin", "do_deux_etapes"
"""What a session knows of itself: opened and seen (seconds since 1970), the kind of device; why the one before ended; that two steps are known of its account."""


class SessionStore(DBStore):
    """Django's own store, whose rows name their account."""

    @classmethod
    def get_model_class(cls) -> type[Seance]:
        """Return the model of the rows."""
        from droits_ouverts.comptes.models import Seance  # noqa: PLC0415  the store is loaded before the models are

        return Seance

    def create_model_instance(self, data: dict[str, Any]) -> Seance:
        """Return the row of this session."""
        seance: Seance = super().create_model_instance(data)  # type: ignore[assignment]  # the model is ours
        seance.compte_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        seance.ouverte_at, seance.vue_at = _moment(data.get(OUVERTE)), _moment(data.get(VUE))
        seance.navigateur = str(data.get(NAVIGATEUR, ""))[:60]
        return seance


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)


_NAVIGATEURS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_APPAREILS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))


def device_of(user_agent: str) -> str:
    """Return the browser and the device in two words, enough to know one's own; empty where nothing is recognised."""
    words = [next((name for sign, name in known if sign in user_agent), "") for known in (_NAVIGATEURS, _APPAREILS)]
    return ", ".join(word for word in words if word)
