"""Who reads persons and their agreements in the database: the structure that holds them, the one that reads by an agreement in force, who reads in an emergency.

`rules_partage.scopes_on` said a second time, in SQL, without scopes, purposes and professions: those are for `access`.
"""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import COMPTE, SERVICE, Table, declare, declare_function, one_of
from droits_ouverts.foundation.lignes.sql import APPELANT, FIXE
from droits_ouverts.personnes.enums import DecisionUrgence, NatureSuite

TENUE = one_of("structure_id", "structures")
DONNE, RECU = one_of("de_structure_id", "structures"), one_of("vers_structure_id", "structures")

# Persons with the structure that holds them: an agreement opens nothing of what another one would hold under the same number.
declare_function(
    "partagees",
    f"""
CREATE OR REPLACE FUNCTION lignes.partagees() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {FIXE} AS $$
DECLARE
    miennes bigint[] := lignes.structures();
    aujourdhui date := lignes.jour();
BEGIN
    RETURN (
        SELECT coalesce(array_agg(p.personne_id || ':' || p.de_structure_id), '{{}}')
        FROM public.personnes_partage p
        LEFT JOIN LATERAL (
            SELECT s.portees FROM public.personnes_suitepartage s WHERE s.partage_id = p.id ORDER BY s.id DESC LIMIT 1
        ) d ON true
        WHERE p.vers_structure_id = ANY (miennes) AND p.debut <= aujourdhui AND p.fin >= aujourdhui
          AND string_to_array(p.portees, ' ') && string_to_array(coalesce(d.portees, p.portees), ' ')
    );
END $$;
""",
)

declare_function(
    "lit_personne",
    f"""
CREATE OR REPLACE FUNCTION lignes.lit_personne(personne bigint, structure bigint) RETURNS boolean LANGUAGE plpgsql {APPELANT} AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM public.personnes_personne p WHERE p.id = personne AND p.structure_id = structure);
END $$;
""",
)

# Who reads by an agreement notes that it is withdrawn, and takes back her own withdrawal within its minute: what was open before, nothing more.
declare_function(
    "retablit",
    f"""
CREATE OR REPLACE FUNCTION lignes.retablit(partage bigint, reste text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {FIXE} AS $$
DECLARE
    derniere record;
BEGIN
    SELECT s.id, s.nature, s.par_id, s.at INTO derniere FROM public.personnes_suitepartage s WHERE s.partage_id = partage ORDER BY s.id DESC LIMIT 1;
    RETURN derniere.nature = '{NatureSuite.RETIRE.value}' AND derniere.par_id = lignes.compte() AND derniere.at > clock_timestamp() - interval '2 minutes'
        AND reste = coalesce(
            (SELECT s.portees FROM public.personnes_suitepartage s WHERE s.partage_id = partage AND s.id < derniere.id ORDER BY s.id DESC LIMIT 1),
            (SELECT p.portees FROM public.personnes_partage p WHERE p.id = partage)
        );
END $$;
""",
)

# An emergency opens a person to who asked, from the answer to its end, while she meets people for the structure where she asked. The first three
# conditions are those of its own policy: an owner behind the wall meets it with nothing more.
declare_function(
    "urgentes",
    f"""
CREATE OR REPLACE FUNCTION lignes.urgentes() RETURNS bigint[] LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {FIXE} AS $$
DECLARE
    moi bigint := lignes.compte();
    miennes bigint[] := lignes.structures();
    maintenant timestamptz := clock_timestamp();
BEGIN
    RETURN (
        SELECT coalesce(array_agg(u.personne_id), '{{}}') FROM public.personnes_ouvertureurgente u
        WHERE u.compte_id = moi AND u.decision = '{DecisionUrgence.ACCORDEE.value}' AND u.jusqu_at > maintenant AND u.structure_id = ANY (miennes)
    );
END $$;
""",
)

SUITE_DU_LECTEUR = f"nature = '{NatureSuite.RETIRE.value}' OR nature = '{NatureSuite.RETABLI.value}' AND lignes.retablit(p.id, personnes_suitepartage.portees)"


def _held(liste: str = "structures") -> str:
    """Return the condition that the person of a row is held by one of these structures."""
    return f"EXISTS (SELECT 1 FROM personnes_personne p WHERE p.id = personne_id AND {one_of('p.structure_id', liste)})"


OUVERTE_A_MOI = (
    f"compte_id = {COMPTE} AND decision = '{DecisionUrgence.ACCORDEE.value}' AND jusqu_at > clock_timestamp() AND {one_of('structure_id', 'structures')}"
)

declare(
    Table(
        nom="personnes_personne",
        lire=f"{TENUE} OR (id::text || ':' || structure_id) = ANY ((SELECT lignes.partagees())::text[]) OR id = ANY ((SELECT lignes.urgentes())::bigint[])",
        ecrire=TENUE,
    ),
    Table(
        nom="personnes_partage",
        lire=f"{DONNE} OR {RECU}",
        ecrire=DONNE,
        ajouter=f"{DONNE} AND EXISTS (SELECT 1 FROM personnes_personne p WHERE p.id = personne_id AND p.structure_id = de_structure_id)",
        prendre=f"{DONNE} OR {RECU}",
    ),
    Table(
        nom="personnes_suitepartage",
        lire=f"EXISTS (SELECT 1 FROM personnes_partage p WHERE p.id = partage_id) OR {SERVICE}",
        ecrire=SERVICE,
        ajouter=f"EXISTS (SELECT 1 FROM personnes_partage p WHERE p.id = partage_id AND ({DONNE} OR {SUITE_DU_LECTEUR}))",
        gestes=("SELECT", "INSERT", "DELETE"),
    ),
    Table(
        nom="personnes_lecturedujour",
        lire=f"compte_id = {COMPTE} OR {SERVICE} OR EXISTS "
        f"(SELECT 1 FROM structures_membre m WHERE m.compte_id = personnes_lecturedujour.compte_id AND {one_of('m.structure_id', 'gerees')})",
        ecrire=f"compte_id = {COMPTE} OR {SERVICE}",
        gestes=("SELECT", "INSERT", "DELETE"),
    ),
    Table(
        nom="personnes_rapprochement",
        lire=f"{TENUE} OR {SERVICE}",
        ecrire=TENUE,
        ajouter=f"{TENUE} AND 2 = (SELECT count(*) FROM personnes_personne p WHERE p.id IN (gardee_id, jointe_id) "
        "AND p.structure_id = personnes_rapprochement.structure_id)",
    ),
    Table(nom="personnes_rectification", lire=_held(), ecrire=_held(), gestes=("SELECT", "INSERT", "DELETE")),
    Table(nom="personnes_demandeeffacement", lire=f"{_held()} OR {SERVICE}", ecrire=_held()),
    # Written by the service: who asks does not see whether she is known there. Answered by those who manage the structure that holds her.
    Table(
        nom="personnes_ouvertureurgente",
        lire=f"{OUVERTE_A_MOI} OR {_held()}",
        ecrire=f"{_held()} AND {_held('gerees')}",
        ajouter=f"{SERVICE} AND {_held()}",
        prendre=_held(),
        retirer=_held(),
    ),
)
