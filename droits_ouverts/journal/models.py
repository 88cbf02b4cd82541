"""Lines of the journal. No foreign key: they outlive what they speak of."""

from __future__ import annotations

from typing import Any, Never

from django.db import models
from django.utils.translation import gettext_lazy as _

from droits_ouverts.journal.errors import AppendOnlyError


class LigneQuerySet(models.QuerySet["Ligne"]):
    """Readings of the journal; its writings are `services.record` only."""

    def about(self, kind: str, thing_id: int | str) -> LigneQuerySet:
        """Lines about one thing, oldest first."""
        return self.filter(thing_kind=kind, thing_id=str(thing_id)).order_by("id")

    def of_structure(self, structure_id: int) -> LigneQuerySet:
        """Lines of one structure, oldest first."""
        return self.filter(structure_id=structure_id).order_by("id")

    def update(self, **kwargs: object) -> Never:
        """Refuse: the journal only grows. Raise `AppendOnlyError`."""
        raise AppendOnlyError

    def delete(self) -> Never:
        """Refuse: the journal only grows. Raise `AppendOnlyError`."""
        raise AppendOnlyError


class Ligne(models.Model):
    """One act: when, who, which verb, on which thing, why, in which structure. Triggers of the database refuse to change or remove it.

    A chain of hashes per structure can be added later as two nullable columns filled from a first numbered line on: `id` orders lines,
    and nothing here is ever rewritten.
    """

    at = models.DateTimeField(_("moment"))
    actor_id = models.BigIntegerField(_("compte"), null=True)
    verb = models.CharField(_("acte"), max_length=64)
    thing_kind = models.CharField(_("genre de chose"), max_length=64)
    thing_id = models.CharField(_("identifiant de la chose"), max_length=64)
    purpose = models.CharField(_("finalité"), max_length=64)
    structure_id = models.BigIntegerField(_("structure"), null=True)

    objects = LigneQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne de journal")
        verbose_name_plural = _("lignes de journal")
        indexes = [
            models.Index(fields=["thing_kind", "thing_id"], name="journal_par_chose"),
            models.Index(fields=["structure_id", "id"], name="journal_par_structure"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.verb} {self.thing_kind}:{self.thing_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature, passed on whole
        """Write a new line. Raise `AppendOnlyError` for a line that is already written."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> Never:
        """Refuse: the journal only grows. Raise `AppendOnlyError`."""
        raise AppendOnlyError
