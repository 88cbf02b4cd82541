"""The answers of a check-up as values: pure functions, no database, no clock."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from droits_ouverts.bilan.enums import DecisionChoix, MotifChoix, StatutAvis, TypeNonRecours
from droits_ouverts.engine.answers import AnswerError, checked
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.phrases import Phrase
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Role, Sujet
from droits_ouverts.foundation.langue import gettext_noop as _

FORMAT = "droits-ouverts/questionnaire/1"
GROUPES = (Entite.MENAGE.value, Entite.FAMILLE.value, Entite.FOYER_FISCAL.value)
REFUS: dict[str, object] = {"refus": True}
RECUS = "droits_recus"
"""The rights that the household says it receives: a list of codes, about the family."""
PERSONNES_MAX = 20
PRENOM_MAX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Membre:
    """A person of the household: an identifier of ours, her place, the name to call her by (a first name, an initial, or nothing)."""

    id: str
    role: Role
    prenom: str = ""
    faits: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrait:
    """A person taken out of the household, kept until `jusqu_a` so that it can be undone."""

    membre: Membre
    rang: int
    jusqu_a: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reponses:
    """Everything that was answered in one check-up for the month `mois` ("AAAA-MM"): the content of its one envelope.

    `groupes` maps "menage", "famille" and "foyer_fiscal" to their answers. `vus`: subjects whose screen was gone through.
    `urgences` maps the code of an urgent need to "oui", "non" or "refus"; it never reaches the engine.
    """

    mois: str
    membres: tuple[Membre, ...] = ()
    groupes: dict[str, dict[str, object]] = field(default_factory=lambda: {groupe: {} for groupe in GROUPES})
    retraits: tuple[Retrait, ...] = ()
    vus: tuple[str, ...] = ()
    urgences: dict[str, str] = field(default_factory=dict)

    @property
    def demandeur(self) -> Membre | None:
        """The person whom the check-up is about, once she is described."""
        return next((membre for membre in self.membres if membre.role is Role.DEMANDEUR), None)

    def membre(self, ident: str) -> Membre | None:
        """Return a person by identifier."""
        return next((membre for membre in self.membres if membre.id == ident), None)

    def prenoms(self) -> dict[str, str]:
        """Identifier to the name by which the screens call each person: her first name, else her place in the household."""
        return {membre.id: membre.prenom or default_name(self.membres, membre) for membre in self.membres}

    def faits(self, ident: str) -> dict[str, object]:
        """Return the answers about a person or a group."""
        membre = self.membre(ident)
        return membre.faits if membre else self.groupes.get(ident, {})

    def questionnaire(self) -> dict[str, object]:
        """The household in the questionnaire format that the engine reads, without any first name.

        Rights already received are a list there, or nothing: not knowing them and keeping them to oneself are the same. An answer
        that the schema no longer takes (a fact or a choice that was since removed) is unknown to the engine; the envelope keeps it.
        """
        return {
            **self._written(),
            "personnes": [{"id": membre.id, "role": membre.role.value, "faits": self._readable(membre.id)} for membre in self.membres],
            **{groupe: self._readable(groupe) for groupe in GROUPES},
        }

    def _readable(self, entite: str) -> dict[str, object]:
        faits = {nom: valeur for nom, valeur in self.faits(entite).items() if check(Reponse(fait=nom, entite=entite, valeur=valeur), self.mois) is None}
        recus = faits.pop("droits_recus", None)
        if isinstance(recus, list):
            faits["droits_recus"] = [code for code in recus if code in REGLES]
        return faits

    def _written(self) -> dict[str, object]:
        return {
            "format": FORMAT,
            "mois": self.mois,
            "personnes": [{"id": membre.id, "role": membre.role.value, "faits": membre.faits} for membre in self.membres],
            **{groupe: self.groupes.get(groupe, {}) for groupe in GROUPES},
        }

    def to_bytes(self) -> bytes:
        """The JSON that is sealed."""
        return json.dumps(
            {
                "questionnaire": self._written(),
                "prenoms": {membre.id: membre.prenom for membre in self.membres},
                "retraits": [{**_membre_to_dict(retrait.membre), "rang": retrait.rang, "jusqu_a": retrait.jusqu_a.isoformat()} for retrait in self.retraits],
                "vus": list(self.vus),
                "urgences": self.urgences,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()

    @classmethod
    def from_bytes(cls, contenu: bytes) -> Reponses:
        """Read what `to_bytes` wrote."""
        lu = json.loads(contenu)
        questionnaire, prenoms = lu["questionnaire"], lu["prenoms"]
        return cls(
            mois=questionnaire["mois"],
            membres=tuple(_membre({**p, "prenom": prenoms.get(p["id"], "")}) for p in questionnaire["personnes"]),
            groupes={groupe: dict(questionnaire.get(groupe, {})) for groupe in GROUPES},
            retraits=tuple(Retrait(membre=_membre(r), rang=r["rang"], jusqu_a=datetime.fromisoformat(r["jusqu_a"])) for r in lu["retraits"]),
            vus=tuple(lu["vus"]),
            # Envelopes sealed before the urgent needs were asked have none.
            urgences=dict(lu.get("urgences", {})),
        )


def _membre(lu: dict[str, object]) -> Membre:
    faits = lu["faits"]
    return Membre(id=str(lu["id"]), role=Role(str(lu["role"])), prenom=str(lu["prenom"]), faits=dict(faits) if isinstance(faits, dict) else {})


def _membre_to_dict(membre: Membre) -> dict[str, object]:
    return {"id": membre.id, "role": membre.role.value, "prenom": membre.prenom, "faits": membre.faits}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reponse:
    """One answer given on a screen: fact, person or group, value as the questionnaire writes it. `effacee`: taken back, not answered."""

    fait: str
    entite: str
    valeur: object = None
    effacee: bool = False


def default_name(membres: tuple[Membre, ...], membre: Membre) -> str:
    """Name of a person who gave none, by her place: "l'enfant 2"."""
    if membre.role is Role.DEMANDEUR:
        return Phrase("la personne")
    if membre.role is Role.CONJOINT:
        return Phrase("la personne en couple")
    rang = 1 + [autre.id for autre in membres if autre.role is membre.role].index(membre.id)
    return Phrase("l’enfant {rang}", rang=rang) if membre.role is Role.ENFANT else Phrase("l’autre personne {rang}", rang=rang)


def check(reponse: Reponse, mois: str) -> str | None:
    """Say what is wrong with an answer in one sentence, or None: its fact, its type, its bounds (the schema's)."""
    if reponse.fait != "droits_recus" and reponse.fait not in FAITS:
        return Phrase("La question « {question} » n'existe pas.", question=reponse.fait)
    if reponse.effacee or reponse.valeur is None or reponse.valeur == REFUS:
        return None
    if reponse.fait == "droits_recus":
        return None if isinstance(reponse.valeur, list) else Phrase("Choisissez les droits dans la liste.")
    try:
        checked(FAITS[reponse.fait], reponse.valeur, mois)
    except AnswerError as error:
        return error.phrase
    return None


def with_answers(reponses: Reponses, nouvelles: list[Reponse], sujet: Sujet | None = None) -> Reponses:
    """Return the household with these answers, the others as they were. An answer about nobody of the household is left out."""
    membres = {membre.id: dict(membre.faits) for membre in reponses.membres}
    groupes = {groupe: dict(reponses.groupes.get(groupe, {})) for groupe in GROUPES}
    for nouvelle in nouvelles:
        faits = membres.get(nouvelle.entite, groupes.get(nouvelle.entite))
        if faits is None:
            continue
        if nouvelle.effacee:
            faits.pop(nouvelle.fait, None)
        else:
            faits[nouvelle.fait] = nouvelle.valeur
    vus = reponses.vus if sujet is None or sujet.value in reponses.vus else (*reponses.vus, sujet.value)
    return replace(
        reponses,
        membres=tuple(replace(membre, faits=membres[membre.id]) for membre in reponses.membres),
        groupes=groupes,
        vus=vus,
    )


def with_person(reponses: Reponses, *, role: Role, prenom: str, date_naissance: date | None) -> tuple[Reponses, Membre]:
    """Return the household with one more person, and that person. Identifiers are p1, p2 ... and are never used again."""
    pris = [membre.id for membre in reponses.membres] + [retrait.membre.id for retrait in reponses.retraits]
    numeros = [int(numero.group(1)) for ident in pris if (numero := re.fullmatch(r"p(\d+)", ident))]
    faits: dict[str, object] = {"date_naissance": date_naissance.isoformat()} if date_naissance else {}
    membre = Membre(id=f"p{max(numeros, default=0) + 1}", role=role, prenom=prenom, faits=faits)
    return replace(reponses, membres=(*reponses.membres, membre)), membre


def without_person(reponses: Reponses, ident: str, jusqu_a: datetime) -> Reponses:
    """Return the household without a person, kept aside until `jusqu_a`."""
    membre = reponses.membre(ident)
    if membre is None:
        return reponses
    rang = reponses.membres.index(membre)
    retrait = Retrait(membre=membre, rang=rang, jusqu_a=jusqu_a)
    return replace(reponses, membres=tuple(m for m in reponses.membres if m.id != ident), retraits=(*reponses.retraits, retrait))


def with_restored(reponses: Reponses, ident: str, now: datetime) -> Reponses | None:
    """Return the household with a person put back where she was; None once the minute is over."""
    retrait = next((r for r in reponses.retraits if r.membre.id == ident and r.jusqu_a >= now), None)
    if retrait is None:
        return None
    membres = list(reponses.membres)
    membres.insert(retrait.rang, retrait.membre)
    return replace(reponses, membres=tuple(membres), retraits=tuple(r for r in reponses.retraits if r is not retrait))


def without_expired(reponses: Reponses, now: datetime) -> Reponses:
    """Forget for good the persons taken out more than a minute ago."""
    return replace(reponses, retraits=tuple(r for r in reponses.retraits if r.jusqu_a >= now))


def check_person(reponses: Reponses, *, role: Role, date_naissance: date | None, ident: str | None = None) -> dict[str, str]:
    """Say what is wrong with a person, by field. One demandeur, one partner, a birth between 1900 and the month of the check-up."""
    erreurs: dict[str, str] = {}
    autres = [membre for membre in reponses.membres if membre.id != ident]
    if role in (Role.DEMANDEUR, Role.CONJOINT) and any(membre.role is role for membre in autres):
        qui = (
            Phrase("Une seule personne fait le bilan. Choisissez « enfant » ou « autre personne ».")
            if role is Role.DEMANDEUR
            else Phrase("Il y a déjà une personne en couple avec elle. Choisissez « enfant » ou « autre personne ».")
        )
        erreurs["role"] = qui
    if ident is None and len(reponses.membres) >= PERSONNES_MAX:
        erreurs["role"] = Phrase("Le bilan prend {nombre} personnes au plus. Retirez une personne d'abord.", nombre=PERSONNES_MAX)
    if date_naissance is None:
        erreurs["date_naissance"] = Phrase(
            "Il manque la date de naissance. Sans elle, aucun droit ne peut être estimé. Si elle est inconnue, écrivez le 1er janvier de l'année."
        )
    else:
        try:
            checked(FAITS["date_naissance"], date_naissance, reponses.mois)
        except AnswerError as error:
            erreurs["date_naissance"] = error.phrase
    return erreurs


def month_is_sound(mois: str, today: date) -> bool:
    """Tell whether a check-up may be about this month: between two years before and one year after the current month."""
    try:
        months.parse(mois)
    except months.MonthError:
        return False
    ecart = (int(mois[:4]) - today.year) * 12 + int(mois[5:]) - today.month
    return -24 <= ecart <= 12


def current_month(today: date) -> str:
    """Month of a day, "AAAA-MM"."""
    return months.of_date(today)


MOTS_MAX = 500
RAISON_MIN, RAISON_MAX = 10, 500
AVEC_MOTIF = frozenset({DecisionChoix.ECARTE, DecisionChoix.PAS_MAINTENANT, DecisionChoix.DEJA_DEMANDE})
"""Choices that a reason can explain; wanting a right, or receiving it, needs none."""

TYPES_NON_RECOURS: dict[MotifChoix, TypeNonRecours | None] = {
    MotifChoix.NE_CONNAIT_PAS: TypeNonRecours.NON_CONNAISSANCE,
    MotifChoix.CROIT_NE_PAS_AVOIR_DROIT: TypeNonRecours.NON_CONNAISSANCE,
    MotifChoix.MONTANT_TROP_FAIBLE: TypeNonRecours.NON_DEMANDE,
    MotifChoix.DEMARCHE_COMPLIQUEE: TypeNonRecours.NON_DEMANDE,
    MotifChoix.NUMERIQUE: TypeNonRecours.NON_DEMANDE,
    MotifChoix.LANGUE: TypeNonRecours.NON_DEMANDE,
    MotifChoix.PAPIERS_MANQUANTS: TypeNonRecours.NON_DEMANDE,
    MotifChoix.ATTEND_UN_PAPIER: TypeNonRecours.NON_DEMANDE,
    MotifChoix.PEUR_DETTE: TypeNonRecours.NON_DEMANDE,
    MotifChoix.PEUR_CONTROLE: TypeNonRecours.NON_DEMANDE,
    MotifChoix.PEUR_AUTRES_DROITS: TypeNonRecours.NON_DEMANDE,
    MotifChoix.REGARD_DES_AUTRES: TypeNonRecours.NON_DEMANDE,
    MotifChoix.SE_DEBROUILLER: TypeNonRecours.NON_DEMANDE,
    MotifChoix.CONFLIT_FAMILIAL: TypeNonRecours.NON_DEMANDE,
    MotifChoix.AIDE_DES_PROCHES: TypeNonRecours.NON_DEMANDE,
    MotifChoix.SANS_REPONSE: TypeNonRecours.NON_RECEPTION,
    MotifChoix.REFUSE_AVANT: TypeNonRecours.NON_RECEPTION,
    MotifChoix.COUPE_AU_RENOUVELLEMENT: TypeNonRecours.NON_RECEPTION,
    MotifChoix.PAS_PROPOSE: TypeNonRecours.NON_PROPOSITION,
    MotifChoix.MAL_ORIENTE: TypeNonRecours.NON_ORIENTATION,
    MotifChoix.AUTRE: None,
}


def type_of(motif: str) -> TypeNonRecours | None:
    """Return the type of non-take-up of a reason; None for no reason, and for another reason, whose type nobody can tell.

    Types: Ph. Warin, "Le non-recours : définition et typologies", Odenore, working paper 1, June 2010 (not known; known and not asked for, by
    choice or under constraint; asked for and not received), and non-proposition, added by Odenore since. Non-orientation is this programme's own.
    Putting each reason under its type is this house's reading of those definitions. Raise `ValueError` for a reason that is none of the list.
    """
    return TYPES_NON_RECOURS[MotifChoix(motif)] if motif else None


def carried_over(avant: Reponses, mois: str) -> Reponses:
    """Return the answers of a former check-up for another month: what the schema still takes for it; urgent needs and screens gone through are not kept."""

    def kept(entite: str, faits: Mapping[str, object]) -> dict[str, object]:
        return {fait: valeur for fait, valeur in faits.items() if check(Reponse(fait=fait, entite=entite, valeur=valeur), mois) is None}

    membres = tuple(replace(membre, faits=kept(membre.id, membre.faits)) for membre in avant.membres)
    return Reponses(mois=mois, membres=membres, groupes={groupe: kept(groupe, faits) for groupe, faits in avant.groupes.items()})


def check_choice(*, decision: str, motif: str, mots: str) -> dict[str, str]:
    """Say what is wrong with a choice, by field."""
    erreurs: dict[str, str] = {}
    if decision not in DecisionChoix.values:
        return {"decision": _("Choisissez une réponse dans la liste.")}
    if motif and motif not in MotifChoix.values:
        erreurs["motif"] = _("Choisissez une raison dans la liste, ou aucune.")
    elif (motif or mots) and decision not in AVEC_MOTIF:
        erreurs["motif"] = _("Une raison ne va qu’avec « Pas maintenant », « Je ne le veux pas » ou « Déjà demandé ».")
    if len(mots) > MOTS_MAX:
        erreurs["mots"] = _("Ce texte est trop long : 500 caractères au plus.")
    return erreurs


def check_opinion(*, statut: str, raison: str) -> dict[str, str]:
    """Say what is wrong with a professional's opinion, by field. A withdrawal needs no reason."""
    if statut not in StatutAvis.values:
        return {"statut": _("Choisissez un avis dans la liste.")}
    if statut == StatutAvis.RETIRE:
        return {}
    if len(raison) < RAISON_MIN:
        return {"raison": _("Écrivez la raison, en 10 caractères au moins : elle est lue avec l’avis.")}
    return {"raison": _("Ce texte est trop long : 500 caractères au plus.")} if len(raison) > RAISON_MAX else {}


def received(reponses: Reponses) -> list[str]:
    """Return the codes of the rights that the household says it receives, none where it is not known."""
    recus = reponses.faits(Entite.FAMILLE.value).get("droits_recus")
    return [str(code) for code in recus] if isinstance(recus, list) else []
