"""A4: what somebody could make the service say to its database by a hole in a page, with her own context open. More than three hundred statements.

`{x}` is her structure, `{y}` the other one, `{moi}` her account, `{elle}` an account of the other structure.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from django.conf import settings

from droits_ouverts.foundation.lignes import declarations

Attaque = tuple[str, str]
"""Kind, statement."""

LUES = (
    "personnes_personne",
    "bilan_bilan",
    "bilan_estimation",
    "bilan_choix",
    "bilan_avis",
    "suivi_droitsuivi",
    "suivi_mouvement",
    "coffre_clesujet",
    "coffre_indexaveugle",
    "journal_ligne",
    "personnes_rectification",
)
LECTURES = (
    "SELECT * FROM {t}",
    "TABLE {t}",
    "SELECT id::text FROM droits_signalement UNION ALL SELECT to_json(v)::text FROM {t} v",
    "WITH v AS MATERIALIZED (SELECT * FROM {t}) SELECT * FROM v",
    "SELECT (SELECT string_agg(v::text, ',') FROM {t} v)",
    "SELECT s.id, v.* FROM structures_structure s, LATERAL (SELECT * FROM {t}) v",
    "SELECT query_to_xml('SELECT * FROM {t}', true, true, '')",
    "SELECT table_to_xml('{t}', true, true, '')",
    "COPY {t} TO STDOUT",
    "COPY (SELECT * FROM {t}) TO STDOUT WITH CSV",
    "DECLARE fuite CURSOR FOR SELECT * FROM {t}; FETCH ALL FROM fuite; CLOSE fuite",
    "DECLARE garde_{t} CURSOR WITH HOLD FOR SELECT * FROM {t}",
    "FETCH ALL FROM garde_{t}; CLOSE garde_{t}",
    "PREPARE fuite_{t} AS SELECT * FROM {t}; EXECUTE fuite_{t}",
    "EXECUTE fuite_{t}",
    "DO $$ DECLARE r record; BEGIN FOR r IN SELECT * FROM {t} LOOP RAISE NOTICE '%', r; END LOOP; END $$",
    "SELECT * FROM {t} v WHERE CAST(v::text AS int) = 1",
    "SELECT count(*) FROM {t} v WHERE 1 / (CASE WHEN v::text LIKE '%%CANARI{y}X%%' THEN 0 ELSE 1 END) = 1",
    "SET LOCAL row_security = off; SELECT * FROM {t}",
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SELECT * FROM {t}",
    "SELECT * FROM {t} TABLESAMPLE SYSTEM (100)",
    "SELECT ctid, xmin, v.* FROM {t} v",
    "SELECT * FROM {t} FOR UPDATE",
    "SELECT * FROM pg_stats WHERE tablename = '{t}'",
)
CHARPENTE = (
    "ALTER TABLE {t} DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE {t} NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY lignes_select ON {t}",
    "CREATE POLICY large ON {t} USING (true)",
    "ALTER POLICY lignes_select ON {t} USING (true)",
    "ALTER TABLE {t} OWNER TO {role}",
    "GRANT ALL ON {t} TO {role}",
    "TRUNCATE {t}",
    "CREATE RULE fuite AS ON SELECT TO {t} DO INSTEAD SELECT 1",
    "CREATE TRIGGER fuite BEFORE INSERT ON {t} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE TEMP TABLE {t} (LIKE public.{t})",
    "CREATE TEMP VIEW {t} AS SELECT * FROM public.{t}",
    "CREATE VIEW public.fuite_{t} AS SELECT * FROM {t}",
    "SELECT * INTO public.copie_{t} FROM {t}",
)
CONTEXTES = (
    "SELECT lignes.ouvrir('{texte}', '{mac}')",
    "SELECT set_config('lignes.contexte', '{mac}:{texte}', true)",
    "SELECT set_config('lignes.contexte', '{mac}:{texte}', false)",
    "SET lignes.contexte = '{mac}:{texte}'",
    "SET LOCAL lignes.contexte = '{mac}:{texte}'",
)
TEXTES = (
    "{elle}||2026-11-24|4102444800|0|1",
    "|commande|2026-11-24|4102444800|1|1",
    "|tenant|2026-11-24|4102444800|1|1",
    "{moi}|commande|2026-11-24|4102444800|{{{x},{y}}}|{{{x},{y}}}|{{{x},{y}}}",
    "",
)
MACS = ("", "0", "0" * 64, "f" * 64, "NULL")
SECRETS = (
    "SELECT * FROM lignes.cle",
    "SELECT encode(interieur, 'hex') FROM lignes.cle",
    "COPY lignes.cle TO STDOUT",
    "UPDATE lignes.cle SET interieur = '', exterieur = ''",
    "INSERT INTO lignes.cle VALUES (true, '', '') ON CONFLICT (seule) DO UPDATE SET interieur = ''",
    "DELETE FROM lignes.cle",
    "SELECT lignes.mac('ouvrir|' || pg_backend_pid() || '|{elle}||2026-11-24|4102444800|0|1')",
    "SELECT lignes.tenue('{elle}||2026-11-24|4102444800|{{{y}}}|{{{y}}}|{{{y}}}')",
    "SELECT lignes.lu()",
    "CREATE OR REPLACE FUNCTION lignes.structures() RETURNS bigint[] LANGUAGE sql AS 'SELECT ARRAY[{y}]::bigint[]'",
    "CREATE OR REPLACE FUNCTION public.structures() RETURNS bigint[] LANGUAGE sql AS 'SELECT ARRAY[{y}]::bigint[]'",
    "CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS 'SELECT ''''::bytea'",
    "CREATE FUNCTION public.fuite() RETURNS SETOF personnes_personne LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM personnes_personne'",
    "ALTER FUNCTION lignes.lu() SECURITY INVOKER",
    "DROP FUNCTION lignes.ouvrir(text, text)",
    "DROP SCHEMA lignes CASCADE",
    "CREATE SCHEMA fuite",
    "CREATE EXTENSION IF NOT EXISTS dblink",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_read_binary_file('global/pg_control')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/passwd')",
    "COPY droits_signalement FROM PROGRAM 'id'",
    "COPY (SELECT 1) TO PROGRAM 'cat > /tmp/fuite'",
    "COPY (SELECT * FROM personnes_personne) TO '/tmp/fuite'",
    "SELECT * FROM pg_stat_activity WHERE query LIKE '%%CANARI{y}X%%' AND pid <> pg_backend_pid()",
    "SELECT * FROM pg_file_settings",
    "SELECT * FROM pg_authid",
    "SELECT * FROM pg_shadow",
)
ROLES = (
    "SET ROLE postgres",
    "SET ROLE pg_read_all_data",
    "SET ROLE NONE",
    "SET SESSION AUTHORIZATION postgres",
    "SET SESSION AUTHORIZATION DEFAULT",
    "RESET ROLE",
    "RESET SESSION AUTHORIZATION",
    "RESET ALL",
    "SET row_security = off",
    "SET session_replication_role = replica",
    "SET track_activities = on",
    "ALTER ROLE {role} BYPASSRLS",
    "ALTER ROLE {role} SUPERUSER",
    "ALTER ROLE postgres PASSWORD 'x'",
    "CREATE ROLE fuite BYPASSRLS LOGIN",
    "GRANT postgres TO {role}",
    "GRANT pg_read_all_data TO {role}",
    "SET search_path = pg_temp, public",
    "SET search_path = lignes, public",
    "SET search_path = ''",
    "ALTER SYSTEM SET row_security = off",
    "ALTER DATABASE CURRENT_DATABASE SET row_security = off",
    "DISCARD TEMP",
    "DEALLOCATE ALL",
)
ENCHAINEES = (
    "COMMIT; SELECT * FROM personnes_personne",
    "COMMIT; BEGIN; SELECT * FROM personnes_personne",
    "ROLLBACK; SELECT * FROM bilan_bilan",
    "ABORT; BEGIN; SELECT * FROM coffre_clesujet",
    "SAVEPOINT s; SELECT lignes.ouvrir('', ''); SELECT * FROM personnes_personne; ROLLBACK TO s; SELECT * FROM personnes_personne",
    "SELECT set_config('garde.contexte', current_setting('lignes.contexte'), false); COMMIT",
    "SELECT set_config('lignes.contexte', current_setting('garde.contexte'), false); SELECT * FROM personnes_personne",
    (
        "SELECT set_config('garde.contexte', current_setting('lignes.contexte'), false); COMMIT; BEGIN; "
        "SELECT set_config('lignes.contexte', current_setting('garde.contexte'), true); SELECT * FROM personnes_personne WHERE structure_id = {y}"
    ),
    "SELECT set_config('lignes.contexte', replace(current_setting('lignes.contexte'), '{{{x}}}', '{{{x},{y}}}'), true); SELECT * FROM personnes_personne",
    "SELECT set_config('lignes.contexte', replace(current_setting('lignes.contexte'), '{moi}|', '{elle}|'), true); SELECT * FROM bilan_bilan",
    "SELECT set_config('lignes.contexte', regexp_replace(current_setting('lignes.contexte'), '{{.*', '{{{y}}}|{{{y}}}|{{{y}}}'), true); TABLE bilan_choix",
    "SELECT set_config('lignes.contexte', left(current_setting('lignes.contexte'), 66), true); TABLE bilan_avis",
    "SELECT set_config('lignes.contexte', repeat('0', 100000), true); TABLE bilan_avis",
    "SELECT set_config('lignes.contexte', current_setting('lignes.contexte') || '|{{{y}}}', true); TABLE coffre_indexaveugle",
    "SELECT set_config('lignes.contexte', upper(left(current_setting('lignes.contexte'), 64)) || substr(current_setting('lignes.contexte'), 65), true); TABLE bilan_avis",
    "SELECT lignes.ouvrir(NULL, NULL); TABLE personnes_personne",
    "SELECT lignes.ouvrir('{elle}||2026-11-24|4102444800|0|1', NULL); TABLE personnes_personne",
)
ECRITURES = (
    "UPDATE personnes_personne SET structure_id = {x} WHERE structure_id = {y}",
    "UPDATE bilan_bilan SET structure_id = {x} WHERE structure_id = {y}",
    "UPDATE coffre_clesujet SET structure_id = {x} WHERE structure_id = {y}",
    "UPDATE coffre_clesujet SET enveloppe = '' WHERE structure_id <> {x}",
    "UPDATE coffre_indexaveugle SET structure_id = {x} WHERE structure_id = {y}",
    "UPDATE structures_membre SET structure_id = {y} WHERE compte_id = {moi}",
    "UPDATE structures_membre SET compte_id = {moi} WHERE structure_id = {y}",
    "INSERT INTO structures_membre (compte_id, structure_id, role, profession, depuis_le) VALUES ({moi}, {y}, 'responsable', 'autre', '2026-01-01')",
    (
        "INSERT INTO structures_invitation (structure_id, email, nom, role, profession, empreinte, invitante_id, envoyee_at, expire_at) "
        "VALUES ({y}, 'x@x.test', 'x', 'responsable', 'autre', 'x', {moi}, now(), now())"
    ),
    (
        "INSERT INTO personnes_partage (personne_id, de_structure_id, vers_structure_id, portees, finalite, debut, fin, accord_mode, explication, langue, "
        "enregistre_par_id, created_at) SELECT n, {y}, {x}, 'identite', 'accompagnement', '2026-11-01', '2026-12-01', 'oral', false, 'fr', {moi}, now() "
        "FROM generate_series(5000000, 5000020) n"
    ),
    (
        "INSERT INTO personnes_partage (personne_id, de_structure_id, vers_structure_id, portees, finalite, debut, fin, accord_mode, explication, langue, "
        "enregistre_par_id, created_at) SELECT n, {x}, {y}, 'identite', 'accompagnement', '2026-11-01', '2026-12-01', 'oral', false, 'fr', {moi}, now() "
        "FROM generate_series(5000000, 5000020) n"
    ),
    (
        "INSERT INTO journal_ligne (at, verb, thing_kind, thing_id, purpose, structure_id, issue, motif, rang, empreinte) "
        "VALUES (now(), 'x', 'x', '1', 'x', {y}, 'fait', '', 99999999, 'x')"
    ),
    (
        "INSERT INTO personnes_ouvertureurgente (personne_id, compte_id, structure_id, motif, raison_scellee, demandee_at, decision, decideur_id, decidee_at, "
        "jusqu_at) SELECT n, {moi}, {x}, 'danger', 'x', now(), 'accordee', {elle}, now(), now() + interval '4 hours' FROM generate_series(5000000, 5000020) n"
    ),
    "UPDATE personnes_rectification SET personne_id = (SELECT min(id) FROM personnes_personne WHERE structure_id = {x})",
    "UPDATE conservation_miseenreserve SET structure_id = {x} WHERE structure_id = {y}",
    "UPDATE journal_tete SET rang = rang + 1",
    "DELETE FROM journal_ligne",
    "DELETE FROM journal_repere",
    "DELETE FROM coffre_registreeffacement",
    "MERGE INTO personnes_personne p USING structures_structure s ON p.structure_id = s.id WHEN MATCHED AND s.id = {y} THEN UPDATE SET structure_id = {x}",
    "WITH v AS (DELETE FROM personnes_personne WHERE structure_id = {y} RETURNING *) SELECT * FROM v",
    "INSERT INTO personnes_personne (structure_id, identite_scellee, accord_le, accord_mode, created_at) VALUES ({y}, 'x', now(), 'oral', now()) RETURNING *",
)


def corpus() -> Iterator[Attaque]:
    """Yield every attack, those that may cost the attacker her own rows last."""
    for table, modele in itertools.product(LUES, LECTURES):
        yield "lecture", modele.replace("{t}", table)
    for modele, texte, mac in itertools.product(CONTEXTES, TEXTES, MACS):
        sql = modele.replace("{texte}", texte).replace("{mac}", mac)
        yield "contexte", f"{sql}; SELECT * FROM personnes_personne"
    for famille, modeles in (("secret", SECRETS), ("role", ROLES)):
        for sql in modeles:
            yield famille, sql
            if famille == "role":
                yield famille, f"{sql}; SELECT * FROM personnes_personne"
    for table, modele in itertools.product((*LUES, "structures_membre"), CHARPENTE):
        yield "charpente", modele.replace("{t}", table)
    yield from (("enchainee", sql) for sql in ENCHAINEES)
    yield from (("ecriture", sql) for sql in ECRITURES)
    for table in sorted(set(declarations.tables) - {"structures_membre"}):
        yield "ecriture", f"DELETE FROM {table}"


def written(sql: str, *, x: int, y: int, moi: int, elle: int) -> str:
    """Return a statement with the attacker's and the victim's numbers."""
    return sql.format(x=x, y=y, moi=moi, elle=elle, role=settings.ROLE_APPLICATION, t="personnes_personne").replace("%%", "%")
