"""An OpenFisca situation file -> a `Situation`. Needs OpenFisca: for the engine's processes only.

What a file says: a value is known, null is unknown. What it leaves out is unknown for the facts on which everything rests (income where
none is told, rent, commune ...), and supposed for the others (`SiAbsent`): OpenFisca's default then opens a right, but never closes one.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping
from typing import Any

from openfisca_core import periods

from droits_ouverts.engine.answers import AnswerError, checked, commune, shown
from droits_ouverts.engine.gross_incomes import with_net_incomes
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.openfisca_format import NOMS_PLURIELS, PLURIELS, ROLES, ROLES_UNIQUES
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Periode, Role, SiAbsent, Sujet
from droits_ouverts.engine.situation import (
    INCONNUE,
    PERSONNES_MAX,
    SUPPOSEE,
    Cle,
    Etat,
    Groupe,
    Personne,
    Probleme,
    Reponse,
    Situation,
    SituationError,
)

PREMIERE, DERNIERE = 1900, 2100
NOMBRE_MAX = 1e9
"""Largest number that is taken for a variable outside the schema, in its own unit (euros for amounts); beyond is a slip."""
JAMAIS_NEGATIFS = (
    "salaire_",
    "traitement_indiciaire",
    "chomage_",
    "retraite_",
    "pension_invalidite",
    "pensions_alimentaires",
    "indemnites_",
    "loyer",
    "charges_locatives",
)
"""Beginnings of names of inputs outside the schema that are never below zero: what one is paid, and what a home costs."""
JOURS = (periods.DateUnit.DAY, periods.DateUnit.WEEK, periods.DateUnit.WEEKDAY)
FAITS_PAR_VARIABLE: dict[tuple[str, bool], Fait] = {
    (str(f.variable), f.periode is Periode.MOIS_PASSES): f for f in FAITS.values() if f.variable and f.periode not in (Periode.ANNEE_N1, Periode.ANNEE_N2)
}
EEE_ET_SUISSE = frozenset(
    (
        *("AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "GR", "HR", "HU", "IE"),
        *("IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)
"""Countries whose nationals have the rights of Union citizens (EEA agreement; agreement with Switzerland of 21/06/1999)."""


def read(document: Mapping[str, object], mois: str) -> Situation:
    """Read an OpenFisca situation for a month; raise `SituationError` with every problem found."""
    return _Reader(document, mois).read()


class _Reader:
    def __init__(self, document: Mapping[str, object], mois: str) -> None:
        self.document = document
        self.mois = mois
        self.problemes: list[Probleme] = []
        self.reponses: dict[Cle, Reponse] = {}
        self.historique: dict[Cle, dict[str, float]] = {}
        self.autres: dict[tuple[Entite, str, str], dict[str, object]] = {}

    def report(self, chemin: str, valeur: object, message: str) -> None:
        self.problemes.append(Probleme(chemin=chemin, valeur=valeur, message=message))

    def read(self) -> Situation:
        for cle in self.document:
            if cle not in PLURIELS:
                self.report(cle, self.document[cle], f"cette partie n'existe pas.{_near(cle, list(PLURIELS))}")
        individus = self.document.get("individus")
        if not isinstance(individus, dict) or not individus:
            self.report("individus", individus, "il n'y a personne. Donnez au moins une personne avec sa date de naissance.")
            raise SituationError(self.problemes)
        if len(individus) > PERSONNES_MAX:
            self.report("individus", len(individus), f"{len(individus)} personnes, c'est plus que le maximum ({PERSONNES_MAX}). Vérifiez la liste.")
            raise SituationError(self.problemes)
        groupes = {entite: self._groups(entite, list(individus)) for entite in (Entite.FAMILLE, Entite.FOYER_FISCAL, Entite.MENAGE)}
        for ident, contenu in individus.items():
            self._variables(Entite.INDIVIDU, ident, contenu, ())
            if ("date_naissance", ident) not in self.reponses and not any("date_naissance" in p.chemin for p in self.problemes):
                self.report(f"individus/{ident}/date_naissance", None, 'la date de naissance manque ; elle est nécessaire. Écrivez {"ETERNITY": "1992-03-14"}.')
        if self.problemes:
            raise SituationError(self.problemes)
        return self._complete(
            Situation(
                mois=self.mois,
                personnes=_persons(list(individus), groupes),
                groupes=groupes,
                reponses=self.reponses,
                autres=self.autres,
                historique=self.historique,
            )
        )

    # Groups

    def _groups(self, entite: Entite, individus: list[str]) -> tuple[Groupe, ...]:
        pluriel = NOMS_PLURIELS[entite]
        brut = self.document.get(pluriel, {})
        if not isinstance(brut, dict):
            self.report(pluriel, brut, 'cette partie s\'écrit {"identifiant": {...}}.')
            return ()
        groupes: list[Groupe] = []
        places: dict[str, str] = {}
        for ident, contenu in brut.items():
            if not isinstance(contenu, dict):
                self.report(f"{pluriel}/{ident}", contenu, 'un groupe s\'écrit {"rôle": [personnes], "variable": {...}}.')
                continue
            membres = self._members(entite, f"{pluriel}/{ident}", contenu, individus, places)
            principal = next(iter(ROLES[entite].items()))
            if membres and all(role not in principal[1] for _, role in membres):
                self.report(
                    f"{pluriel}/{ident}/{principal[0]}", None, f"il n'y a personne ici. Mettez au moins une des personnes du groupe dans « {principal[0]} »."
                )
            if membres:
                groupes.append(Groupe(id=ident, membres=tuple(membres)))
                self._variables(entite, ident, contenu, tuple(ROLES[entite]))
            else:
                self.report(f"{pluriel}/{ident}", contenu, "ce groupe n'a personne. Donnez-lui ses membres, ou retirez-le.")
        pris = {g.id for g in groupes}
        for seul in individus:
            if seul not in places:
                nom = seul if seul not in pris else f"{seul}_seul"
                groupes.append(Groupe(id=nom, membres=((seul, next(iter(ROLES[entite].values()))[0]),)))
        return tuple(groupes)

    def _members(self, entite: Entite, chemin: str, contenu: dict[str, object], individus: list[str], places: dict[str, str]) -> list[tuple[str, str]]:
        membres: list[tuple[str, str]] = []
        for role, suite in ROLES[entite].items():
            noms = contenu.get(role, [])
            noms = [noms] if isinstance(noms, str) else noms
            if not isinstance(noms, list) or not all(isinstance(nom, str) for nom in noms):
                self.report(f"{chemin}/{role}", noms, "c'est une liste d'identifiants de personnes, par exemple [\"awa\"].")
                continue
            if role in ROLES_UNIQUES and len(noms) > len(suite):
                self.report(f"{chemin}/{role}", noms, f"{len(noms)} personnes, le maximum est {len(suite)}.")
            for rang, nom in enumerate(noms):
                if nom not in individus:
                    self.report(
                        f"{chemin}/{role}", nom, f"« {shown(nom)} » n'est pas parmi les individus.{_near(nom, individus)} Ajoutez-la, ou retirez-la d'ici."
                    )
                elif nom in places:
                    self.report(
                        f"{chemin}/{role}",
                        nom,
                        f"« {shown(nom)} » est déjà dans {places[nom]}. Une personne n'est que dans un seul de ces groupes, une seule fois.",
                    )
                else:
                    places[nom] = f"{chemin}/{role}"
                    membres.append((nom, suite[min(rang, len(suite) - 1)]))
        return membres

    # Variables

    def _variables(self, entite: Entite, ident: str, contenu: object, roles: tuple[str, ...]) -> None:
        chemin = f"{NOMS_PLURIELS[entite]}/{ident}"
        if not isinstance(contenu, dict):
            self.report(chemin, contenu, 'une personne s\'écrit {"variable": {"mois": valeur}}.')
            return
        for nom, valeurs in contenu.items():
            if nom not in roles:
                self._variable(entite, ident, nom, valeurs, f"{chemin}/{nom}")

    def _variable(self, entite: Entite, ident: str, nom: str, valeurs: object, chemin: str) -> None:
        info = system().variables.get(nom)
        if info is None:
            self.report(chemin, valeurs, f"la variable « {shown(nom)} » n'existe pas dans OpenFisca-France ni chez nous.{_near(nom, list(system().variables))}")
            return
        if info.entity.key != entite.value:
            self.report(chemin, valeurs, f"la variable « {nom} » se déclare dans « {NOMS_PLURIELS[Entite(info.entity.key)]} ».")
            return
        par_periode = dict(self._periods(info, valeurs, chemin))
        fait = FAITS_PAR_VARIABLE.get((nom, True)) or FAITS_PAR_VARIABLE.get((nom, False))
        if fait is None:
            propres = {quand: self._raw(info, valeur, f"{chemin}/{quand}") for quand, valeur in par_periode.items() if valeur is not None}
            self.autres[entite, ident, nom] = {q: v for q, v in propres.items() if v is not None}
        elif fait.periode is Periode.MOIS_PASSES:
            self._monthly(fait, ident, par_periode, chemin)
        elif par_periode:
            self._state(fait, ident, par_periode, chemin)

    def _periods(self, info: Any, valeurs: object, chemin: str) -> Iterator[tuple[str, object]]:  # noqa: ANN401 - OpenFisca is untyped
        if not isinstance(valeurs, dict):
            valeurs = {"ETERNITY" if info.definition_period == periods.DateUnit.ETERNITY else self.mois: valeurs}
        for quand, valeur in valeurs.items():
            try:
                periode = periods.period("ETERNITY" if str(quand).upper() == "ETERNITY" else quand)
                derniere = _last_year(periode)
            except Exception:  # noqa: BLE001 - OpenFisca raises several kinds for an unreadable period
                self.report(f"{chemin}/{quand}", valeur, f"« {shown(quand)} » n'est pas une période. Écrivez un mois (2026-11) ou une année (2026).")
                continue
            if periode.unit in JOURS:
                self.report(f"{chemin}/{quand}", valeur, f"« {shown(quand)} » est plus court qu'un mois. Écrivez un mois (2026-11) ou une année (2026).")
                continue
            if periode.unit == periods.DateUnit.ETERNITY and info.definition_period != periods.DateUnit.ETERNITY:
                self.report(f"{chemin}/{quand}", valeur, "cette variable change avec le temps. Écrivez un mois (2026-11) ou une année (2026).")
                continue
            if info.definition_period == periods.DateUnit.YEAR and periode.size_in_months % 12:
                self.report(
                    f"{chemin}/{quand}", valeur, f"cette variable se donne par année. Écrivez une année ({str(quand)[:4]}) au lieu de « {shown(quand)} »."
                )
                continue
            hors = next((annee for annee in (periode.start.year, derniere) if not PREMIERE <= annee <= DERNIERE), None)
            if periode.unit != periods.DateUnit.ETERNITY and hors is not None:
                self.report(
                    f"{chemin}/{quand}", valeur, f"l'année {hors} est hors des années possibles ({PREMIERE} à {DERNIERE}). Écrivez un mois ou une année."
                )
                continue
            yield str(periode), valeur

    def _raw(self, info: Any, valeur: object, chemin: str) -> object | None:  # noqa: ANN401 - OpenFisca is untyped
        attendu = info.value_type.__name__
        if attendu in ("float", "int"):
            if isinstance(valeur, bool) or not isinstance(valeur, (int, float)) or not math.isfinite(valeur):
                self.report(chemin, valeur, f"« {shown(valeur)} » n'est pas un nombre. Écrivez un nombre sans guillemets.")
                return None
            if abs(valeur) > NOMBRE_MAX:
                self.report(
                    chemin, valeur, f"{valeur:g} est trop grand : le maximum est {NOMBRE_MAX:g}. Corrigez le nombre, ou écrivez null si vous ne savez pas."
                )
                return None
            if valeur < 0 and info.name.startswith(JAMAIS_NEGATIFS):
                self.report(chemin, valeur, f"{valeur:g} est trop petit : le minimum est 0. Corrigez le nombre, ou écrivez null si vous ne savez pas.")
                return None
        elif attendu == "bool" and not isinstance(valeur, bool):
            self.report(chemin, valeur, f"« {shown(valeur)} » n'est pas une réponse. Répondez true (oui) ou false (non).")
            return None
        elif attendu == "Enum" and valeur not in [item.name for item in info.possible_values]:
            self.report(chemin, valeur, f"« {shown(valeur)} » n'est pas dans la liste : {', '.join(i.name for i in info.possible_values)}.")
            return None
        elif attendu in ("date", "str") and not isinstance(valeur, str):
            self.report(chemin, valeur, f"« {shown(valeur)} » n'est pas un texte.")
            return None
        elif attendu == "date":
            try:
                periods.instant(str(valeur))
            except Exception:  # noqa: BLE001 - OpenFisca raises several kinds for an unreadable date
                self.report(chemin, valeur, f"« {shown(valeur)} » n'est pas une date. Écrivez par exemple 2024-03-01.")
                return None
        return valeur

    def _monthly(self, fait: Fait, ident: str, par_periode: dict[str, object], chemin: str) -> None:
        par_mois: dict[str, object] = {}
        for quand, valeur in sorted(par_periode.items(), key=lambda item: -periods.period(item[0]).size_in_months):
            periode = periods.period(quand)
            etendue = [str(m) for m in periode.get_subperiods(periods.DateUnit.MONTH)] if periode.size_in_months > 1 else [quand]
            if valeur is not None:
                try:
                    # One amount only: a mapping of months is a form of our own file, not of OpenFisca's.
                    checked(fait, str(valeur) if isinstance(valeur, dict) else _share(valeur, len(etendue)), self.mois)
                except AnswerError as error:
                    self.report(f"{chemin}/{quand}", valeur, str(error))
                    continue
            par_mois.update(dict.fromkeys(etendue, _share(valeur, len(etendue))))
        fenetre = months.window(self.mois)
        exacts = {m: float(v) for m, v in par_mois.items() if m not in fenetre and isinstance(v, (int, float))}
        if exacts:
            self.historique[fait.nom, ident] = exacts
        dedans = {m: v for m, v in par_mois.items() if m in fenetre}
        if par_mois and all(v is None for v in dedans.values()):  # also a file of an earlier time: it says nothing of the months that count now
            self.reponses[fait.nom, ident] = INCONNUE
        elif dedans:
            self.reponses[fait.nom, ident] = Reponse(Etat.CONNU, tuple((m, self._month(dedans, m)) for m in fenetre))

    def _month(self, dedans: dict[str, object], mois: str) -> float | None:
        """Return one month of the window: as told; left out, it is zero as in OpenFisca, save the current month, not over yet, which repeats the last."""
        proche = months.shift(mois, -1) if mois == self.mois and mois not in dedans else mois
        valeur = dedans.get(proche, 0.0)
        return float(valeur) if isinstance(valeur, (int, float)) else None

    def _state(self, fait: Fait, ident: str, par_periode: dict[str, object], chemin: str) -> None:
        quand = max(par_periode, key=lambda q: (_holds(q, self.mois), str(q)))
        valeur = par_periode[quand]
        if valeur is None:
            if fait.genre is Genre.DATE:
                self.report(f"{chemin}/{quand}", None, "la date de naissance est nécessaire ; sans elle, aucun droit ne peut être estimé.")
            self.reponses[fait.nom, ident] = INCONNUE
            return
        try:
            self.reponses[fait.nom, ident] = Reponse(Etat.CONNU, self._from_openfisca(fait, valeur))
        except AnswerError as error:
            self.report(f"{chemin}/{quand}", valeur, str(error))

    def _from_openfisca(self, fait: Fait, valeur: object) -> object:
        if fait.nom == "nationalite" and isinstance(valeur, str):
            code = valeur.strip().upper()
            if not (len(code) == 2 and code.isascii() and code.isalpha()):
                message = f"« {shown(valeur)} » n'est pas un code de pays. Écrivez ses 2 lettres : FR, IT, DZ ..."
                raise AnswerError(message)
            return "francaise" if code == "FR" else ("ue" if code in EEE_ET_SUISSE else "hors_ue")
        if fait.nom == "taux_incapacite" and isinstance(valeur, (int, float)) and not isinstance(valeur, bool):
            if not 0 <= valeur <= 1:
                message = f"{valeur:g} n'est pas un taux. Écrivez un nombre entre 0 et 1, par exemple 0.8 pour 80 %."
                raise AnswerError(message)
            return "80_plus" if valeur >= 0.8 else ("50_79" if valeur >= 0.5 else "aucun")
        if fait.genre is Genre.COMMUNE:
            return commune(valeur)
        if fait.genre is Genre.CHOIX:
            choix = next((c for c in fait.choix if c.openfisca == valeur), None)
            if choix is not None:
                return choix.valeur
            possibles = getattr(system().variables[fait.variable], "possible_values", None)
            if possibles is not None and valeur in [item.name for item in possibles]:
                return valeur
            message = f"« {shown(valeur)} » n'est pas dans la liste : {', '.join(str(c.openfisca) for c in fait.choix)}."
            raise AnswerError(message)
        return checked(fait, valeur, self.mois)

    # What was left out

    def _complete(self, situation: Situation) -> Situation:
        situation = with_net_incomes(situation)
        reponses = dict(situation.reponses)
        for fait in FAITS.values():
            for ident in situation.porteurs(fait):
                if (fait.nom, ident) not in reponses:
                    reponses[fait.nom, ident] = self._absent(situation, fait, ident)
        return Situation(
            mois=situation.mois,
            personnes=situation.personnes,
            groupes=situation.groupes,
            reponses=reponses,
            autres={cle: v for cle, v in situation.autres.items() if v},
            historique=situation.historique,
        )

    def _absent(self, situation: Situation, fait: Fait, ident: str) -> Reponse:
        if fait.nom == "ressources_stables":
            anciens = any(cle[1] == ident for cle in situation.historique) or any(e is Entite.INDIVIDU and i == ident for e, i, _ in situation.autres)
            return SUPPOSEE if anciens or not self._described(situation, ident) else INCONNUE
        if fait.si_absent is SiAbsent.DEFAUT:
            return SUPPOSEE
        if fait.sujet is Sujet.RESSOURCES and (self._described(situation, ident) or self._is_child(situation, ident)):
            return SUPPOSEE
        return INCONNUE

    @staticmethod
    def _described(situation: Situation, ident: str) -> bool:
        """Tell whether the file says anything of a person's income: what it leaves out is then supposed to be zero."""
        revenus = {f.nom for f in FAITS.values() if f.periode is Periode.MOIS_PASSES}
        dits = any(nom in revenus and i == ident for nom, i in situation.reponses)
        return dits or any(e is Entite.INDIVIDU and i == ident and system().variables[v].value_type is float for e, i, v in situation.autres)

    @staticmethod
    def _is_child(situation: Situation, ident: str) -> bool:
        return any(p.id == ident and p.role is Role.ENFANT for p in situation.personnes)


def _share(valeur: object, parts: int) -> object:
    return valeur / parts if isinstance(valeur, (int, float)) and not isinstance(valeur, bool) else valeur


def _last_year(periode: Any) -> int:  # noqa: ANN401 - OpenFisca is untyped
    """Return the year in which a period ends. Raise `ValueError` where it has no length."""
    if periode.unit == periods.DateUnit.ETERNITY:
        return DERNIERE
    if periode.size < 1:
        message = "an empty period"
        raise ValueError(message)
    return int(periode.stop.year)


def _holds(quand: str, mois: str) -> int:
    """Rank a period: 2 where it holds the month, 1 where it is before (the state goes on), 0 where it is after."""
    periode = periods.period(quand)
    if periode.unit == periods.DateUnit.ETERNITY:
        return 2
    debut, fin = str(periode.start)[:7], str(periode.stop)[:7]
    return 2 if debut <= mois <= fin else (1 if debut < mois else 0)


def _near(nom: str, possibles: list[str]) -> str:
    proches = difflib.get_close_matches(nom, possibles, n=3, cutoff=0.6)
    return f" Vouliez-vous dire : {', '.join(proches)} ?" if proches else ""


def _persons(individus: list[str], groupes: Mapping[Entite, tuple[Groupe, ...]]) -> tuple[Personne, ...]:
    """Return the persons: the demandeur is the first parent of the first family, or the first person."""
    famille = groupes[Entite.FAMILLE][0]
    roles = {"demandeur": Role.DEMANDEUR, "conjoint": Role.CONJOINT, "enfant": Role.ENFANT}
    membres = dict(famille.membres)
    if "demandeur" not in membres.values():
        membres[famille.membres[0][0]] = "demandeur"
    return tuple(Personne(id=i, role=roles[membres[i]] if i in membres else Role.AUTRE) for i in individus)
