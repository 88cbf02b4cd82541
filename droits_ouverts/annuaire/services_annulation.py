"""The undo of an import: what stood before stands again, row by row. What was corrected or noticed here since stays over it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from droits_ouverts.annuaire import access, index
from droits_ouverts.annuaire.ecriture import CHAMPS, MODELES, TECHNIQUES, corrections_of, upsert, value_of
from droits_ouverts.annuaire.enums import StatutImport
from droits_ouverts.annuaire.errors import UndoRefusedError
from droits_ouverts.annuaire.models import Constat, Correction, DoublonEcarte, EtatAvant, Import, Lieu, Quarantaine, Reperage, Service, Source
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.services import record

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

LOT: Final = 500
FINALITE: Final = "tenue_de_l_annuaire"
_DATES: Final = ("maj_le", "absent_le")


def may_undo(passage: Import) -> bool:
    """Tell whether an import can be taken back: what stood before it is kept, and no other of its source came after it. Two queries."""
    if passage.essai or passage.statut == StatutImport.ANNULE or not passage.etats_avant.exists():
        return False
    return not Import.objects.filter(source=passage.source_id, essai=False, pk__gt=passage.pk).exclude(statut=StatutImport.ANNULE).exists()


def undo_import(*, actor: Compte | None, import_id: int, now: datetime) -> Import:
    """Put back what stood before an import, then put places in order again. `actor` is None for the command.

    Raise `ForbiddenError`, `NotVisibleError`, `UndoRefusedError` where another import came after it.
    """
    passage = _put_back(actor=actor, import_id=import_id, now=now)
    for _fait in index.Rangement().run():
        pass
    index.count()
    return passage


@transaction.atomic
def _put_back(*, actor: Compte | None, import_id: int, now: datetime) -> Import:
    on = timezone.localtime(now).date()
    if actor is not None and not access.may_keep(actor, on=on):
        raise ForbiddenError
    passage = Import.objects.filter(pk=import_id).first()
    if passage is None:
        raise NotVisibleError
    Source.objects.select_for_update().get(pk=passage.source_id)
    passage = Import.objects.select_for_update().get(pk=import_id)
    if not may_undo(passage):
        raise UndoRefusedError
    gardees = 0
    crees: dict[str, list[str]] = {"service": [], "lieu": []}
    for etat in passage.etats_avant.order_by("-pk").iterator(chunk_size=20):
        _restore(passage, etat, crees)
    for genre, identifiants in crees.items():
        gardees += _take_away(passage, genre, identifiants, on)
    EtatAvant.objects.filter(passage=passage).delete()
    passage.statut, passage.annule_at, passage.annule_par = StatutImport.ANNULE, now, actor
    passage.comptes = passage.comptes | {"gardees": gardees}
    passage.save(update_fields=["statut", "annule_at", "annule_par", "comptes"])
    record(actor=actor, verb="annuler_import_annuaire", thing_kind="import_annuaire", thing_id=passage.pk, purpose=FINALITE, structure=None)
    return passage


def _restore(passage: Import, etat: EtatAvant, crees: dict[str, list[str]]) -> None:
    """Undo one lot. Rows that are new are only noted: they go once nothing leads to them."""
    modele, contenu = MODELES[etat.genre], etat.contenu
    crees[etat.genre] += contenu.get("crees", [])
    Quarantaine.objects.filter(pk__in=contenu.get("repris", [])).update(reprise_at=None)
    for avant, pks in contenu.get("vus", []):
        modele.objects.filter(pk__in=pks).update(vu_par=avant)
    if absents := contenu.get("absents"):
        modele.objects.filter(pk__in=absents).update(absent_le=None)
        _to_order(etat.genre, absents)
    if not (changes := contenu.get("changes")):
        return
    ici = dict(modele.objects.filter(source=passage.source_id, identifiant__in=[un["identifiant"] for un in changes]).values_list("identifiant", "pk"))
    _to_order(etat.genre, list(ici.values()))
    lignes = _as_before(passage, etat.genre, changes, ici)
    upsert(modele, lignes, [*CHAMPS[etat.genre], *TECHNIQUES[etat.genre]])
    _to_order(etat.genre, list(ici.values()))


def _as_before(passage: Import, genre: str, changes: Sequence[dict[str, Any]], ici: dict[str, int]) -> list[dict[str, Any]]:
    """Return rows as they stood, with what was corrected since over them, and without what a correction withdrawn since had put there."""
    actives = corrections_of(genre, list(ici.values()))
    retirees = _withdrawn(passage, genre, list(ici.values()))
    lignes = []
    for change in changes:
        pk = ici[change["identifiant"]]
        ligne = change | {"source_id": passage.source_id} | {nom: date.fromisoformat(jour) for nom in _DATES if (jour := change[nom])}
        ligne |= {champ: value_of(change["brut"], genre, champ, change[champ]) for champ in retirees.get(pk, ())}
        ligne |= {une.champ: une.valeur for une in actives.get(pk, ())}
        lignes.append(ligne | ({"a_ranger": True} if genre == "lieu" else {}))
    return lignes


def _withdrawn(passage: Import, genre: str, pks: Sequence[int]) -> dict[int, set[str]]:
    lues = Correction.objects.filter(retiree_at__gte=passage.commence_at)
    lues = lues.filter(service_id__in=pks) if genre == "service" else lues.filter(lieu_id__in=pks, service__isnull=True)
    trouvees: dict[int, set[str]] = {}
    for une in lues:
        trouvees.setdefault((une.service_id if genre == "service" else une.lieu_id) or 0, set()).add(une.champ)
    return trouvees


def _take_away(passage: Import, genre: str, identifiants: Sequence[str], on: date) -> int:
    """Erase rows that the import brought; those of which somebody here said something stay, as gone from the source. Return how many stay."""
    modele, gardees = MODELES[genre], 0
    for debut in range(0, len(identifiants), LOT):
        pks = set(modele.objects.filter(source=passage.source_id, identifiant__in=identifiants[debut : debut + LOT]).values_list("pk", flat=True))
        dits = _spoken_of(genre, pks)
        modele.objects.filter(pk__in=dits).update(absent_le=on)
        _to_order(genre, dits)
        partent = pks - dits
        _to_order(genre, partent)
        Reperage.objects.filter(**{f"{genre}__in": partent}).delete()
        # Nothing else leads to them: Django need not look for it row by row.
        lignes = modele.objects.filter(pk__in=partent)
        lignes._raw_delete(lignes.db)  # noqa: SLF001  Django's own name for it
        gardees += len(dits)
    return gardees


def _spoken_of(genre: str, pks: Iterable[int]) -> set[int]:
    """Return the rows that are corrected, noticed, paired here, or that hold a service that stays."""
    pks = list(pks)
    if genre == "service":
        return set(Correction.objects.filter(service_id__in=pks).values_list("service_id", flat=True))
    return {
        *Correction.objects.filter(lieu_id__in=pks).values_list("lieu_id", flat=True),
        *Constat.objects.filter(lieu_id__in=pks).values_list("lieu_id", flat=True),
        *DoublonEcarte.objects.filter(premier_id__in=pks).values_list("premier_id", flat=True),
        *DoublonEcarte.objects.filter(second_id__in=pks).values_list("second_id", flat=True),
        *Service.objects.filter(lieu_id__in=pks).values_list("lieu_id", flat=True),
    }


def _to_order(genre: str, pks: Iterable[int]) -> None:
    lieux = list(pks) if genre == "lieu" else list(Service.objects.filter(pk__in=list(pks)).values_list("lieu_id", flat=True))
    Lieu.objects.filter(pk__in=lieux).update(a_ranger=True)
