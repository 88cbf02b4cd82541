"""Keys of subjects, wrapped; what is searched without being read; the register of what was erased. No foreign key: `coffre` knows no room above."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Never

from django.db import models
from django.db.models import Q

from droits_ouverts.coffre.enums import GenreSujet
from droits_ouverts.coffre.errors import AppendOnlyRegisterError


class SujetQuerySet(models.QuerySet[Any]):
    """Rows about subjects, always read through the structure that holds them."""

    def of_subjects(self, structure_ids: Iterable[int | str], genre: str, ids: Iterable[int | str]) -> SujetQuerySet:
        """Keep the rows of these subjects, in these structures."""
        return self.filter(structure_id__in=list(structure_ids), genre=genre, sujet_id__in=[str(one) for one in ids])


class CleSujet(models.Model):
    """The key of one person or one check-up, wrapped by the key-encryption key `cle_id`, which is outside the database.

    `scelles` counts the messages it sealed: a key has a limit. Destroying the key is deleting the row.
    """

    structure_id = models.BigIntegerField("structure")
    genre = models.CharField("genre de sujet", max_length=20, choices=GenreSujet.choices)
    sujet_id = models.CharField("identifiant du sujet", max_length=36)
    enveloppe = models.TextField("clé enveloppée")
    cle_id = models.CharField("clé qui enveloppe", max_length=64)
    scelles = models.BigIntegerField("nombre de messages scellés", default=0)
    created_at = models.DateTimeField("créée le")

    objects = SujetQuerySet.as_manager()

    class Meta:
        verbose_name = "clé d’un sujet"
        verbose_name_plural = "clés des sujets"
        indexes = [models.Index(fields=["cle_id", "id"], name="clesujet_par_cle")]
        constraints = [
            models.UniqueConstraint(fields=["structure_id", "genre", "sujet_id"], name="clesujet_une_par_sujet"),
            models.CheckConstraint(condition=Q(genre__in=GenreSujet.values), name="clesujet_a_un_genre_connu"),
            models.CheckConstraint(condition=~Q(enveloppe="") & ~Q(cle_id=""), name="clesujet_est_enveloppee"),
        ]

    def __str__(self) -> str:
        return f"clé de {self.genre}:{self.sujet_id}"


class IndexAveugle(models.Model):
    """What finds a subject by an exact value without keeping the value: its keyed digest, by a key of the structure."""

    structure_id = models.BigIntegerField("structure")
    champ = models.CharField("champ", max_length=40)
    empreinte = models.CharField("empreinte", max_length=32)
    genre = models.CharField("genre de sujet", max_length=20, choices=GenreSujet.choices)
    sujet_id = models.CharField("identifiant du sujet", max_length=36)

    objects = SujetQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne d’index aveugle"
        verbose_name_plural = "lignes d’index aveugle"
        # With the subject in it, a search reads the index alone.
        indexes = [models.Index(fields=["structure_id", "champ", "empreinte", "genre", "sujet_id"], name="index_aveugle_recherche")]
        constraints = [models.UniqueConstraint(fields=["structure_id", "genre", "sujet_id", "champ"], name="index_aveugle_un_par_champ")]

    def __str__(self) -> str:
        return f"{self.champ} de {self.genre}:{self.sujet_id}"


class RegistreEffacement(models.Model):
    """One subject whose key was destroyed: kind, number, structure, moment; nothing of her. Triggers refuse to change or remove a line."""

    structure_id = models.BigIntegerField("structure")
    genre = models.CharField("genre de sujet", max_length=20, choices=GenreSujet.choices)
    sujet_id = models.CharField("identifiant du sujet", max_length=36)
    at = models.DateTimeField("moment")

    objects = SujetQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne du registre des effacements"
        verbose_name_plural = "lignes du registre des effacements"
        constraints = [models.UniqueConstraint(fields=["structure_id", "genre", "sujet_id"], name="registre_une_ligne_par_sujet")]

    def __str__(self) -> str:
        return f"{self.genre}:{self.sujet_id} effacé le {self.at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature, passed on whole
        """Write a new line. Raise `AppendOnlyRegisterError` for a line that is already written."""
        if not self._state.adding:
            raise AppendOnlyRegisterError
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> Never:
        """Refuse: the register only grows. Raise `AppendOnlyRegisterError`."""
        raise AppendOnlyRegisterError
