"""What each sealed column of a paper is bound to: its structure, its own number, and a key that is its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from droits_ouverts.coffre.enums import GenreSujet
from droits_ouverts.coffre.services import Context, Sujet

if TYPE_CHECKING:
    import uuid

    from droits_ouverts.documents.models import Document, LienPapier, Morceau


def subject(document_id: uuid.UUID) -> Sujet:
    """Return whose key seals a paper: the paper itself, so that erasing it alone is for good."""
    return Sujet(GenreSujet.DOCUMENT.value, document_id)


def sheet_context(document: Document) -> Context:
    """What the name and the digest are bound to."""
    return Context(structure=document.structure_id, kind="documents.document", id=str(document.pk), field="fiche_scellee", sujet=subject(document.pk))


def piece_context(morceau: Morceau) -> Context:
    """What a piece is bound to: its paper and its rank."""
    document = morceau.document
    return Context(
        structure=document.structure_id,
        kind="documents.morceau",
        id=f"{document.pk}:{morceau.rang}",
        field="contenu_scelle",
        sujet=subject(document.pk),
    )


def mention_context(lien: LienPapier) -> Context:
    """What the line written across the pages is bound to: the link, by its digest."""
    document = lien.document
    return Context(structure=document.structure_id, kind="documents.lien", id=lien.empreinte, field="mention_scellee", sujet=subject(document.pk))
