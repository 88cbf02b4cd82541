"""The functions of the wall, in PostgreSQL's own language. Those that read the key run as their owner, with a fixed search path; two are nobody else's to call.

A context is a text, `MAC:compte|service|jour|fin|list|...`, in a setting of the transaction. Its MAC binds it to the backend and to the instant at which the
transaction began: copied out of it, or kept by a setting of the session, it opens nothing. A table would have made of each reading a writing.
"""

from __future__ import annotations

from collections.abc import Iterable

from droits_ouverts.foundation.lignes.declarations import Liste

FIXE = "SECURITY DEFINER SET search_path = pg_catalog, pg_temp"
APPELANT = "STABLE PARALLEL RESTRICTED SECURITY INVOKER SET search_path = pg_catalog, pg_temp"
"""A function that reads as whoever calls it, behind the wall: the rare part of a policy, which would otherwise be planned with each statement."""
LISTES_DEPUIS = 5
"""Place of the first list in a context, from 1."""

BASE = """
CREATE SCHEMA IF NOT EXISTS lignes;
REVOKE ALL ON SCHEMA lignes FROM PUBLIC;
CREATE TABLE IF NOT EXISTS lignes.cle (
    seule boolean PRIMARY KEY DEFAULT true CHECK (seule), interieur bytea NOT NULL, exterieur bytea NOT NULL
);
REVOKE ALL ON lignes.cle FROM PUBLIC;
"""

TENU = "'tenu|' || pg_backend_pid() || '|' || extract(epoch FROM transaction_timestamp()) || '|' || "
HMAC = "encode(sha256(c.exterieur || sha256(c.interieur || convert_to({texte}, 'UTF8'))), 'hex')"

MAC = f"""
CREATE OR REPLACE FUNCTION lignes.mac(texte text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {FIXE} AS $$
BEGIN
    RETURN (SELECT {HMAC.format(texte="texte")} FROM lignes.cle c);
END $$;
CREATE OR REPLACE FUNCTION lignes.tenue(contenu text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {FIXE} AS $$
BEGIN
    RETURN lignes.mac({TENU}contenu);
END $$;
"""

# Digests are compared, so that the time of a comparison tells nothing of the MAC.
LU = f"""
CREATE OR REPLACE FUNCTION lignes.lu() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {FIXE} AS $$
DECLARE
    brut text := current_setting('lignes.contexte', true);
    parts text[];
BEGIN
    IF brut IS NULL OR length(brut) < 66 THEN RETURN NULL; END IF;
    IF (SELECT sha256(convert_to(left(brut, 64), 'UTF8')) = sha256(convert_to({HMAC.format(texte=TENU + "substr(brut, 66)")}, 'UTF8')) FROM lignes.cle c)
        IS NOT TRUE THEN RETURN NULL; END IF;
    parts := string_to_array(substr(brut, 66), '|');
    IF clock_timestamp() >= to_timestamp(parts[4]::double precision) THEN RETURN NULL; END IF;
    RETURN parts;
END $$;
"""


def _accessor(nom: str, genre: str, rang: int, absent: str) -> str:
    # Its body is read once, here, whatever the search path of who calls; and it is short enough to stand in the plan by itself.
    return (
        f"CREATE OR REPLACE FUNCTION lignes.{nom}() RETURNS {genre} LANGUAGE sql STABLE PARALLEL RESTRICTED "
        f"RETURN coalesce(nullif((lignes.lu())[{rang}], '')::{genre}, {absent});"
    )


def accessors(listes: Iterable[str]) -> dict[str, str]:
    """Return the functions that policies call, by name."""
    fixes = {nom: _accessor(nom, genre, rang, "NULL") for rang, (nom, genre) in enumerate((("compte", "bigint"), ("service", "text"), ("jour", "date")), 1)}
    return fixes | {nom: _accessor(nom, "bigint[]", rang, "'{}'") for rang, nom in enumerate(listes, LISTES_DEPUIS)}


def opening(listes: Iterable[Liste], des_lignes: str) -> str:
    """Return the function that verifies a signed context and holds it until the end of the transaction; nothing is held otherwise, and nothing is told.

    It holds the account alone first: where its owner is behind the wall too, that lets it read the account's own memberships.
    """
    siennes = list(listes)
    lues = "".join(f" || '|' || ({liste.pour_compte})::text" for liste in siennes)
    toutes = "".join(f" || '|' || ({liste.pour_service})::text" for liste in siennes)
    vides = "|{}" * len(siennes)
    return f"""
CREATE OR REPLACE FUNCTION lignes.ouvrir(texte text, signature text) RETURNS boolean LANGUAGE plpgsql VOLATILE {FIXE} AS $$
DECLARE
    parts text[];
    v_compte bigint;
    v_jour date;
    tete text;
    contenu text;
BEGIN
    PERFORM set_config('lignes.contexte', '', true);
    IF (sha256(convert_to(signature, 'UTF8')) = sha256(convert_to(lignes.mac('ouvrir|' || pg_backend_pid() || '|' || texte), 'UTF8'))) IS NOT TRUE
    THEN RETURN false; END IF;
    parts := string_to_array(texte, '|');
    IF clock_timestamp() >= to_timestamp(parts[4]::double precision) THEN RETURN false; END IF;
    v_compte := nullif(parts[1], '')::bigint;
    v_jour := parts[3]::date;
    tete := array_to_string(parts[1:4], '|');
    contenu := tete || '{vides}';
    PERFORM set_config('lignes.contexte', lignes.tenue(contenu) || ':' || contenu, true);
    IF v_compte IS NOT NULL THEN
        SELECT tete{lues} INTO contenu {des_lignes};
    ELSIF parts[5] = '1' THEN
        contenu := tete{toutes};
    END IF;
    PERFORM set_config('lignes.contexte', lignes.tenue(contenu) || ':' || contenu, true);
    RETURN true;
END $$;
"""
