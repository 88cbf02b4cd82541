"""What is asked of PostgreSQL's own catalogue: tables and their keys, structure, roles that are named; never of the system's schemas."""

from __future__ import annotations

from typing import LiteralString

HORS_SYSTEME: LiteralString = "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'"
TABLES: LiteralString = f"""
    SELECT n.nspname, c.relname, COALESCE(array_agg(a.attname ORDER BY array_position(i.indkey::int2[], a.attnum)) FILTER (WHERE a.attname IS NOT NULL), '{{}}')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
    WHERE c.relkind = 'r' AND {HORS_SYSTEME} GROUP BY 1, 2 ORDER BY 1, 2"""  # noqa: S608  constants of ours only
STRUCTURE: LiteralString = f"""
    SELECT 'column', c.oid::regclass::text, a.attname::text,
           concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
      FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND {HORS_SYSTEME}
    UNION ALL SELECT 'rows', c.oid::regclass::text, '', concat_ws(' ', c.relrowsecurity, c.relforcerowsecurity)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND {HORS_SYSTEME}
    UNION ALL SELECT 'index', i.tablename::text, i.indexname::text, i.indexdef FROM pg_indexes i JOIN pg_namespace n ON n.nspname = i.schemaname WHERE {HORS_SYSTEME}
    UNION ALL SELECT 'constraint', k.conrelid::regclass::text, k.conname::text, pg_get_constraintdef(k.oid)
      FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE {HORS_SYSTEME}
    UNION ALL SELECT 'trigger', t.tgrelid::regclass::text, t.tgname::text, concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid))
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND {HORS_SYSTEME}
    UNION ALL SELECT 'policy', p.tablename::text, p.policyname::text, concat_ws(' ', p.permissive, p.roles, p.cmd, p.qual, p.with_check)
      FROM pg_policies p JOIN pg_namespace n ON n.nspname = p.schemaname WHERE {HORS_SYSTEME}
    UNION ALL SELECT 'function', n.nspname::text, f.oid::regprocedure::text, pg_get_functiondef(f.oid)
      FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace WHERE f.prokind IN ('f', 'p') AND {HORS_SYSTEME}
    UNION ALL SELECT 'view', n.nspname::text, c.relname::text, pg_get_viewdef(c.oid)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND {HORS_SYSTEME}
    ORDER BY 1, 2, 3, 4"""  # noqa: S608  constants of ours only
ROLES: LiteralString = f"""
    SELECT DISTINCT r.rolname::text FROM (
        SELECT (aclexplode(c.relacl)).grantee AS qui FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {HORS_SYSTEME}
        UNION SELECT (aclexplode(f.proacl)).grantee FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace WHERE {HORS_SYSTEME}
        UNION SELECT (aclexplode(n.nspacl)).grantee FROM pg_namespace n WHERE {HORS_SYSTEME}
        UNION SELECT unnest(p.polroles) FROM pg_policy p
    ) AS cites JOIN pg_roles r ON r.oid = cites.qui WHERE r.rolname NOT LIKE 'pg\\_%' ORDER BY 1"""  # noqa: S608  constants of ours only
SCHEMAS: LiteralString = f"SELECT n.nspname FROM pg_namespace n WHERE {HORS_SYSTEME}"  # noqa: S608  constants of ours only
