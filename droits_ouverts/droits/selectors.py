"""What pages read of reports and watched links. They speak of the catalogue, never of a person: no structure owns them."""

from __future__ import annotations

from droits_ouverts.droits import enonces, liens
from droits_ouverts.droits.models import LienSurveille, Signalement, SignalementQuerySet
from droits_ouverts.droits.services import all_droits
from droits_ouverts.droits.types import Droit


def reported_places(droit: Droit) -> set[str]:
    """Return the places of this right that a reader says are no longer true, as they stand today. One query."""
    reports = Signalement.objects.open().filter(droit=droit.code).values_list("cle", "empreinte").distinct()
    return {cle for cle, empreinte in reports if enonces.fingerprint_at(droit, cle) == empreinte}


def reports(*, settled: bool) -> SignalementQuerySet:
    """Return the reports, oldest first where they wait, newest first where they are settled. One query."""
    return (
        Signalement.objects.settled().select_related("regle_par").order_by("-regle_at") if settled else Signalement.objects.open().order_by("signale_le", "pk")
    )


def dead_links(urls: frozenset[str] | None = None) -> dict[str, LienSurveille]:
    """Return the watched addresses that are dead, among `urls` or all, by address. One query."""
    failing = LienSurveille.objects.filter(jours_en_echec__gt=0)
    if urls is not None:
        failing = failing.filter(url__in=urls)
    return {lien.url: lien for lien in failing.order_by("url") if liens.is_dead(jours_en_echec=lien.jours_en_echec, absences=lien.absences)}


def rights_citing(urls: frozenset[str]) -> dict[str, list[Droit]]:
    """Return the rights that cite each of these addresses. No query."""
    by_code = {droit.code: droit for droit in all_droits()}
    return {url: [by_code[code] for code in codes] for url, codes in liens.addresses(by_code.values()).items() if url in urls}
