"""The directory is public and speaks of organisations. What is left in a place of life is the structure's that looks after it."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import Table, declare, one_of, outside

TENU = one_of("structure_id", "structures")

outside(
    "the public directory, read by everybody: organisations, their services, where they come from",
    "annuaire_source",
    "annuaire_import",
    "annuaire_quarantaine",
    "annuaire_etatavant",
    "annuaire_lieu",
    "annuaire_service",
    "annuaire_correction",
    "annuaire_constat",
    "annuaire_doublonecarte",
    "annuaire_terme",
    "annuaire_reperage",
    "annuaire_centrecommune",
)
outside("shops and their cards, opened by the address printed on them; they speak of nobody", "annuaire_lieudevie")
declare(
    # Whoever holds a card leaves a word; only those who meet people for the structure read it.
    Table(nom="annuaire_motdepose", lire=TENU, ecrire=TENU, ajouter="true", gestes=("SELECT", "INSERT", "UPDATE", "DELETE")),
)
