"""Who reads papers in the database: the structure that holds the person. Whoever opens one by a link reads in the service's name."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.contexte import Service
from droits_ouverts.foundation.lignes.declarations import SERVICE, Table, declare, one_of

TENU = one_of("structure_id", "structures")
EFFACE = f"(SELECT lignes.service()) = '{Service.EFFACEMENT.value}'"
"""A person is being erased: her papers go before her."""
SA_PERSONNE = "EXISTS (SELECT 1 FROM personnes_personne p WHERE p.id = personne_id AND p.structure_id = documents_document.structure_id)"
SON_PAPIER = "EXISTS (SELECT 1 FROM documents_document d WHERE d.id = document_id)"

declare(
    Table(nom="documents_document", lire=f"{TENU} OR {EFFACE}", ecrire=TENU, ajouter=f"{TENU} AND {SA_PERSONNE}", retirer=SERVICE),
    Table(nom="documents_morceau", lire=SON_PAPIER, ecrire=SON_PAPIER, retirer=SERVICE, gestes=("SELECT", "INSERT", "DELETE")),
    Table(nom="documents_lienpapier", lire=SON_PAPIER, ecrire=SON_PAPIER, retirer=SERVICE),
)
