"""What a person agreed to share with another structure, and what followed: rows that are written once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Never

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from droits_ouverts.personnes.enums import Finalite, ModeAccord, NatureSuite, Portee
from droits_ouverts.personnes.errors import PartageKeptError
from droits_ouverts.personnes.rules import LANGUES
from droits_ouverts.personnes.rules_partage import SENSIBLES, Suite, Termes, read

if TYPE_CHECKING:
    from droits_ouverts.personnes.models import Personne

PORTEES_MAX = 200
UNE = "|".join(Portee.values)
CODES = rf"^({UNE})( ({UNE}))*$"
SENSIBLE = Q(*(Q(portees__contains=portee.value) for portee in sorted(SENSIBLES)), _connector=Q.OR)


class PartageQuerySet(models.QuerySet["Partage"]):
    """Agreements, read through the person, or through the structure that she agreed should read."""

    def of_person(self, personne: Personne) -> PartageQuerySet:
        """Those of one person, the last one first."""
        return self.of_files([personne.pk])

    def of_files(self, numeros: Iterable[int]) -> PartageQuerySet:
        """Those of the files of one person, the last one first."""
        return self.filter(personne_id__in=list(numeros)).order_by("-created_at", "-pk")

    def towards(self, structure_ids: Iterable[int]) -> PartageQuerySet:
        """Those by which these structures read."""
        return self.filter(vers_structure_id__in=list(structure_ids))

    def within(self, on: date) -> PartageQuerySet:
        """Those whose dates hold this day; whether they were withdrawn, `scopes_on` tells."""
        return self.filter(debut__lte=on, fin__gte=on)

    def update(self, **kwargs: object) -> Never:
        """Refuse: an agreement is not rewritten. Raise `PartageKeptError`."""
        raise PartageKeptError

    def delete(self) -> Never:
        """Refuse: it goes with its person only (`services_partage.forget_agreements`). Raise `PartageKeptError`."""
        raise PartageKeptError


class SuiteQuerySet(models.QuerySet["SuitePartage"]):
    """What followed agreements."""

    def update(self, **kwargs: object) -> Never:
        """Refuse: what followed is not rewritten. Raise `PartageKeptError`."""
        raise PartageKeptError

    def delete(self) -> Never:
        """Refuse: without its withdrawal, an agreement would run again. Raise `PartageKeptError`."""
        raise PartageKeptError


class Partage(models.Model):
    """The person's agreement that one other structure read some scopes of what this one holds of her, for one purpose, from a day to a day.

    Written once: narrowing and withdrawing it are rows of `SuitePartage`, and triggers refuse any change. `portees`: codes parted by a space.
    A sensitive scope is alone in its row, and `explication` says that it was explained by itself before she agreed.
    """

    personne = models.ForeignKey("personnes.Personne", on_delete=models.PROTECT, related_name="partages", verbose_name="personne")
    de_structure = models.ForeignKey(
        "structures.Structure", on_delete=models.PROTECT, related_name="partages_donnes", verbose_name="structure qui tient le dossier"
    )
    vers_structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="partages_recus", verbose_name="structure qui lit")
    portees = models.CharField("portées", max_length=PORTEES_MAX)
    finalite = models.CharField("finalité", max_length=20, choices=Finalite.choices)
    debut = models.DateField("premier jour")
    fin = models.DateField("dernier jour")
    accord_mode = models.CharField("accord donné", max_length=20, choices=ModeAccord.choices)
    explication = models.BooleanField("expliquée à part", default=False, db_default=False)
    langue = models.CharField("langue de l’échange", max_length=8)
    enregistre_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="partages", verbose_name="enregistré par")
    created_at = models.DateTimeField("enregistré le")

    objects = PartageQuerySet.as_manager()

    class Meta:
        verbose_name = "partage"
        verbose_name_plural = "partages"
        indexes = [
            models.Index(fields=["personne", "vers_structure"], name="partage_personne_lecteur"),
            models.Index(fields=["vers_structure", "fin"], name="partage_lecteur_fin"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(portees__regex=CODES), name="partage_a_des_portees_connues"),
            models.CheckConstraint(condition=~SENSIBLE | Q(portees__in=sorted(SENSIBLES), explication=True), name="partage_sensible_est_seul_et_explique"),
            models.CheckConstraint(condition=Q(finalite__in=Finalite.values), name="partage_a_une_finalite_connue"),
            models.CheckConstraint(condition=Q(accord_mode__in=ModeAccord.values), name="partage_dit_comment_elle_a_accepte"),
            models.CheckConstraint(condition=Q(langue__in=LANGUES), name="partage_a_une_langue_connue"),
            models.CheckConstraint(condition=Q(fin__gte=F("debut")), name="partage_finit_apres_son_debut"),
            models.CheckConstraint(condition=~Q(de_structure=F("vers_structure")), name="partage_va_vers_une_autre_structure"),
        ]

    def __str__(self) -> str:
        return f"partage {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature, passed on whole
        """Write a new agreement. Raise `PartageKeptError` for one that is already written."""
        if not self._state.adding:
            raise PartageKeptError
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> Never:
        """Refuse, as the queryset does. Raise `PartageKeptError`."""
        raise PartageKeptError

    @property
    def termes(self) -> Termes:
        """The agreement and what followed, as a value. No query where `suites` are prefetched."""
        suites = sorted(self.suites.all(), key=lambda suite: suite.pk)
        return Termes(
            portees=read(self.portees),
            debut=self.debut,
            fin=self.fin,
            suites=tuple(Suite(nature=NatureSuite(suite.nature), portees=read(suite.portees), at=suite.at) for suite in suites),
        )


class SuitePartage(models.Model):
    """What followed an agreement: she narrowed it, withdrew it, or what had been noted by mistake was taken back. `portees`: what is left."""

    partage = models.ForeignKey(Partage, on_delete=models.PROTECT, related_name="suites", verbose_name="partage")
    nature = models.CharField("nature", max_length=20, choices=NatureSuite.choices)
    portees = models.CharField("portées restantes", max_length=PORTEES_MAX, blank=True, default="", db_default="")
    mode = models.CharField("dit", max_length=20, choices=ModeAccord.choices)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="suites_partages", verbose_name="noté par")
    at = models.DateTimeField("noté le")

    objects = SuiteQuerySet.as_manager()

    class Meta:
        verbose_name = "suite d’un partage"
        verbose_name_plural = "suites des partages"
        constraints = [
            models.CheckConstraint(condition=Q(nature__in=NatureSuite.values), name="suite_a_une_nature_connue"),
            models.CheckConstraint(condition=Q(mode__in=ModeAccord.values), name="suite_dit_comment"),
            models.CheckConstraint(
                condition=Q(nature=NatureSuite.RETIRE, portees="") | Q(portees__regex=CODES) & ~Q(nature=NatureSuite.RETIRE), name="suite_dit_ce_qui_reste"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nature} {self.partage_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature, passed on whole
        """Write a new line. Raise `PartageKeptError` for one that is already written."""
        if not self._state.adding:
            raise PartageKeptError
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> Never:
        """Refuse, as the queryset does. Raise `PartageKeptError`."""
        raise PartageKeptError
