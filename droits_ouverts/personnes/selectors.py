"""What screens read of persons, each with its cost in queries. Always through the structures of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.coffre.index import found_by, near, normalised
from droits_ouverts.coffre.services import Context, Sujet, open_sealed, prepare
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import access
from droits_ouverts.personnes.dossiers import kept_among, links_under, persons_of_files
from droits_ouverts.personnes.errors import DossierJointError
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.rules_contact import Contact
from droits_ouverts.personnes.rules_rapprochement import safest
from droits_ouverts.personnes.rules_recherche import distance, neighbours, readings, words_of, words_of_person

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

PAR_PAGE = 50
CHAMP_IDENTITE = "identite"
"""Field of the blind index: name and birth date together."""
CHAMP_NOM = "nom"
"""Field of the blind index: the neighbours of each word of her name."""
OUVERTES = 400
"""Names that a search opens: those with most letters in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LignePersonne:
    """A person as a list shows her."""

    id: int
    identite: Identite
    structure: str
    structure_id: int
    accord_le: date


def persons_of(actor: Compte, *, on: date, structure_id: int | None = None) -> list[LignePersonne]:
    """Return the last persons of the actor's structures (or of one of them), 50 at most, by name. Three queries in a page."""
    siennes = access.structures_of(actor, on=on)
    voulues = siennes if structure_id is None else [pk for pk in siennes if pk == structure_id]
    return _lines(Personne.objects.of_structures(voulues).kept().select_related("structure").order_by("-created_at", "-pk")[:PAR_PAGE])


def _lines(personnes: Iterable[Personne]) -> list[LignePersonne]:
    """Return the lines of these persons, by name, their keys read at once; one whose key was destroyed has none."""
    rows = list(personnes)
    prepare(identity_context(personne) for personne in rows)
    lignes = []
    for personne in rows:
        with suppress(ErasedError):
            lignes.append(_line(personne))
    return sorted(lignes, key=lambda ligne: ligne.identite.ecrite.casefold())


def _line(personne: Personne) -> LignePersonne:
    return LignePersonne(
        id=personne.pk,
        identite=open_identity(personne),
        structure=str(personne.structure),
        structure_id=personne.structure_id,
        accord_le=personne.accord_le,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouvaille:
    """Somebody who may be the one that is looked for: how many words of her name have a typo, and whether her birth date is the same (None: not known)."""

    ligne: LignePersonne
    fautes: int
    meme_naissance: bool | None

    @property
    def certaine(self) -> bool:
        """Whether name and birth date are the very same."""
        return not self.fautes and self.meme_naissance is True


def search_persons(actor: Compte, structure_id: int, *, nom: str, naissance: str = "", on: date) -> list[Trouvaille]:
    """Return who may be called so in a structure, 50 at most, the nearest first: accents, order, hyphens and one typo a word are forgiven.

    `naissance` ("AAAA-MM-JJ") sets aside those who have another one. Nobody where the actor may not read this structure's persons. Five queries at most.
    """
    cherches = words_of(nom)
    if not cherches or structure_id not in access.structures_of(actor, on=on):
        return []
    candidates = {une.pk: une for une in _candidates(structure_id, cherches)}
    lues = [ligne for ligne in _lines(candidates.values()) if not naissance or ligne.identite.naissance in {"", naissance}]
    trouvees = [
        Trouvaille(ligne=ligne, fautes=fautes, meme_naissance=ligne.identite.naissance == naissance if naissance and ligne.identite.naissance else None)
        for ligne in lues
        if (fautes := distance(cherches, words_of_person(ligne.identite))) is not None
    ]
    trouvees.sort(key=lambda une: (une.meme_naissance is not True, une.fautes, une.ligne.identite.ecrite.casefold(), une.ligne.id))
    return _each_once(trouvees, candidates)[:PAR_PAGE]


def _each_once(trouvees: Sequence[Trouvaille], candidates: Mapping[int, Personne]) -> list[Trouvaille]:
    """Return each person once, by the file that is kept, whichever of hers was found nearest. One query for keys where one was found by another file."""
    gardees = {une.ligne.id: candidates[une.ligne.id].gardee for une in reversed(trouvees)}
    prepare(identity_context(gardee) for numero, gardee in gardees.items() if gardee.pk != numero)
    uniques: dict[int, Trouvaille] = {}
    for une in trouvees:
        gardee = gardees[une.ligne.id]
        if gardee.pk not in uniques:
            with suppress(ErasedError):
                uniques[gardee.pk] = une if gardee.pk == une.ligne.id else replace(une, ligne=_line(gardee))
    return list(uniques.values())


def _candidates(structure_id: int, cherches: Sequence[str]) -> Iterable[Personne]:
    """Return those whose marks are near every word that is looked for. The marks are few: many of them are somebody else's."""
    proches = near(structure_id, CHAMP_NOM, [[neighbours(mot) for mot in lecture] for lecture in readings(cherches)], genre="personne", combien=OUVERTES)
    if not proches:
        return []
    return Personne.objects.of_structure(structure_id, proches).select_related("structure", "rapprochee_de__structure")


def find_person(actor: Compte, structure_id: int, *, nom: str, naissance: date, on: date) -> list[LignePersonne]:
    """Return the persons of a structure with exactly this name and birth date, by name: accents, capitals and hyphens do not count.

    `nom` is her name, or her first name if she gave no other. Nobody where the actor may not read this structure's persons. Five queries at most.
    """
    if structure_id not in access.structures_of(actor, on=on):
        return []
    trouvees = found_by(structure_id, CHAMP_IDENTITE, search_value(nom, naissance.isoformat()), genre="personne")
    if not trouvees:
        return []
    rows = Personne.objects.of_structures([structure_id]).filter(pk__in=trouvees).select_related("structure", "rapprochee_de__structure")
    return _lines(kept_among(rows[:PAR_PAGE]))


def search_value(nom: str, naissance: str) -> str:
    """Return what a person is found by: her name as names are compared, and her birth date; nothing where one of them lacks."""
    compare = normalised(nom)
    return f"{compare}|{naissance}" if compare and naissance else ""


def person_for(actor: Compte, personne_id: int, *, on: date) -> Personne:
    """Return a person whom the actor may read. Two queries, two more where she has several files. Raise `NotVisibleError` for any other, `DossierJointError` for a file under another one."""
    personne = Personne.objects.select_related("structure").with_what_was_asked().filter(pk=personne_id).first()
    if personne is None or not access.may_open(actor, personne, on=on):
        raise NotVisibleError
    if personne.rapprochee_de_id:
        raise DossierJointError(personne.rapprochee_de_id)
    if personne.reunie:
        prepare(identity_context(une) for une in persons_of_files(personne))
    return personne


def open_identity(personne: Personne) -> Identite:
    """Open the envelope of a person's name. One query the first time in a request. Raise the errors of `coffre`."""
    return Identite.from_bytes(open_sealed(personne.identite_scellee, context=identity_context(personne)))


def identity_context(personne: Personne) -> Context:
    """What the envelope is bound to."""
    return Context(structure=personne.structure_id, kind="personnes.personne", id=personne.pk, field="identite_scellee", sujet=Sujet("personne", personne.pk))


def open_contact(personne: Personne) -> Contact | None:
    """Open how to reach a person; None while nobody asked her. No query once her name is open. Raise the errors of `coffre`.

    Where she has several files, only what none of them forbids (`rules_rapprochement.safest`), until she is asked again. As `dossiers.links_under`, and a query for their keys once in a request.
    """
    if getattr(personne, "_dossiers", None) == [personne.pk] or not (personne.reunie or personne.rapprochee_de_id):
        return open_own_contact(personne)
    gardee = personne.gardee
    elles = persons_of_files(gardee)
    redits = {lien.jointe_id for lien in links_under(gardee) if lien.contact_redit_at is not None}
    prepare(contact_context(une) for une in elles)
    return safest([open_own_contact(une) for une in elles if une.pk not in redits])


def open_own_contact(personne: Personne) -> Contact | None:
    """Open what this very file says of how to reach her, likewise."""
    return Contact.from_bytes(open_sealed(personne.contact_scelle, context=contact_context(personne))) if personne.contact_scelle else None


def contact_context(personne: Personne) -> Context:
    """What the envelope is bound to."""
    return Context(structure=personne.structure_id, kind="personnes.personne", id=personne.pk, field="contact_scelle", sujet=Sujet("personne", personne.pk))
