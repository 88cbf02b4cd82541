"""The files of one person in her structure: the one that people work with, and those put under it. Each stays sealed by its own key.

`files_of` is what a page about her reads; a reader who was given one file only is given it alone (`only_this_file`), so that everything after reads it alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from droits_ouverts.personnes.models import DemandeEffacement, OuvertureUrgente, Personne, Rapprochement
from droits_ouverts.personnes.models_rapprochement import RapprochementQuerySet
from droits_ouverts.personnes.rules_rapprochement import Lien, kept_files


def links_under(personne: Personne) -> list[Rapprochement]:
    """Return the links in force of the files under a person's, each with that file and who made it. No query where there is none; one, once an object.

    Each link says with it whether somebody asked that its file be erased, or to open it in an emergency.
    """
    connus: list[Rapprochement] | None = getattr(personne, "_liens", None)
    if connus is None:
        connus = list(_links(personne)) if personne.reunie else []
        personne._liens = connus  # type: ignore[attr-defined]  # noqa: SLF001  kept with the object, as Django keeps what it read along
    return connus


def _links(personne: Personne) -> RapprochementQuerySet:
    liens = Rapprochement.objects.of_structures([personne.structure_id]).standing().filter(jointe__rapprochee_de=personne.pk)
    demande = Exists(DemandeEffacement.objects.filter(personne=OuterRef("jointe")))
    urgence = Exists(OuvertureUrgente.objects.filter(personne=OuterRef("jointe")))
    return liens.annotate(effacement_demande=demande, urgence_demandee=urgence).select_related("jointe__structure", "par").order_by("jointe_id")


def files_of(personne: Personne) -> list[int]:
    """Return the numbers of a person's files, the one given first. As `links_under`."""
    seuls: list[int] | None = getattr(personne, "_dossiers", None)
    return seuls if seuls is not None else [personne.pk, *(lien.jointe_id for lien in links_under(personne))]


def none_asked(personne: Personne, quoi: str) -> bool:
    """Tell whether each of her files was read with the answer that nobody asked (`effacement_demande`, `urgence_demandee`)."""
    return getattr(personne, quoi, None) is False and not any(getattr(lien, quoi) for lien in links_under(personne))


def only_this_file(personne: Personne) -> Personne:
    """Return the person as who was given this very file may read her: what is in her other files is not there."""
    return _with(personne, [personne.pk])


def as_of(personne: Personne, moment: datetime) -> Personne:
    """Return the person with the files that were already under this one at a moment: what was given then opens nothing that was joined since. One query."""
    fins = kept_files(Lien(lien.gardee_id, lien.jointe_id) for lien in links_under(personne) if lien.fait_at <= moment)
    return _with(personne, [personne.pk, *sorted(numero for numero, fin in fins.items() if fin == personne.pk)])


def with_joined(numeros: Iterable[int]) -> list[int]:
    """Return these files with those under them. One query; the caller looks at the structure, as for these."""
    donnes = list(numeros)
    return [*donnes, *Personne.objects.filter(rapprochee_de__in=donnes).values_list("pk", flat=True)]


def persons_of_files(personne: Personne) -> list[Personne]:
    """Return the person herself, then her other files. As `links_under`."""
    siens = files_of(personne)
    return [personne, *(lien.jointe for lien in links_under(personne) if lien.jointe_id in siens)]


def links_of(personne: Personne) -> list[tuple[str, int]]:
    """Return the links that her files have, or had, as the journal names them. No query for who never had two files."""
    if not personne.reunie and not personne.rapprochee_de_id:
        return []
    liens = Rapprochement.objects.of_structures([personne.structure_id]).of_files(files_of(personne))
    return [("rapprochement", numero) for numero in liens.values_list("pk", flat=True)]


def kept_among(personnes: Iterable[Personne]) -> list[Personne]:
    """Return each person once, by the file that people work with, in the order in which they come; that file was read along."""
    return list({une.gardee.pk: une.gardee for une in personnes}.values())


def _with(personne: Personne, numeros: list[int]) -> Personne:
    personne._dossiers = numeros  # type: ignore[attr-defined]  # noqa: SLF001  as above
    return personne
