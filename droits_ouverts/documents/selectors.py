"""What screens and later rooms read of papers, each with its cost in queries. Always through the person, in the structure that holds her."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.coffre.errors import TamperedError
from droits_ouverts.coffre.services import open_sealed, prepare
from droits_ouverts.documents import rules
from droits_ouverts.documents.contextes import mention_context, piece_context, sheet_context
from droits_ouverts.documents.enums import Nature, Validite
from droits_ouverts.documents.models import Document, LienPapier
from droits_ouverts.foundation.conservation import regle
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import access
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.personnes.selectors import open_identity, person_for

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.models import Personne

A_RENOUVELER = 50
"""Papers of a page of those to renew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LignePapier:
    """A paper as a list shows it. `annonce`: it is about to be erased; `jours`: days of validity left, negative once it is over."""

    document: Document
    titre: str
    validite: Validite
    jours: int | None
    annonce: bool

    @property
    def nom(self) -> str:
        """How it is called: by its name, else by its kind."""
        return self.titre or str(self.document.get_nature_display())


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneARenouveler:
    """A paper that lapses, with the person whose it is."""

    papier: LignePapier
    personne: str


def papers_of(personne: Personne, *, on: date) -> list[LignePapier]:
    """Return the papers of a person, the last added first. Two queries once in a request."""
    return _lines(
        Document.objects.of_structures([personne.structure_id]).filter(personne_id__in=files_of(personne)).kept().select_related("ajoute_par").recent_first(),
        on,
    )


def glimpse_of(personne: Personne, *, on: date) -> list[LignePapier]:
    """Return the papers of a person by what they are, without their names: her page opens no envelope to say how many there are. One query."""
    rows = Document.objects.of_structures([personne.structure_id]).filter(personne_id__in=files_of(personne)).kept().recent_first()
    return [_line(document, on, titre="") for document in rows]


def papers_by_nature(personne: Personne, *, on: date) -> dict[Nature, list[LignePapier]]:
    """Return the papers of a person that still serve, by what they are: what lacks in it is what holds a right back. Two queries."""
    trouves: dict[Nature, list[LignePapier]] = {}
    for ligne in papers_of(personne, on=on):
        if ligne.validite is not Validite.EXPIREE:
            trouves.setdefault(Nature(ligne.document.nature), []).append(ligne)
    return trouves


def papers_for(personne: Personne, *, genre: str, sujet_id: object, on: date) -> list[LignePapier]:
    """Return the papers of a person that were added for one thing (a followed right, say). Two queries."""
    siens = Document.objects.of_structures([personne.structure_id]).filter(personne_id__in=files_of(personne), sujet_genre=genre, sujet_id=str(sujet_id))
    return _lines(siens.kept().recent_first(), on)


def to_renew(actor: Compte, *, on: date) -> list[LigneARenouveler]:
    """Return the papers of the actor's structures that lapse within two months or have lapsed, the first to lapse first. Four queries at most."""
    limite = rules.BIENTOT.after(on)
    rows = Document.objects.of_structures(access.structures_of(actor, on=on)).kept().filter(expire_le__lte=limite).select_related("personne__rapprochee_de")
    lignes = _lines(rows.order_by("expire_le", "pk")[:A_RENOUVELER], on)
    return [LigneARenouveler(papier=ligne, personne=open_identity(ligne.document.personne.gardee).ecrite) for ligne in lignes]


def document_for(actor: Compte, personne_id: int, document_id: uuid.UUID, *, on: date, removed: bool = False) -> Document:
    """Return a paper of a person whom the actor may read, removed ones only where `removed`. Three queries. Raise `NotVisibleError` for any other."""
    personne = person_for(actor, personne_id, on=on)
    rows = Document.objects.of_structures([personne.structure_id]).filter(personne_id__in=files_of(personne), pk=document_id, retire_at__isnull=not removed)
    document = rows.select_related("ajoute_par").first()
    if document is None:
        raise NotVisibleError
    if document.personne_id == personne.pk:
        document.personne = personne
    return document


def line_of(document: Document, *, on: date) -> LignePapier:
    """Return a paper as a list shows it. One query the first time in a request."""
    return _line(document, on)


def sheet_of(document: Document) -> rules.Fiche:
    """Open what is sealed about a paper besides its bytes. Raise the errors of `coffre`."""
    return rules.Fiche.from_bytes(open_sealed(document.fiche_scellee, context=sheet_context(document)))


def bytes_of(document: Document) -> bytes:
    """Open the bytes of a paper: whole, or not at all. Two queries. Raise `TamperedError` where a piece lacks, and the errors of `coffre`."""
    morceaux = []
    for morceau in document.morceaux.all().in_order():
        morceau.document = document
        morceaux.append(open_sealed(morceau.contenu_scelle, context=piece_context(morceau)))
    contenu = b"".join(morceaux)
    if rules.digest(contenu) != sheet_of(document).sha256:
        raise TamperedError(detail=f"papier {document.pk} : morceau absent")
    return contenu


def links_of(document: Document) -> list[LienPapier]:
    """Return the links that were given of a paper, the last first. One query."""
    return list(document.liens.select_related("cree_par").order_by("-cree_at", "-pk"))


def mention_of(lien: LienPapier) -> rules.Mention:
    """Open the line that a link draws across the pages. One query the first time in a request."""
    return rules.Mention.from_bytes(open_sealed(lien.mention_scellee, context=mention_context(lien)) if lien.mention_scellee else b"")


def _lines(documents: Iterable[Document], on: date) -> list[LignePapier]:
    rows = list(documents)
    prepare(sheet_context(document) for document in rows)
    return [_line(document, on) for document in rows]


def _line(document: Document, on: date, titre: str | None = None) -> LignePapier:
    preavis = regle("papier").preavis
    return LignePapier(
        document=document,
        titre=sheet_of(document).titre if titre is None else titre,
        validite=rules.validity(document.expire_le, on),
        jours=(document.expire_le - on).days if document.expire_le else None,
        annonce=preavis is not None and rules.is_announced(document.efface_le, preavis, on),
    )
