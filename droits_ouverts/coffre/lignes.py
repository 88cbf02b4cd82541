"""Who reads the keys in the database: the structure of the subject, and who reads the subject herself by an agreement.

The tables of persons and check-ups are named in SQL only: this room imports none of those above it.
"""

from __future__ import annotations

from droits_ouverts.coffre.enums import GenreSujet
from droits_ouverts.foundation.lignes.declarations import Table, declare, declare_function, one_of
from droits_ouverts.foundation.lignes.sql import APPELANT

TENU = one_of("structure_id", "structures")


declare_function(
    "lit_sujet",
    f"""
CREATE OR REPLACE FUNCTION lignes.lit_sujet(le_genre text, sujet text, structure bigint) RETURNS boolean LANGUAGE plpgsql {APPELANT} AS $$
BEGIN
    IF le_genre = '{GenreSujet.PERSONNE.value}' THEN
        RETURN EXISTS (SELECT 1 FROM public.personnes_personne p WHERE p.id = sujet::bigint AND p.structure_id = structure);
    ELSIF le_genre = '{GenreSujet.BILAN.value}' THEN
        RETURN EXISTS (SELECT 1 FROM public.bilan_bilan b WHERE b.id = sujet::uuid AND b.structure_id = structure);
    END IF;
    RETURN false;
END $$;
""",
)

declare(
    Table(nom="coffre_clesujet", lire=f"{TENU} OR lignes.lit_sujet(genre, sujet_id, structure_id)", ecrire=TENU),
    Table(nom="coffre_indexaveugle", lire=TENU, ecrire=TENU),
    Table(nom="coffre_registreeffacement", lire=TENU, ecrire=TENU, gestes=("SELECT", "INSERT")),
)
