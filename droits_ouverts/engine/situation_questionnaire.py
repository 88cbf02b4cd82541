"""Our own questionnaire file <-> a `Situation` (format documented in docs/formats.md).

A fact left out, or null, is unknown; `{"refus": true}` is refused; nothing is ever supposed here.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from droits_ouverts.engine.answers import AnswerError, checked, shown
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Periode, Role
from droits_ouverts.engine.situation import (
    INCONNUE,
    PERSONNES_MAX,
    REFUSEE,
    Cle,
    Etat,
    Groupe,
    Personne,
    Probleme,
    Reponse,
    Situation,
    SituationError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "droits-ouverts/questionnaire/1"
SECTIONS = {"menage": Entite.MENAGE, "famille": Entite.FAMILLE, "foyer_fiscal": Entite.FOYER_FISCAL}
IDS = {entite: cle for cle, entite in SECTIONS.items()}
REFUS = {"refus": True}
MARIES = ("marie", "pacse")


def read(document: Mapping[str, object], mois: str) -> Situation:
    """Read a questionnaire file for a month; raise `SituationError` with every problem found."""
    return _Reader(document, mois).read()


class _Reader:
    def __init__(self, document: Mapping[str, object], mois: str) -> None:
        self.document = document
        self.mois = mois
        self.problemes: list[Probleme] = []
        self.reponses: dict[Cle, Reponse] = {}

    def report(self, chemin: str, valeur: object, message: str) -> None:
        self.problemes.append(Probleme(chemin=chemin, valeur=valeur, message=message))

    def read(self) -> Situation:
        for cle, valeur in self.document.items():
            if cle not in {"format", "mois", "personnes", "menage", "famille", "foyer_fiscal"}:
                self.report(cle, valeur, f"cette partie n'existe pas.{_near(cle, ['mois', 'personnes', *SECTIONS])}")
        personnes = self._personnes()
        recus = self._sections()
        if self.problemes:
            raise SituationError(self.problemes)
        situation = Situation(mois=self.mois, personnes=personnes, groupes=groups_of(personnes, self.reponses), reponses=self.reponses, droits_recus=recus)
        return _complete(situation)

    def _personnes(self) -> tuple[Personne, ...]:
        brut = self.document.get("personnes")
        if not isinstance(brut, list) or not brut:
            self.report("personnes", brut, "il n'y a personne. Donnez au moins une personne, de rôle « demandeur ».")
            return ()
        if len(brut) > PERSONNES_MAX:
            self.report("personnes", len(brut), f"{len(brut)} personnes, c'est plus que le maximum ({PERSONNES_MAX}). Vérifiez la liste.")
            return ()
        personnes: list[Personne] = []
        for rang, item in enumerate(brut):
            chemin = f"personnes[{rang}]"
            if not isinstance(item, dict):
                self.report(chemin, item, 'une personne s\'écrit {"id": ..., "role": ..., "faits": {...}}.')
                continue
            personne = self._personne(chemin, item, {p.id for p in personnes})
            if personne is not None:
                personnes.append(personne)
        if not self.problemes:
            self._roles(personnes)
        return tuple(sorted(personnes, key=lambda p: p.role is not Role.DEMANDEUR))

    def _personne(self, chemin: str, item: dict[str, object], pris: set[str]) -> Personne | None:
        for cle, valeur in item.items():
            if cle not in {"id", "role", "faits"}:
                self.report(f"{chemin}.{cle}", valeur, f"cette clé n'existe pas.{_near(cle, ['id', 'role', 'faits'])}")
        ident, role = item.get("id"), item.get("role")
        if not isinstance(ident, str) or not ident.strip() or ident in IDS.values():
            self.report(f"{chemin}.id", ident, "donnez un identifiant, par exemple « awa ».")
            return None
        if ident in pris:
            self.report(f"{chemin}.id", ident, f"« {shown(ident)} » est déjà pris par une autre personne. Donnez un identifiant à chacune.")
            return None
        if role not in [r.value for r in Role]:
            self.report(f"{chemin}.role", role, f"« {shown(role)} » n'est pas un rôle. Choisissez parmi : {', '.join(Role)}.")
            return None
        faits = item.get("faits", {})
        if isinstance(faits, dict):
            self._faits(f"{chemin}.faits", faits, Entite.INDIVIDU, ident)
        else:
            self.report(f"{chemin}.faits", faits, 'les faits s\'écrivent {"nom du fait": réponse}.')
        if (("date_naissance", ident) not in self.reponses) and not any(p.chemin.endswith("date_naissance") for p in self.problemes):
            self.report(f"{chemin}.faits.date_naissance", None, "la date de naissance manque ; elle est nécessaire. Écrivez par exemple 1992-03-14.")
        return Personne(id=ident, role=Role(str(role)))

    def _roles(self, personnes: list[Personne]) -> None:
        for role in (Role.DEMANDEUR, Role.CONJOINT):
            noms = [p.id for p in personnes if p.role is role]
            if len(noms) > 1:
                self.report("personnes", noms, f"{len(noms)} personnes ont le rôle « {role} » ({', '.join(noms)}). Une seule est possible.")
            if role is Role.DEMANDEUR and not noms:
                self.report("personnes", None, "personne n'a le rôle « demandeur ». Donnez-le à la personne qui fait le bilan.")

    def _sections(self) -> frozenset[str] | None:
        recus: frozenset[str] | None = None
        for cle, entite in SECTIONS.items():
            section = self.document.get(cle)
            if section is None:
                continue
            if not isinstance(section, dict):
                self.report(cle, section, 'cette partie s\'écrit {"nom du fait": réponse}.')
                continue
            faits = dict(section)
            if entite is Entite.FAMILLE and faits.get("droits_recus") is not None:
                recus = self._recus(faits.pop("droits_recus"))
            faits.pop("droits_recus", None) if entite is Entite.FAMILLE else None
            self._faits(cle, faits, entite, IDS[entite])
        return recus

    def _recus(self, brut: object) -> frozenset[str]:
        if not isinstance(brut, list):
            self.report("famille.droits_recus", brut, 'c\'est une liste de codes de droits, par exemple ["asf"].')
            return frozenset()
        for code in brut:
            if not isinstance(code, str) or code not in REGLES:
                self.report("famille.droits_recus", code, f"« {shown(code)} » n'est pas le code d'un droit.{_near(str(code), list(REGLES))}")
        return frozenset(str(code) for code in brut)

    def _faits(self, chemin: str, faits: dict[str, object], entite: Entite, ident: str) -> None:
        for nom, valeur in faits.items():
            fait = FAITS.get(nom)
            if fait is None or fait.entite is not entite:
                self.report(f"{chemin}.{nom}", valeur, _wrong_fact(nom, fait, entite))
                continue
            if valeur is None:
                continue
            if valeur == REFUS:
                if fait.genre is Genre.DATE:
                    self.report(f"{chemin}.{nom}", valeur, "la date de naissance est nécessaire ; sans elle, aucun droit ne peut être estimé.")
                else:
                    self.reponses[nom, ident] = REFUSEE
                continue
            try:
                self.reponses[nom, ident] = Reponse(Etat.CONNU, checked(fait, valeur, self.mois))
            except AnswerError as error:
                self.report(f"{chemin}.{nom}", valeur, str(error))


def _wrong_fact(nom: str, fait: Fait | None, entite: Entite) -> str:
    if fait is None:
        proches = [f.nom for f in FAITS.values() if f.entite is entite]
        return f"ce fait n'existe pas.{_near(nom, proches)}"
    place = "la personne (faits)" if fait.entite is Entite.INDIVIDU else f"la partie « {IDS[fait.entite]} »"
    return f"ce fait se déclare dans {place}."


def _near(nom: str, possibles: list[str]) -> str:
    proches = difflib.get_close_matches(nom, possibles, n=3, cutoff=0.5)
    return f" Vouliez-vous dire : {', '.join(proches)} ?" if proches else ""


def groups_of(personnes: tuple[Personne, ...], reponses: Mapping[Cle, Reponse]) -> dict[Entite, tuple[Groupe, ...]]:
    """Return the family, tax households and household of the persons.

    A couple shares one tax household if married or bound by a PACS (CGI, art. 6), or if it was not said; otherwise each has one, and the
    children are with the demandeur. Every other adult has a family and a tax household alone.
    """
    demandeur = next(p for p in personnes if p.role is Role.DEMANDEUR)
    conjoint = next((p for p in personnes if p.role is Role.CONJOINT), None)
    enfants = [p.id for p in personnes if p.role is Role.ENFANT]
    autres = [p.id for p in personnes if p.role is Role.AUTRE]
    famille = [(demandeur.id, "demandeur"), *([(conjoint.id, "conjoint")] if conjoint else []), *((e, "enfant") for e in enfants)]
    statut = reponses.get(("statut_marital", demandeur.id), INCONNUE).valeur
    foyers = [Groupe(id="foyer_fiscal", membres=((demandeur.id, "declarant_principal"), *((e, "personne_a_charge") for e in enfants)))]
    if conjoint is not None:
        if statut is None or statut in MARIES:
            membres = ((demandeur.id, "declarant_principal"), (conjoint.id, "conjoint"), *((e, "personne_a_charge") for e in enfants))
            foyers = [Groupe(id="foyer_fiscal", membres=membres)]
        else:
            foyers.append(Groupe(id="foyer_fiscal_conjoint", membres=((conjoint.id, "declarant_principal"),)))
    menage = [(demandeur.id, "personne_de_reference"), *([(conjoint.id, "conjoint")] if conjoint else []), *((e, "enfant") for e in enfants)]
    return {
        Entite.FAMILLE: (
            Groupe(id="famille", membres=tuple(famille)),
            *(Groupe(id=f"famille_{a}", membres=((a, "demandeur"),)) for a in autres),
        ),
        Entite.FOYER_FISCAL: (*foyers, *(Groupe(id=f"foyer_fiscal_{a}", membres=((a, "declarant_principal"),)) for a in autres)),
        Entite.MENAGE: (Groupe(id="menage", membres=(*menage, *((a, "autre") for a in autres))),),
    }


def _complete(situation: Situation) -> Situation:
    """Give every fact that may be asked of the family an answer, unknown where nothing was said."""
    reponses = dict(situation.reponses)
    for fait in FAITS.values():
        for ident in situation.porteurs(fait):
            reponses.setdefault((fait.nom, ident), INCONNUE)
    return Situation(mois=situation.mois, personnes=situation.personnes, groupes=situation.groupes, reponses=reponses, droits_recus=situation.droits_recus)


def write(situation: Situation) -> dict[str, object]:
    """Return the questionnaire file of a situation; unknown facts are left out, so that reading it again gives the same situation."""
    sections: dict[str, dict[str, object]] = {cle: {} for cle in SECTIONS}
    faits: dict[str, dict[str, object]] = {p.id: {} for p in situation.personnes}
    for (nom, ident), reponse in situation.reponses.items():
        if reponse.etat in (Etat.INCONNU, Etat.SUPPOSE):
            continue
        fait = FAITS[nom]
        cible = faits[ident] if fait.entite is Entite.INDIVIDU else sections[IDS[fait.entite]]
        cible[nom] = dict(REFUS) if reponse.etat is Etat.REFUSE else to_json(fait, reponse.valeur)
    if situation.droits_recus is not None:
        sections["famille"]["droits_recus"] = sorted(situation.droits_recus)
    return {
        "format": FORMAT,
        "mois": situation.mois,
        "personnes": [{"id": p.id, "role": p.role.value, "faits": faits[p.id]} for p in situation.personnes],
        **sections,
    }


def to_json(fait: Fait, valeur: object) -> object:
    """Return a stored answer as JSON writes it."""
    if fait.periode is Periode.MOIS_PASSES and isinstance(valeur, tuple):
        return dict(valeur)
    return valeur.isoformat() if hasattr(valeur, "isoformat") else valeur


def month_of(document: Mapping[str, object]) -> str | None:
    """Return the month written in the file, checked; None where there is none. Raise `SituationError`."""
    brut = document.get("mois")
    if brut is None:
        return None
    try:
        return months.parse(brut)  # type: ignore[arg-type]  # parse refuses what is not text, with a sentence
    except months.MonthError as error:
        raise SituationError([Probleme(chemin="mois", valeur=brut, message=str(error))]) from None
