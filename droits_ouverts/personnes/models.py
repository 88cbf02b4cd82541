"""The person: her name is sealed, and kept only since the day she agreed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q

from droits_ouverts.foundation.requetes import NoIndex
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.models_droits import DemandeEffacement, OuvertureUrgente, Rectification
from droits_ouverts.personnes.models_lecture import LectureDuJour
from droits_ouverts.personnes.models_partage import Partage, SuitePartage
from droits_ouverts.personnes.models_rapprochement import Rapprochement

__all__ = [
    "DemandeEffacement",
    "LectureDuJour",
    "OuvertureUrgente",
    "Partage",
    "Personne",
    "PersonneQuerySet",
    "Rapprochement",
    "Rectification",
    "SuitePartage",
]


class PersonneQuerySet(models.QuerySet["Personne"]):
    """Persons, always read through the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> PersonneQuerySet:
        """Keep the persons held by these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def of_structure(self, structure_id: int, numeros: Iterable[int | str]) -> PersonneQuerySet:
        """Keep the persons with these numbers that this structure holds.

        By their numbers, then only by the structure: a database without statistics would read the structure whole.
        """
        return self.alias(tenue=NoIndex("structure_id")).filter(pk__in=list(numeros), tenue__in=[structure_id])

    def kept(self) -> PersonneQuerySet:
        """Keep each person once: without the files that were put under another one of hers."""
        return self.filter(rapprochee_de__isnull=True)

    def with_what_was_asked(self) -> PersonneQuerySet:
        """Say with each one whether somebody asked that she be erased, or to open her file in an emergency."""
        effacements = DemandeEffacement.objects.filter(personne=OuterRef("pk"))
        urgences = OuvertureUrgente.objects.filter(personne=OuterRef("pk"))
        return self.annotate(effacement_demande=Exists(effacements), urgence_demandee=Exists(urgences))


class Personne(models.Model):
    """Somebody whom one structure accompanies. `identite_scellee` is one envelope: first name, name, language of her sheet (see `rules.Identite`).

    `contact_scelle` is another: how to reach her without danger (`rules_contact.Contact`); empty while nobody asked her.
    `rapprochee_de`: the file of hers that people work with, where this one was put under it; `reunie`: others are under this one. Both repeat what the links
    in force say (`rules_rapprochement.kept_files`).
    """

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="personnes", verbose_name="structure")
    identite_scellee = models.TextField("identité scellée")
    contact_scelle = models.TextField("contact scellé", blank=True, default="", db_default="")
    accord_le = models.DateField("accord donné le")
    accord_mode = models.CharField("accord donné", max_length=20, choices=ModeAccord.choices)
    created_at = models.DateTimeField("créée le")
    rapprochee_de = models.ForeignKey("self", on_delete=models.PROTECT, related_name="jointes", null=True, blank=True, verbose_name="dossier gardé")
    reunie = models.BooleanField("a d’autres dossiers", default=False, db_default=False)

    objects = PersonneQuerySet.as_manager()

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        indexes = [models.Index(fields=["structure", "-created_at"], name="personne_structure_recente")]
        constraints = [
            models.CheckConstraint(condition=~Q(identite_scellee=""), name="personne_a_une_identite_scellee"),
            models.CheckConstraint(condition=Q(accord_mode__in=ModeAccord.values), name="personne_a_donne_son_accord"),
            models.CheckConstraint(condition=Q(rapprochee_de__isnull=True) | Q(reunie=False), name="personne_gardee_ou_jointe"),
        ]

    def __str__(self) -> str:
        return f"personne {self.pk}"

    @property
    def gardee(self) -> Personne:
        """The file of hers that people work with: this one, but where it was put under another. No query where that one was read along."""
        return self.rapprochee_de or self
