"""Four months lived day by day for one recipient: nights that run or not, answers, pauses; and what must hold of the reminders, counted otherwise than the rule does."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta

from droits_ouverts.orientation import rules
from droits_ouverts.orientation.rules import Acte, Arret, Pas, Rappel

JOURS = 120
UN = timedelta(days=1)
FERIES = {
    *(date(an, mois, jour) for an in (2025, 2026, 2027, 2028) for mois, jour in ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))),
    # Easter Monday, Ascension, Whit Monday, from the calendar.
    *(date(2025, 4, 21), date(2025, 5, 29), date(2025, 6, 9)),
    *(date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)),
    *(date(2027, 3, 29), date(2027, 5, 6), date(2027, 5, 17)),
    *(date(2028, 4, 17), date(2028, 5, 25), date(2028, 6, 5)),
}


@dataclass(frozen=True)
class Essai:
    """One recipient: answers by day, days until an appointment, pauses (first day, how many), nights that did not run."""

    debut: date
    reponses: dict[int, str]
    rdv: int
    pauses: list[tuple[int, int]]
    pannes: frozenset[int]


@dataclass(frozen=True)
class Trace:
    """What happened: reminders (clock, number of days, day), the day of the end, the steps, the pauses as they were."""

    rappels: list[tuple[int, int, date]]
    close_le: date | None
    pas: list[Pas]
    arrets: list[Arret]


def travaille(jour: date) -> bool:
    """Whether services work on this day, by a list of one's own."""
    return jour.isoweekday() <= 5 and jour not in FERIES


def vecu(essai: Essai) -> Trace:
    """Live the days: an answer in the day, the work of the night at its end."""
    pas = [Pas(rang=1, statut="envoyee", fait_le=essai.debut)]
    arrets = [Arret(du=essai.debut + du * UN, au=essai.debut + (du + duree) * UN) for du, duree in essai.pauses]
    rappels: list[tuple[int, int, date]] = []
    close = None
    for n in range(JOURS):
        jour = essai.debut + n * UN
        reponse = essai.reponses.get(n)
        if reponse and rules.may_answer(rules.position(pas).statut, reponse):
            rdv = jour + essai.rdv * UN if reponse == "rendez_vous" else None
            pas.append(Pas(rang=len(pas) + 1, statut=reponse, fait_le=jour, rdv_le=rdv))
        if n in essai.pannes:
            continue
        etat = rules.position(pas)
        donnes = [Rappel(palier=palier, le=le) for horloge, palier, le in rappels if horloge == etat.horloge_rang]
        # A pause is only known from its first day on.
        du = rules.due(etat, rappels=donnes, arrets=[arret for arret in arrets if arret.du <= jour], on=jour)
        if du.acte is Acte.RELANCER:
            rappels.append((etat.horloge_rang, du.palier, jour))
        elif du.acte is Acte.CLORE:
            pas.append(Pas(rang=len(pas) + 1, statut="expiree", fait_le=jour))
            close = close or jour
    return Trace(rappels, close, pas, arrets)


def fautes(essai: Essai, trace: Trace) -> list[str]:
    """Say what is wrong with what happened."""
    trouvees = [f"{palier} donné deux fois" for horloge, palier, _le in trace.rappels if [(h, p) for h, p, _ in trace.rappels].count((horloge, palier)) > 1]
    trouvees += [f"{le} n’est pas travaillé" for _h, _p, le in trace.rappels if not travaille(le)]
    trouvees += [f"{le} est en pause" for _h, _p, le in trace.rappels if any(arret.du <= le and (arret.au is None or le < arret.au) for arret in trace.arrets)]
    par_horloge: dict[int, list[tuple[int, date]]] = {}
    for horloge, palier, le in trace.rappels:
        par_horloge.setdefault(horloge, []).append((palier, le))
    for horloge, donnes in par_horloge.items():
        base = next(pas.rdv_le or pas.fait_le for pas in trace.pas if pas.rang == horloge)
        trouvees += [f"{palier} donné trop tôt" for palier, le in donnes if comptes(base, le, trace.arrets) < palier]
        trouvees += [f"{a} puis {b} à moins d’une semaine" for (_p, a), (_q, b) in itertools.pairwise(donnes) if comptes(a, b, trace.arrets) < 7]
        if [palier for palier, _le in donnes] != sorted({palier for palier, _le in donnes}):
            trouvees.append("un rappel plus ancien après un plus récent")
    return trouvees + _fin(trace) + _oublis(essai, trace)


def _fin(trace: Trace) -> list[str]:
    """The end comes after the last reminder of its clock, a week later at least, and not before its day."""
    trouvees = []
    for pas in trace.pas:
        if pas.statut != "expiree":
            continue
        avant = rules.position([un for un in trace.pas if un.rang < pas.rang])
        dernier = 45 if avant.statut == "a_l_etude" else 21
        donnes = [le for horloge, palier, le in trace.rappels if horloge == avant.horloge_rang and palier >= dernier]
        if not donnes or comptes(donnes[-1], pas.fait_le, trace.arrets) < 7:
            trouvees.append("close sans avoir été relancée, ou trop vite après")
        if comptes(avant.horloge_le, pas.fait_le, trace.arrets) < (60 if avant.statut == "a_l_etude" else 30):
            trouvees.append("close trop tôt")
    return trouvees


def _oublis(essai: Essai, trace: Trace) -> list[str]:
    """Where nothing was ever answered and a night ran each day, both reminders and the end came, each on the first worked day it could."""
    if essai.reponses or essai.pannes:
        return []
    attendus = {10: None, 21: None}
    for palier in attendus:
        jour = essai.debut
        while (
            comptes(essai.debut, jour, trace.arrets) < palier
            or not travaille(jour)
            or any(arret.du <= jour and (arret.au is None or jour < arret.au) for arret in trace.arrets)
        ):
            jour += UN
        attendus[palier] = jour  # type: ignore[assignment]  # a day by then
    recus = {palier: le for _h, palier, le in trace.rappels}
    limite = essai.debut + (JOURS - 1) * UN
    trouvees = [
        f"rappel de {palier} jours le {recus.get(palier)} au lieu du {jour}"
        for palier, jour in attendus.items()
        if jour and jour <= limite and recus.get(palier) != jour
    ]
    if comptes(essai.debut, limite, trace.arrets) > 45 and trace.close_le is None:
        trouvees.append("jamais close")
    return trouvees


def comptes(depuis: date, jour: date, arrets: list[Arret]) -> int:
    """Days from one to another that no pause holds, one by one."""
    n, d = 0, depuis
    while d < jour:
        d += UN
        n += not any(arret.du <= d and (arret.au is None or d < arret.au) for arret in arrets)
    return n
