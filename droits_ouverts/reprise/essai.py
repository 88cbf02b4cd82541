"""The trial: each row is looked up, and what would be done with it is said. Nothing is written; the import looks each row up again in the same way."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.langue import gettext_noop as _
from droits_ouverts.personnes import rules as personnes_rules
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.personnes.rules_recherche import distance, words_of, words_of_person
from droits_ouverts.personnes.selectors import Trouvaille, open_identity, person_for, search_persons
from droits_ouverts.reprise import rules
from droits_ouverts.reprise.enums import Sort
from droits_ouverts.reprise.rules import Faute, Rangee
from droits_ouverts.suivi.enums import MotifDecision, NiveauPreuve
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.rules import ANNULE, DECISIONS, FINS, OUVERTS, Montants, may_follow
from droits_ouverts.suivi.rules_saisie import Saisie, check_step
from droits_ouverts.suivi.selectors import moves_in_order, moves_of

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

NOUVELLE, PASSER = "nouvelle", ""
"""What a human may decide of a doubtful row, besides the number of somebody."""
AUTRE_ETAT = _("Ce droit est déjà suivi ici, « {valeur} » : ce que dit la ligne ne peut pas suivre. Rien n’est changé.")
NUMERO_D_UNE_AUTRE = _("Le numéro de dossier {valeur} est celui de quelqu’un d’autre, ou de personne.")
PROCHES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of a row. `personne_id`: who was recognised; `proches`: who it may be (number, name); `comme`: the row that speaks of the same person."""

    rang: int
    sort: str
    nom: str
    droit: str = ""
    etat: str = ""
    personne_id: int | None = None
    comme: int | None = None
    proches: Sequence[tuple[int, str]] = ()
    fautes: Sequence[Faute] = ()


def tried(actor: Compte, structure_id: int, rangees: Iterable[Rangee], choix: Mapping[str, str], *, now: datetime) -> list[Verdict]:
    """Return what would become of each row. Six queries a person at most."""
    on = timezone.localtime(now).date()
    premieres: dict[tuple[str, str], Verdict] = {}
    droits_dits: set[tuple[object, str]] = set()
    verdicts = []
    for rangee in rangees:
        verdict = looked_up(actor, structure_id, rangee, premieres.get(rangee.cle), str(choix.get(str(rangee.rang), PASSER)), on=on)
        vu = (verdict.personne_id or rangee.cle, rangee.droit)
        if rangee.droit and verdict.sort in {Sort.CREER, Sort.RECONNUE} and vu in droits_dits:
            verdict = replace(verdict, sort=Sort.DEJA)
        droits_dits.add(vu)
        if verdict.sort != Sort.REFUSEE:
            premieres.setdefault(rangee.cle, verdict)
        verdicts.append(verdict)
    return verdicts


def looked_up(actor: Compte, structure_id: int, rangee: Rangee, premiere: Verdict | None, choisi: str, *, on: date, nouvelles: Collection[int] = ()) -> Verdict:
    """Return what would become of one row; `premiere`: what became of an earlier row about the same person; `choisi`: what a human decided.

    `nouvelles`: who this very import wrote down. Two rows that look alike were two people at the trial, and still are.
    """
    nom = f"{rangee.prenom} {rangee.nom}".strip()
    vierge = Verdict(rang=rangee.rang, sort=Sort.REFUSEE, nom=nom, droit=rangee.droit, etat=rangee.etat)
    if rangee.fautes:
        return replace(vierge, fautes=tuple(rangee.fautes))
    if premiere is not None and premiere.personne_id is None:
        fautes = _unsaid(rangee, on)
        sort = Sort.DOUTEUSE if premiere.sort == Sort.DOUTEUSE else Sort.REFUSEE if fautes else Sort.CREER
        return replace(vierge, sort=sort, comme=premiere.rang, fautes=fautes if sort == Sort.REFUSEE else ())
    elle, proches, faute = _who(actor, structure_id, rangee, premiere, choisi, on=on)
    proches = [une for une in proches if une.ligne.id not in nouvelles]
    if faute:
        return replace(vierge, fautes=(faute,))
    if elle is not None:
        sort, fautes = _with_her_right(structure_id, elle, rangee, on)
        return replace(vierge, sort=sort, personne_id=elle, fautes=fautes)
    if proches and choisi != NOUVELLE:
        return replace(vierge, sort=Sort.DOUTEUSE, proches=tuple((une.ligne.id, une.ligne.identite.ecrite) for une in proches))
    fautes = _new(rangee, on) or _unsaid(rangee, on)
    return replace(vierge, sort=Sort.REFUSEE if fautes else Sort.CREER, fautes=fautes)


def _who(
    actor: Compte, structure_id: int, rangee: Rangee, premiere: Verdict | None, choisi: str, *, on: date
) -> tuple[int | None, Sequence[Trouvaille], Faute | None]:
    """Return who is recognised, or who it may be, or what is wrong. Five queries at most."""
    if premiere is not None:
        return premiere.personne_id, (), None
    mots = words_of(f"{rangee.prenom} {rangee.nom}")
    if rangee.numero is not None:
        try:
            elle = person_for(actor, rangee.numero, on=on)
        except DomainError:
            elle = None
        if elle is not None and elle.structure_id == structure_id and distance(mots, words_of_person(open_identity(elle))) is not None:
            return elle.pk, (), None
        return None, (), Faute(colonne="", phrase=NUMERO_D_UNE_AUTRE, valeur=str(rangee.numero))
    trouvees = search_persons(actor, structure_id, nom=f"{rangee.prenom} {rangee.nom}", naissance=rangee.naissance, on=on)
    if choisi.isdigit() and any(une.ligne.id == int(choisi) for une in trouvees):
        return int(choisi), (), None
    certaines = [une for une in trouvees if une.certaine]
    return (certaines[0].ligne.id, (), None) if len(certaines) == 1 else (None, trouvees[:PROCHES], None)


def _new(rangee: Rangee, on: date) -> tuple[Faute, ...]:
    """Return why somebody cannot be written down: no agreement, or something that her own form would refuse."""
    if not rangee.accord_mode or rangee.accord_le is None:
        return (Faute(colonne="", phrase=rules.ACCORD_MANQUE),)
    identite = Identite(prenom=rangee.prenom, nom=rangee.nom, naissance=rangee.naissance)
    if personnes_rules.check(personnes_rules.cleaned(identite), accord_le=rangee.accord_le, today=on):
        return (
            Faute(
                colonne="", phrase=_("Le jour de l’accord est dans le futur, ou remonte à plus de deux ans : {valeur}."), valeur=rangee.accord_le.isoformat()
            ),
        )
    return ()


def steps_of(rangee: Rangee, chemin: Sequence[str], *, on: date) -> list[Saisie]:
    """Return the steps as the screens would say them: what an institution decided is said by the person, until a paper was seen."""
    fin = rangee.etat_le or rangee.demande_le or on
    montants = Montants(**{"verse" if rangee.etat in {"verse", "maintenu"} else "accorde" if rangee.etat in OUVERTS else "estime": rangee.montant})
    return [
        Saisie(
            vers=vers,
            fait_le=min(rangee.demande_le or fin, fin) if vers == "depose" else fin,
            preuve=NiveauPreuve.DIT.value if vers in DECISIONS | OUVERTS else "",
            motif_decision=MotifDecision.NON_DIT.value if vers in {"refuse", "perdu"} else "",
            motif_pro="autre" if vers in FINS else "",
            montants=montants if rang == len(chemin) and rangee.montant is not None else Montants(),
            mots=rangee.mots if rang == len(chemin) else "",
        )
        for rang, vers in enumerate(chemin, 1)
    ]


def _unsaid(rangee: Rangee, on: date) -> tuple[Faute, ...]:
    """Return what the screens would refuse of the right of a row, on a path that begins."""
    if not rangee.droit:
        return ()
    return tuple(Faute(colonne="", phrase=phrase) for phrase in check_step(steps_of(rangee, rangee.chemin[:1], on=on)[0], [], today=on).values())


def _with_her_right(structure_id: int, personne_id: int, rangee: Rangee, on: date) -> tuple[Sort, tuple[Faute, ...]]:
    """Return what becomes of a row about somebody who is here: her right begins, goes on, or is already there. Two queries at most."""
    if not rangee.droit:
        return Sort.DEJA, ()
    suivi = DroitSuivi.objects.of_structures([structure_id]).of_person(personne_id).filter(droit=rangee.droit).first()
    if suivi is None or suivi.etat == ANNULE:
        fautes = _unsaid(rangee, on)
        return (Sort.REFUSEE if fautes else Sort.RECONNUE), fautes
    if suivi.etat == rangee.etat:
        return Sort.DEJA, ()
    suit = may_follow(suivi.etat, rangee.etat) and not check_step(steps_of(rangee, [rangee.etat], on=on)[0], moves_of(moves_in_order(suivi)), today=on)
    if suit:
        return Sort.RECONNUE, ()
    return Sort.REFUSEE, (Faute(colonne="", phrase=AUTRE_ETAT, valeur=str(suivi.get_etat_display())),)


def to_bytes(verdicts: Sequence[Verdict]) -> bytes:
    """Return what is sealed."""
    return json.dumps([asdict(verdict) for verdict in verdicts], ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(contenu: bytes) -> list[Verdict]:
    """Read what `to_bytes` wrote."""
    return [
        Verdict(**{**lu, "fautes": tuple(Faute(**faute) for faute in lu["fautes"]), "proches": tuple((pk, nom) for pk, nom in lu["proches"])})
        for lu in json.loads(contenu)
    ]
