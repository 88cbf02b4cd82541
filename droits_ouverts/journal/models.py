"""Lines of the journal, the heads of its chains, and the marks that a purge leaves. No foreign key: they outlive what they speak of."""

from __future__ import annotations

from typing import Any, Never

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from droits_ouverts.journal.enums import Issue
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
    """One act: when, who, which verb, on which thing, why, in which structure, done or refused. Triggers of the database refuse to change or remove it.

    `structure_id` is the structure that holds the thing: its chain tells everything about it. `rang` is the place in that chain, `empreinte`
    what binds it to the line before (`chaine`). `motif` is the code of a refusal, `partage_id` the sharing under which somebody of another
    structure acted. Lines older than the chain were numbered when it was installed: it proves them from that day on.
    """

    at = models.DateTimeField(_("moment"))
    actor_id = models.BigIntegerField(_("compte"), null=True)
    verb = models.CharField(_("acte"), max_length=64)
    thing_kind = models.CharField(_("genre de chose"), max_length=64)
    thing_id = models.CharField(_("identifiant de la chose"), max_length=64)
    purpose = models.CharField(_("finalité"), max_length=64)
    structure_id = models.BigIntegerField(_("structure"), null=True)
    issue = models.CharField(_("issue"), max_length=16, choices=Issue.choices, default=Issue.FAIT, db_default=Issue.FAIT)
    motif = models.CharField(_("motif du refus"), max_length=64, default="", db_default="", blank=True)
    partage_id = models.BigIntegerField(_("partage"), null=True)
    rang = models.BigIntegerField(_("rang dans la chaîne"), db_default=0)
    empreinte = models.CharField(_("empreinte"), max_length=64, db_default="")

    objects = LigneQuerySet.as_manager()

    class Meta:
        verbose_name = _("ligne de journal")
        verbose_name_plural = _("lignes de journal")
        indexes = [
            models.Index(fields=["thing_kind", "thing_id"], name="journal_par_chose"),
            models.Index(fields=["structure_id", "id"], name="journal_par_structure"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["structure_id", "rang"], name="ligne_a_un_rang_dans_sa_structure"),
            models.UniqueConstraint(fields=["rang"], condition=Q(structure_id__isnull=True), name="ligne_sans_structure_a_un_rang"),
            models.CheckConstraint(condition=Q(rang__gte=1) & ~Q(empreinte=""), name="ligne_est_dans_une_chaine"),
            models.CheckConstraint(condition=Q(issue="fait", motif="") | (Q(issue="refuse") & ~Q(motif="")), name="ligne_refusee_dit_un_motif"),
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


class Tete(models.Model):
    """The last line of a chain: its place and its hash. Whoever writes a line holds this row until her transaction ends; it only goes forward."""

    chaine = models.BigIntegerField(_("chaîne"), primary_key=True)
    rang = models.BigIntegerField(_("rang de la dernière ligne"), default=0)
    empreinte = models.CharField(_("empreinte de la dernière ligne"), max_length=64)

    class Meta:
        verbose_name = _("tête de chaîne")
        verbose_name_plural = _("têtes de chaîne")

    def __str__(self) -> str:
        return f"chaîne {self.chaine} à {self.rang}"


class Repere(models.Model):
    """Where a purge stopped: the last line removed of a chain, signed. The chain is verified from there on. Never changed nor removed."""

    chaine = models.BigIntegerField(_("chaîne"))
    rang = models.BigIntegerField(_("rang de la dernière ligne retirée"))
    empreinte = models.CharField(_("empreinte de la dernière ligne retirée"), max_length=64)
    avant_le = models.DateField(_("lignes retirées d’avant le"))
    at = models.DateTimeField(_("moment"))
    cle = models.CharField(_("clé publique"), max_length=64)
    signature = models.CharField(_("signature"), max_length=128)

    class Meta:
        verbose_name = _("repère de purge")
        verbose_name_plural = _("repères de purge")
        constraints = [models.UniqueConstraint(fields=["chaine", "rang"], name="repere_un_par_rang")]

    def __str__(self) -> str:
        return f"chaîne {self.chaine} purgée jusqu’à {self.rang}"
