"""What this room answers to earlier ones: a hold keeps a file, what is about an erased person goes with her, her copy tells what is held here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from droits_ouverts.bilan.rubriques import Rubrique, Valeur
from droits_ouverts.coffre.enums import GenreSujet
from droits_ouverts.conservation.models import Contact, DossierQuerySet, MiseEnReserve, Preavis, SurDossier
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.lignes.contexte import Service, as_service

TRACES: tuple[type[SurDossier], ...] = (Contact, MiseEnReserve, Preavis)
"""Rows about a file, which go with it."""


def hold_file(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> bool:  # noqa: ANN401  Django's own signature
    """Tell whether a hold in force keeps the file of a person. One query."""
    reserves = MiseEnReserve.objects.about(structure_id, GenreSujet.PERSONNE.value, personne_id)
    return bool(reserves.filter(levee_le__isnull=True).exists())


def forget_person(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> None:  # noqa: ANN401  same reason
    """Remove what is noted here about an erased person."""
    with as_service(Service.EFFACEMENT):
        for trace in TRACES:
            trace.objects.about(structure_id, GenreSujet.PERSONNE.value, personne_id).delete()


def forget_bilans(sender: object, *, structure_id: int, bilan_ids: Iterable[uuid.UUID], **_rest: Any) -> None:  # noqa: ANN401  same reason
    """Remove what is noted here about check-ups that are being erased."""
    with as_service(Service.EFFACEMENT):
        for trace in TRACES:
            trace.objects.of_structures([structure_id]).filter(genre=GenreSujet.BILAN.value, sujet_id__in=[str(pk) for pk in bilan_ids]).delete()


def tell_copy(sender: object, *, structure_id: int, personne_id: int, bilan_ids: Iterable[uuid.UUID], **_rest: Any) -> Sequence[Rubrique]:  # noqa: ANN401  same reason
    """Return the contacts, holds and notices that concern a person. One query a kind and a file."""
    ici = structure_id, personne_id, list(bilan_ids)
    contacts = [_contact(row) for rows in _of(Contact, *ici) for row in rows.select_related("par")]
    reserves = [_hold(row) for rows in _of(MiseEnReserve, *ici) for row in rows.select_related("posee_par", "levee_par")]
    preavis = [(_day("terme", _("Terme annoncé"), row.terme), _day("donne_le", _("Annoncé le"), row.donne_le)) for rows in _of(Preavis, *ici) for row in rows]
    return (
        Rubrique(code="contacts", titre=_("Contacts notés à part"), lignes=tuple(contacts)),
        Rubrique(code="reserves", titre=_("Mises en réserve"), lignes=tuple(reserves)),
        Rubrique(code="preavis", titre=_("Termes annoncés"), lignes=tuple(preavis)),
    )


def _of(modele: type[SurDossier], structure_id: int, personne_id: int, bilan_ids: Iterable[uuid.UUID]) -> Iterable[DossierQuerySet]:
    dossiers = [(GenreSujet.PERSONNE.value, personne_id), *((GenreSujet.BILAN.value, pk) for pk in bilan_ids)]
    return [modele.objects.about(structure_id, genre, numero) for genre, numero in dossiers]


def _contact(row: Contact) -> tuple[Valeur, ...]:
    return _day("le", _("Le"), row.le), _text("note_par", _("Noté par"), row.par.nom), _day("note_le", _("Noté le"), row.note_at)


def _hold(row: MiseEnReserve) -> tuple[Valeur, ...]:
    return (
        Valeur(code="motif", titre=_("Motif"), texte=str(row.get_motif_display()), quoi=row.motif),
        _day("posee_le", _("Posée le"), row.posee_le),
        _text("posee_par", _("Posée par"), row.posee_par.nom),
        _day("levee_le", _("Levée le"), row.levee_le),
        _text("levee_par", _("Levée par"), row.levee_par.nom if row.levee_par else ""),
    )


def _day(code: str, titre: str, jour: date | None) -> Valeur:
    return Valeur(code=code, titre=titre, texte=date_format(jour, "j F Y") if jour else "", quoi=jour or "")


def _text(code: str, titre: str, texte: str) -> Valeur:
    return Valeur(code=code, titre=titre, texte=texte, quoi=texte)
