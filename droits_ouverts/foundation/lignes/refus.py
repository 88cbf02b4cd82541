"""Why the service must not open on this database: who it signs in as, what that role may do, and whether the wall stands and hears its signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from droits_ouverts.foundation.lignes import declarations
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.foundation.lignes.pose import gaps

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

ROLE = """
SELECT rolsuper, rolbypassrls, rolcreaterole,
       EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
               AND c.relname = ANY (%s) AND pg_has_role(current_user, c.relowner, 'MEMBER')),
       has_database_privilege(current_database(), 'TEMPORARY') OR has_schema_privilege(current_schema(), 'CREATE'),
       current_setting('track_activities') = 'on', current_user
FROM pg_roles WHERE rolname = current_user
"""
OUVERTE = "SELECT lignes.service() = %s"


def refusals(connection: BaseDatabaseWrapper) -> list[str]:
    """Return a sentence for each reason; none on SQLite, which has no row security."""
    if connection.vendor != "postgresql":
        return []
    declarations.load()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('lignes') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return ["la sécurité par ligne n’est pas posée. Lancez « droits-ouverts manage migrate » sous le rôle propriétaire."]
        cursor.execute(ROLE, [sorted(declarations.tables)])
        superutilisateur, passe_outre, cree, proprietaire, seme, raconte, nom = cursor.fetchone()
    dits = [
        (superutilisateur or cree, f"le rôle « {nom} » administre PostgreSQL (SUPERUSER ou CREATEROLE)."),
        (passe_outre, f"le rôle « {nom} » passe outre la sécurité par ligne (BYPASSRLS)."),
        (proprietaire, f"le rôle « {nom} » est propriétaire des tables : il pourrait ouvrir le mur."),
        (
            seme,
            f"le rôle « {nom} » peut créer des tables, fût-ce temporaires. Relancez « droits-ouverts manage migrate » sous le rôle propriétaire de la base.",
        ),
        (raconte, f"les requêtes du rôle « {nom} » se lisent d’une session à l’autre (track_activities)."),
    ]
    return (
        [phrase for vrai, phrase in dits if vrai] + _unsigned(connection) + [f"{gap}. Relancez « droits-ouverts manage migrate »." for gap in gaps(connection)]
    )


def _unsigned(connection: BaseDatabaseWrapper) -> list[str]:
    """Look whether the database hears what this installation signs."""
    with as_service(Service.COMMANDE), connection.cursor() as cursor:
        cursor.execute(OUVERTE, [Service.COMMANDE.value])
        entendue = cursor.fetchone()[0]
    if entendue:
        return []
    return [
        (
            "la base n’entend pas les signatures de ce service : SECRET_KEY a changé depuis la dernière migration (relancez « droits-ouverts manage migrate » "
            "sous le rôle propriétaire), ou les horloges des deux machines diffèrent de plusieurs heures."
        )
    ]
