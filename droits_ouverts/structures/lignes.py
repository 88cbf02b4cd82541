"""Who reads memberships and invitations in the database, and the structures that a context carries: `access` said a second time, in SQL."""

from __future__ import annotations

from collections.abc import Iterable

from droits_ouverts.foundation.lignes.declarations import COMPTE, SERVICE, Liste, Table, declare, declare_lists, one_of, outside
from droits_ouverts.structures import rules
from droits_ouverts.structures.enums import Role

TOUTES = "(SELECT coalesce(array_agg(s.id), '{}') FROM public.structures_structure s)"
PRESENT = (
    "m.compte_id = v_compte AND m.depuis_le <= v_jour AND (m.jusqu_au IS NULL OR m.jusqu_au >= v_jour) AND m.suspendu_le IS NULL "
    "AND EXISTS (SELECT 1 FROM public.comptes_compte c WHERE c.id = v_compte AND c.is_active)"
)


def _roles(roles: Iterable[str]) -> str:
    return ", ".join(f"'{role}'" for role in sorted(roles))


def _structures(condition: str, toutes: str = "true") -> str:
    """Return the structures of the present memberships that meet a condition, none at all unless `toutes` holds of every one of them."""
    return f"CASE WHEN coalesce(bool_and({toutes}), true) THEN coalesce(array_agg(DISTINCT m.structure_id) FILTER (WHERE {condition}), '{{}}') ELSE '{{}}' END"


declare_lists(
    # Those for which the account meets people: `access.structures_for_check_ups`.
    Liste(
        nom="structures",
        pour_compte=_structures(f"m.role IN ({_roles(rules.DOES_CHECK_UPS)})", toutes=f"m.role NOT IN ({_roles(rules.NEVER_MEETS)})"),
        pour_service=TOUTES,
    ),
    # Those where it works, under whichever role.
    Liste(nom="lieux", pour_compte=_structures("true"), pour_service=TOUTES),
    # Those whose members it manages.
    Liste(nom="gerees", pour_compte=_structures(f"m.role = '{Role.RESPONSABLE.value}'"), pour_service=TOUTES),
    des_lignes=f"FROM public.structures_membre m WHERE {PRESENT}",
)

declare(
    Table(
        nom="structures_membre",
        lire=f"compte_id = {COMPTE} OR {one_of('structure_id', 'lieux')} OR {SERVICE}",
        ecrire=one_of("structure_id", "gerees"),
    ),
    Table(nom="structures_invitation", lire=one_of("structure_id", "gerees"), ecrire=one_of("structure_id", "gerees"), retirer=SERVICE),
)
outside("the partners of the programme, read by everybody signed in", "structures_structure", "structures_structure_sites")
