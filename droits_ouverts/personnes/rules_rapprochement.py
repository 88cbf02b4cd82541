"""Two files of one person: which one is kept, what makes one doubt that she is the same, how to reach her meanwhile. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.rules_contact import Contact, cleaned
from droits_ouverts.personnes.rules_recherche import one_typo, words_of_person

SANS_HEURE = (0, 24)


class Lien(NamedTuple):
    """A file that was put under another one."""

    gardee: int
    jointe: int


class Doute(StrEnum):
    """What makes one doubt that two files are one person's."""

    NAISSANCES = "naissances"
    NOMS = "noms"
    FOYER = "foyer"


def kept_files(liens: Iterable[Lien]) -> dict[int, int]:
    """Return, for each file that is under another one, the one that people work with: links are followed to their end. A circle ends where it began."""
    vers = {lien.jointe: lien.gardee for lien in liens}
    fins: dict[int, int] = {}
    for depart, suite in vers.items():
        vus, ici = {depart}, suite
        while ici in vers and ici not in vus:
            vus.add(ici)
            ici = vers[ici]
        fins[depart] = ici
    return fins


def doubts(une: Identite, autre: Identite, *, meme_foyer: bool) -> list[Doute]:
    """Return what makes one doubt: two birth dates, no word of the name in common, or a check-up that speaks of both as two people of one household."""
    trouves = []
    if meme_foyer:
        trouves.append(Doute.FOYER)
    if une.naissance and autre.naissance and une.naissance != autre.naissance:
        trouves.append(Doute.NAISSANCES)
    if not any(one_typo(mot, autre_mot) for mot in words_of_person(une) for autre_mot in words_of_person(autre)):
        trouves.append(Doute.NOMS)
    return trouves


def safest(contacts: Sequence[Contact | None]) -> Contact | None:
    """Return how a person may be reached who was asked in several files: only what none of them forbids. The first one's number and address come first.

    A file where nobody asked her forbids nothing. Until she is asked again, what one file says of danger holds for all.
    """
    dits = [contact for contact in contacts if contact is not None]
    if len(dits) < 2:
        return dits[0] if dits else None
    heures = [(dit.de_heure, dit.a_heure) if dit.a_heure else SANS_HEURE for dit in dits]
    de_heure, a_heure = max(de for de, _a in heures), min(a for _de, a in heures)
    permis = set(dits[0].permis).intersection(*(dit.permis for dit in dits))
    if de_heure >= a_heure:
        # No hour is safe in every file: she is not called.
        permis -= {"appeler", "message"}
        de_heure, a_heure = SANS_HEURE
    return cleaned(
        replace(
            dits[0],
            telephone=next((dit.telephone for dit in dits if dit.telephone), ""),
            adresse=next((dit.adresse for dit in dits if dit.adresse), ""),
            permis=tuple(permis),
            de_heure=de_heure,
            a_heure=a_heure,
            neutre=any(dit.neutre for dit in dits),
            discretion=" · ".join(dict.fromkeys(dit.discretion for dit in dits if dit.discretion)),
        )
    )
