"""What names somebody in a record is taken off it, before anything is read or kept of it: contact persons, their addresses, wherever they stand. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from droits_ouverts.annuaire.enums import Motif
from droits_ouverts.annuaire.rules import key
from droits_ouverts.foundation.textes import plain

_DES_GUICHETS = (
    "accueil adil agence aide association bureau caf ccas centre cidff cms contact cpam directeur direction emploi espace formation france mairie maison mdms "
    "mission orientation point polyvalent accompagnement antenne secretariat service services social sociale solidarite info infos local locale metropole "
    "numerique rdv inscription plateforme logement siege territoire ville"
)
_GENERIQUE: Final = frozenset(_DES_GUICHETS.split())
"""Words of desks: an address that holds one is nobody's."""
COURRIEL = re.compile(r"[^@\s,;:<>()\"']{1,64}@[^@\s,;:<>()\"']{1,120}\.[a-zA-Z]{2,24}")
_PARTIES = re.compile(r"[._-]+")
_DE_QUELQU_UN = re.compile(
    r"(?:^|_)(?:contacts?|responsables?|referente?s?|interlocut\w+|prenoms?|president\w*|direct(?:eur|rice)s?|gerante?s?|dirigeante?s?|coordinat(?:eur|rice)s?"
    r"|animat(?:eur|rice)s?|conseill(?:er|ere)s?|civilite|nom_de_famille|nom_de_naissance|agent|personne)(?:_|$)"
)
_ADRESSES: Final = frozenset({"courriel", "mail", "email", "e_mail", "adresse_electronique", "adresse_mail", "adresse_email"})
RETIREE: Final = "…"


def names_somebody(courriel: str, noms: Iterable[str]) -> bool:
    """Tell whether an address seems to be somebody's: `awa.diallo@`, `a.diallo@`, `jean-pierre.martin2@`, and not `accueil.venissieux@` nor the place's name."""
    parties = [re.sub(r"\d+$", "", partie) for partie in _PARTIES.split(plain(courriel.partition("@")[0]).partition("+")[0])]
    if not 2 <= len(parties) <= 4 or not all(partie.isalpha() for partie in parties) or max(map(len, parties)) < 2:
        return False
    return not (_GENERIQUE | {mot for nom in noms for mot in re.findall(r"[a-z]+", plain(nom))}) & set(parties)


def cleaned(brut: Mapping[str, Any], connues: frozenset[str]) -> tuple[dict[str, Any], list[tuple[str, Motif]]]:
    """Return a record without whoever it names, and the columns that lost something, with the reason. `connues`: columns that never name anybody."""
    propre = dict(brut)
    retirees = [(nom[:64], Motif.CONTACT_NOMINATIF) for nom in _columns(tuple(brut), connues) if propre.pop(nom)]
    if propre.get("contact_public") is False or plain(str(propre.get("contact_public", ""))) in {"false", "non"}:
        # The source says that these are not for the public: they are somebody's own.
        retirees += [(nom, Motif.CONTACT_NOMINATIF) for nom in ("courriel", "telephone") if propre.pop(nom, None)]
    siens = (str(brut.get("nom") or ""), str(brut.get("commune") or ""))
    for nom, valeur in list(propre.items()):
        if isinstance(valeur, str) and "@" in valeur:
            motif = _address(propre, nom, valeur, siens)
        elif isinstance(valeur, dict):
            propre[nom], dedans = cleaned(valeur, connues)
            motif = dedans[0][1] if dedans else None
        elif isinstance(valeur, list) and not all(isinstance(une, str) and "@" not in une for une in valeur):
            listes = [cleaned({"un": une}, connues) for une in valeur]
            propre[nom] = [un["un"] for un, _ in listes if "un" in un]
            motif = next((dedans[0][1] for _, dedans in listes if dedans), None)
        else:
            continue
        retirees += [(nom[:64], motif)] if motif else []
    return propre, retirees


def _address(propre: dict[str, Any], nom: str, valeur: str, siens: tuple[str, str]) -> Motif | None:
    """Take somebody's address off a cell; a cell of addresses that is anything else than one desk's is left out whole."""
    if key(nom) in _ADRESSES:
        if COURRIEL.fullmatch(valeur.strip()):
            if not names_somebody(valeur, siens):
                return None
        elif not any(names_somebody(trouvee, siens) for trouvee in COURRIEL.findall(valeur)):
            del propre[nom]
            return Motif.ADRESSE_WEB
        del propre[nom]
        return Motif.CONTACT_NOMINATIF
    reste = COURRIEL.sub(lambda trouvee: RETIREE if names_somebody(trouvee[0], siens) else trouvee[0], valeur)
    if reste == valeur:
        return None
    propre[nom] = reste
    return Motif.CONTACT_NOMINATIF


@lru_cache(maxsize=512)
def _columns(noms: tuple[str, ...], connues: frozenset[str]) -> tuple[str, ...]:
    """Return the columns that hold somebody; beside a first name, `nom` is a family name."""
    cles = {nom: key(str(nom)) for nom in noms}
    famille = bool({"prenom", "prenoms"} & set(cles.values()))
    return tuple(
        nom for nom, cle in cles.items() if (cle not in connues and (_DE_QUELQU_UN.search(cle) or cle == "nom_prenom")) or (famille and cle in {"nom", "noms"})
    )
