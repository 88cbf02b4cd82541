"""Two files beside each other, before they are put together: what each one holds, and what makes one doubt that they are one person's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from django.db import transaction

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.selectors import answers_context, open_answers
from droits_ouverts.bilan.signals import dossiers_compares
from droits_ouverts.coffre.index import normalised
from droits_ouverts.coffre.services import prepare
from droits_ouverts.documents.models import Document
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.personnes.messages import ways
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules_rapprochement import Doute, doubts
from droits_ouverts.personnes.selectors import identity_context, open_contact, open_identity
from droits_ouverts.personnes.selectors_partage import LignePartage, agreements_of_all
from droits_ouverts.personnes.services_droits import FINALITE
from droits_ouverts.personnes.services_lecture import count_opening

if TYPE_CHECKING:
    from collections.abc import Mapping

    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.messages import Possible
    from droits_ouverts.personnes.rules import Identite

FERMES = (Role.DEMANDEUR,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cote:
    """One of the two files, as it stands in its column."""

    personne: Personne
    identite: Identite
    naissance: date | None
    discretion: str
    joindre: Sequence[Possible]
    droits: Sequence[tuple[str, str]]
    partages: Sequence[LignePartage]
    bilans: int
    dernier_bilan: datetime | None
    papiers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeuxDossiers:
    """Both, in the order in which they were asked for; `deux_fois`: rights that are followed in each."""

    cotes: tuple[Cote, Cote]
    doutes: list[Doute]
    deux_fois: list[str]


@transaction.atomic
def compare(actor: Compte, une: Personne, autre: Personne, *, now: datetime, on: date) -> DeuxDossiers:
    """Return two files of one structure beside each other, and write down that both were read. Ten queries, and the lines."""
    elles = (une, autre)
    count_opening(actor.pk, f"p{autre.pk}", on=on)
    for elle in elles:
        record(actor=actor, verb="comparer_dossiers", thing_kind="personne", thing_id=elle.pk, purpose=FINALITE, structure=elle.structure_id)
    groupes = {numero: elle.pk for elle in elles for numero in files_of(elle)}
    ici = [une.structure_id]
    bilans = list(Bilan.objects.of_structures(ici).filter(personne_id__in=groupes).recent_first())
    prepare([*map(identity_context, elles), *map(answers_context, bilans)])
    papiers = Document.objects.of_structures(ici).filter(personne_id__in=groupes).kept().values_list("personne_id", flat=True)
    par_dossier = Counter(groupes[numero] for numero in papiers)
    partages = agreements_of_all(actor, list(groupes), now=now, on=on)
    suivis: dict[int, list[tuple[str, str]]] = {}
    for _recepteur, dits in dossiers_compares.send(sender=Personne, structure_id=une.structure_id, personne_ids=list(groupes)):
        for numero, droits in cast("Mapping[int, list[tuple[str, str]]]", dits).items():
            suivis.setdefault(groupes[numero], []).extend(droits)
    cotes = [
        _side(
            elle,
            [bilan for bilan in bilans if groupes[bilan.personne_id or 0] == elle.pk],
            suivis.get(elle.pk, []),
            [ligne for ligne in partages if groupes[ligne.partage.personne_id] == elle.pk],
            par_dossier[elle.pk],
            now,
        )
        for elle in elles
    ]
    gauche, droite = cotes
    foyer = _lives_with(droite.identite, [b for b in bilans if groupes[b.personne_id or 0] == une.pk]) or _lives_with(
        gauche.identite, [b for b in bilans if groupes[b.personne_id or 0] == autre.pk]
    )
    noms = {nom for nom, _etat in gauche.droits}
    return DeuxDossiers(
        cotes=(gauche, droite),
        doutes=doubts(gauche.identite, droite.identite, meme_foyer=foyer),
        deux_fois=sorted({nom for nom, _etat in droite.droits if nom in noms}),
    )


def _side(
    elle: Personne,
    bilans: Sequence[Bilan],
    droits: Sequence[tuple[str, str]],
    partages: Sequence[LignePartage],
    papiers: int,
    now: datetime,
) -> Cote:
    identite, contact = open_identity(elle), open_contact(elle)
    return Cote(
        personne=elle,
        identite=identite,
        naissance=date.fromisoformat(identite.naissance) if identite.naissance else None,
        discretion=contact.discretion if contact else "",
        joindre=ways(contact, langue=identite.langue, now=now) if contact else (),
        droits=droits,
        partages=partages,
        bilans=len(bilans),
        dernier_bilan=bilans[0].updated_at if bilans else None,
        papiers=papiers,
    )


def _lives_with(identite: Identite, bilans: Sequence[Bilan]) -> bool:
    """Tell whether these check-ups speak of somebody else of the household by this first name, whose birth date is the same or is not known."""
    prenom = normalised(identite.prenom)
    autres = (membre for bilan in bilans for membre in open_answers(bilan).membres if membre.role not in FERMES)
    return any(
        prenom
        and normalised(membre.prenom) == prenom
        and (not identite.naissance or str(membre.faits.get("date_naissance") or identite.naissance) == identite.naissance)
        for membre in autres
    )
