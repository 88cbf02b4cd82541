"""The clocks of a right of one person: the rules of the catalogue applied to what is known. Pure: the day is an argument.

A clock without its day says which fact is missing. What the catalogue does not say is read prudently and never certain. A refusal by silence opens its
appeals on the day it is born, not before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from droits_ouverts.delais.calcul import before_end, declaration_day, last_day
from droits_ouverts.delais.departs import implied_decision
from droits_ouverts.delais.enums import Decompte
from droits_ouverts.delais.types import DernierJour
from droits_ouverts.droits.enums import Depart, Grade, Mode, Sens
from droits_ouverts.droits.horloges_fichier import load_horloges
from droits_ouverts.droits.horloges_recours import appeals
from droits_ouverts.droits.horloges_regles import rules_of
from droits_ouverts.droits.horloges_types import (
    Decision,
    EtatHorloge,
    FaitsDuDroit,
    GenreHorloge,
    Horloge,
    RegleHorloge,
    Statut,
    disorders,
)
from droits_ouverts.droits.types import Droit

FINI = date.max


def clocks_of(droit: Droit, faits: FaitsDuDroit, *, on: date) -> tuple[Horloge, ...]:
    """Return the clocks of a followed right as they stand on a day, the nearest to act on first, those without a day last.

    None where it is closed. Facts out of order (`disorders`) make every clock uncertain. Raise `DayOutOfReachError` for a year outside 1900-2200.
    """
    if faits.statut is Statut.CLOS:
        return ()
    trouvees = [
        *_campaigns(droit, faits, on),
        *_answer(droit, faits, on),
        *_contests(droit, faits, on),
        *_kept(droit, faits, on),
        *_after_payment(droit, faits),
    ]
    if disorders(faits):
        trouvees = [replace(horloge, certaine=False) for horloge in trouvees]
    return tuple(sorted(trouvees, key=_nearest))


def with_loss(horloges: Iterable[Horloge], perte_par_mois: Decimal | None) -> tuple[Horloge, ...]:
    """Return the clocks of one right with what a month of delay costs, in euros."""
    return tuple(replace(horloge, perte_par_mois=perte_par_mois) for horloge in horloges)


def by_loss(horloges: Iterable[Horloge]) -> tuple[Horloge, ...]:
    """Return clocks of any rights, the one that costs most a month first; then those whose cost is not known, then those that cost nothing; then by day."""

    def rank(horloge: Horloge) -> tuple[int, Decimal, date, str, str]:
        perte = horloge.perte_par_mois
        rang = 1 if perte is None else 0 if perte > 0 else 2
        return rang, -(perte or Decimal(0)), *_nearest(horloge)

    return tuple(sorted(horloges, key=rank))


def _nearest(horloge: Horloge) -> tuple[date, str, str]:
    return horloge.prudence_le or FINI, horloge.droit, horloge.cle


# Asking, and being answered


def _campaigns(droit: Droit, faits: FaitsDuDroit, on: date) -> Iterator[Horloge]:
    if faits.statut not in {Statut.A_DEMANDER, Statut.OUVERT}:
        return
    regles = [regle for regle in rules_of(droit) if regle.genre is GenreHorloge.CAMPAGNE]
    for regle, campagne in zip(regles, [une for une in load_horloges().campagnes if une.droit == droit.code], strict=True):
        for annee in range(on.year, on.year + 3):
            ouvre, ferme = campagne.of(annee)
            faite = faits.deposee_le is not None and (ouvre or date(annee, 1, 1)) <= faits.deposee_le <= ferme
            if ferme < on or faite:
                continue
            dite = replace(regle, supposee=regle.supposee or not campagne.is_said_of(annee))
            yield _running(droit, dite, before_end(ferme, viser=campagne.viser, ouvre_le=ouvre, feries=faits.feries), ouvre_le=ouvre)
            break


def _answer(droit: Droit, faits: FaitsDuDroit, on: date) -> Iterator[Horloge]:
    """What an answer that does not come means, and the appeals that it opens."""
    servie = faits.statut is Statut.OUVERT or faits.ouvert_le is not None or faits.verse_le is not None
    # An appeal against a silence: no decision was given, yet the one that was born of it is being contested.
    conteste = faits.recours_depose_le is not None and faits.decision is None and faits.decision_le is None
    rendue = servie or (faits.statut is Statut.DECIDE and not conteste) or faits.decision is not None or faits.decision_le is not None
    seconde = faits.decision is Decision.ACCORD and not servie
    for regle in rules_of(droit):
        if regle.genre is GenreHorloge.PIECES and not rendue:
            yield from _papers(droit, regle, faits)
        if regle.genre is GenreHorloge.EXECUTION and seconde:
            yield from _owed(droit, regle, faits, on)
        if regle.genre not in {GenreHorloge.DELAI_TRAITEMENT, GenreHorloge.SILENCE}:
            continue
        if not (seconde if regle.depart is Depart.DECISION else not rendue and _is_asked(regle, faits)):
            continue
        horloge = _waiting(droit, regle, faits)
        if horloge is None:
            continue
        if not conteste:
            yield horloge
        nee = horloge.calcul
        if regle.genre is GenreHorloge.SILENCE and regle.sens is not Sens.ACCORD and nee is not None and nee.le <= on:
            rang = int(regle.cle.removeprefix("silences[")[:-1]) if regle.depart is Depart.DECISION else 0
            places = faits.recours or (min(rang, len(droit.recours) - 1),)
            yield from appeals(droit, faits, base=nee.le, sure=horloge.certaine, places=places, on=on)


def _papers(droit: Droit, regle: RegleHorloge, faits: FaitsDuDroit) -> Iterator[Horloge]:
    """Papers that were asked and not given yet."""
    if faits.pieces_demandees_le is not None and faits.complet_le is None and regle.duree is not None:
        yield _running(droit, regle, last_day(faits.pieces_demandees_le, regle.duree, regle.decompte, feries=faits.feries))


def _owed(droit: Droit, regle: RegleHorloge, faits: FaitsDuDroit, on: date) -> Iterator[Horloge]:
    """What was granted and has not come, and the appeal that opens when it is late."""
    if faits.decision_le is None or regle.duree is None:
        yield Horloge(droit=droit.code, regle=regle, etat=EtatHorloge.SANS_DATE, manque=("decision_le",))
        return
    horloge = _running(droit, regle, last_day(faits.decision_le, regle.duree, regle.decompte, feries=faits.feries))
    yield horloge
    if regle.recours is not None and horloge.due_le is not None and horloge.due_le <= on:
        yield from appeals(droit, faits, base=horloge.due_le, sure=horloge.certaine, places=(regle.recours,), on=on)


def _is_asked(regle: RegleHorloge, faits: FaitsDuDroit) -> bool:
    return regle.genre is GenreHorloge.DELAI_TRAITEMENT or regle.cle == f"silences[{faits.demande}]"


def _waiting(droit: Droit, regle: RegleHorloge, faits: FaitsDuDroit) -> Horloge | None:
    """One clock of an answer; None while nothing was asked."""
    if faits.statut is Statut.A_DEMANDER or regle.duree is None:
        return None
    depart, sure, manque = _start(regle, faits)
    if depart is None:
        return Horloge(droit=droit.code, regle=regle, etat=EtatHorloge.SANS_DATE, manque=(manque,))
    if regle.genre is GenreHorloge.DELAI_TRAITEMENT and (faits.pieces_demandees_le is None or faits.complet_le is not None):
        return _running(droit, regle, last_day(depart, regle.duree, Decompte.BRUT, feries=faits.feries), sure=sure)
    en_ordre = not disorders(faits) and regle.depart is not Depart.DECISION
    calcul = implied_decision(
        apres=regle.duree,
        accord=regle.sens is Sens.ACCORD,
        recue_le=depart,
        transmise_le=faits.transmise_le if en_ordre and faits.transmise_le is not None and faits.transmise_le >= depart else None,
        pieces_demandees_le=faits.pieces_demandees_le if en_ordre and regle.depart is not Depart.DOSSIER_COMPLET else None,
        complet_le=faits.complet_le if en_ordre else None,
    )
    if calcul is None:
        return Horloge(droit=droit.code, regle=regle, etat=EtatHorloge.SUSPENDUE, manque=("complet_le",))
    # A refusal is counted from the earliest office and day: what the time for papers adds is debated less than what it would cost to be late.
    return _running(droit, regle, calcul, sure=sure and (regle.sens is Sens.ACCORD or faits.pieces_demandees_le is None))


def _start(regle: RegleHorloge, faits: FaitsDuDroit) -> tuple[date | None, bool, str]:
    """Return the day an answer is counted from, whether it is the law's own, and the fact that is missing where there is none.

    A refusal may be counted from an earlier day than the law's: one then contests sooner. A grant may not: one would believe in it too soon.
    """
    match regle.depart:
        case Depart.DECISION:
            return faits.decision_le, True, "decision_le"
        case Depart.DOSSIER_COMPLET:
            return faits.complet_le, True, "complet_le"
        case Depart.DEPOT:
            return faits.deposee_le or faits.recue_le, faits.deposee_le is not None, "deposee_le"
        case _ if faits.recue_le is not None:
            return faits.recue_le, True, "recue_le"
        case _:
            return (None if regle.sens is Sens.ACCORD else faits.deposee_le), False, "recue_le"


# Contesting


def _contests(droit: Droit, faits: FaitsDuDroit, on: date) -> Iterator[Horloge]:
    """The appeals against a decision that was given."""
    if faits.decision is None or faits.decision is Decision.ACCORD:
        return
    base = faits.decision_notifiee_le or faits.decision_le
    places = faits.recours or (_contested(droit, faits.decision),)
    yield from appeals(droit, faits, base=base, sure=faits.decision_notifiee_le is not None, places=places, on=on)


def _contested(droit: Droit, decision: Decision) -> int:
    """The place of the appeal that suits a decision: that against money asked back, where there is one of its own, else the first."""
    if decision is Decision.TROP_PERCU:
        places = [place for place, recours in enumerate(droit.recours) if "trop-perçu" in recours.contre.lower()]
        propres = [place for place in places if droit.recours[place].contre.lower().startswith("un trop-perçu")]
        return next(iter([*propres, *places, 0]))
    return 0


# Keeping


def _kept(droit: Droit, faits: FaitsDuDroit, on: date) -> Iterator[Horloge]:
    """How a right that is open goes on: asked again, declared, shown up for, ended."""
    if faits.statut is not Statut.OUVERT and faits.ouvert_le is None and faits.fin_le is None:
        yield from _request_kept(droit, faits)
        return
    de_campagne = any(une.droit == droit.code for une in load_horloges().campagnes)
    for regle in rules_of(droit):
        match regle.genre:
            case GenreHorloge.RENOUVELLEMENT if not faits.sans_fin and not faits.renouvellement_automatique:
                yield from _renewal(droit, regle, faits, de_campagne=de_campagne)
            case GenreHorloge.DECLARATION:
                yield from _declaration(droit, regle, faits, on)
            case GenreHorloge.CONTACT:
                yield from _contact(droit, regle, faits)
            case GenreHorloge.FIN_DE_DROIT if not faits.sans_fin:
                yield from _ending(droit, regle, faits, de_campagne=de_campagne)


def _request_kept(droit: Droit, faits: FaitsDuDroit) -> Iterator[Horloge]:
    """A request that waits for years, of which no silence decides, is itself asked again each period: without that it falls."""
    attend = faits.statut is Statut.DEMANDE and all(silence.sens is Sens.AUCUN for silence in droit.silences)
    debut = faits.recue_le or faits.deposee_le
    if attend and debut is not None and droit.renouvellement.tous_les is not None:
        for regle in rules_of(droit):
            if regle.genre is GenreHorloge.RENOUVELLEMENT:
                yield from _renewal(droit, regle, replace(faits, ouvert_le=debut), de_campagne=False)


def _term(regle: RegleHorloge, droit: Droit, faits: FaitsDuDroit) -> tuple[date | None, bool]:
    """The end of the period that runs, and whether the decision says it; else it is guessed from its beginning and its usual length.

    Once somebody settled this very end, the period that follows has its own.
    """
    duree = next(une for une in rules_of(droit) if une.cle == "fin").duree if regle.genre is GenreHorloge.RENOUVELLEMENT else regle.duree
    reglee = faits.fin_demandee_le if regle.genre is GenreHorloge.RENOUVELLEMENT else faits.fin_reglee_le
    debut = faits.derniere_declaration_le or faits.ouvert_le
    fin, dite = faits.fin_le, faits.fin_le is not None
    if fin is None and debut is not None and duree is not None:
        fin = last_day(debut, duree, Decompte.BRUT).le
    if fin is None or duree is None or reglee is None:
        return fin, dite
    while fin <= reglee:
        fin, dite = last_day(fin, duree, Decompte.BRUT).le, False
    return fin, dite


def _renewal(droit: Droit, regle: RegleHorloge, faits: FaitsDuDroit, *, de_campagne: bool) -> Iterator[Horloge]:
    if de_campagne and faits.fin_le is None:
        return
    fin, dite = _term(regle, droit, faits)
    if fin is None:
        # Where the file says how long before the end one asks, the end is worth asking for.
        if regle.duree is not None or regle.ouvre_avant is not None:
            yield Horloge(droit=droit.code, regle=regle, etat=EtatHorloge.SANS_DATE, manque=("fin_le",))
        return
    ouvre_le = None if regle.ouvre_avant is None else regle.ouvre_avant.before(fin)
    calcul = before_end(fin, avant=regle.duree, viser=regle.viser, ouvre_le=ouvre_le, feries=faits.feries)
    sure = dite and (droit.renouvellement.mode is not Mode.SELON_LE_CAS or faits.renouvellement_automatique is False)
    yield _running(droit, regle, calcul, sure=sure, ouvre_le=ouvre_le)


def _declaration(droit: Droit, regle: RegleHorloge, faits: FaitsDuDroit, on: date) -> Iterator[Horloge]:
    """The declaration that is due: one that was missed stays until the month of the next, which then takes its place."""
    debut = faits.derniere_declaration_le or faits.ouvert_le
    if debut is None or regle.duree is None:
        yield Horloge(droit=droit.code, regle=regle, etat=EtatHorloge.SANS_DATE, manque=("derniere_declaration_le",))
        return
    calcul = declaration_day(debut, regle.duree, feries=faits.feries)
    while (suivante := declaration_day(calcul.le, regle.duree, feries=faits.feries)).le.replace(day=1) <= on:
        calcul = suivante
    # The office shows its exact day to each person: no text gives it, so it is never certain.
    yield _running(droit, regle, calcul, sure=False, ouvre_le=calcul.le.replace(day=1))


def _contact(droit: Droit, regle: RegleHorloge, faits: FaitsDuDroit) -> Iterator[Horloge]:
    """The sign of life that is due: no period takes its place while none was given, since it is the last one that counts."""
    dernier = faits.dernier_contact_le
    debut = dernier or faits.ouvert_le
    if debut is None or regle.duree is None:
        yield Horloge(droit=droit.code, regle=regle, etat=EtatHorloge.SANS_DATE, manque=("dernier_contact_le",))
    else:
        yield _running(droit, regle, last_day(debut, regle.duree, Decompte.BRUT, feries=faits.feries), sure=dernier is not None)


def _ending(droit: Droit, regle: RegleHorloge, faits: FaitsDuDroit, *, de_campagne: bool) -> Iterator[Horloge]:
    if regle.cle == "fin":
        fin, dite = _term(regle, droit, faits)
        if fin is not None and not (not dite and (de_campagne or faits.renouvellement_automatique)):
            # The day is in the decision: it is a fact, whatever is known of the law.
            yield replace(_running(droit, regle, before_end(fin, feries=faits.feries)), certaine=dite)
    elif faits.ouvert_le is not None and regle.duree is not None:
        yield _running(droit, regle, last_day(faits.ouvert_le, regle.duree, Decompte.BRUT, feries=faits.feries), sure=False)


def _after_payment(droit: Droit, faits: FaitsDuDroit) -> Iterator[Horloge]:
    if faits.verse_le is None:
        return
    for regle in rules_of(droit):
        if regle.genre is GenreHorloge.SUIVI_VERSEMENT and regle.duree is not None:
            yield _running(droit, regle, last_day(faits.verse_le, regle.duree, Decompte.BRUT, feries=faits.feries))


def _running(droit: Droit, regle: RegleHorloge, calcul: DernierJour, *, sure: bool = True, ouvre_le: date | None = None) -> Horloge:
    certaine = sure and regle.grade in {Grade.VERIFIE, None} and not calcul.doutes
    return Horloge(droit=droit.code, regle=regle, etat=EtatHorloge.COURT, calcul=calcul, ouvre_le=ouvre_le, certaine=certaine)
