"""Roles, professions and secrecy: pure, the law cited."""

from __future__ import annotations

from collections.abc import Iterable

from droits_ouverts.structures.enums import Activite, Profession, Role

SECRECY: dict[str, str] = {
    Profession.ASSISTANT_SERVICE_SOCIAL.value: "CASF, art. L. 411-3",
    Profession.INSTRUCTEUR_AIDE_SOCIALE.value: "CASF, art. L. 133-5",
    Profession.INSTRUCTEUR_RSA.value: "CASF, art. L. 262-44",
    Profession.PROFESSIONNEL_SANTE.value: "CSP, art. L. 1110-4",
}
"""Profession to the text that binds it to secrecy; whoever breaks it falls under code pénal, art. 226-13."""

DOES_CHECK_UPS = frozenset({Role.AMBASSADEUR.value, Role.MEDIATEUR.value, Role.AGENT.value, Role.RESPONSABLE.value})
"""Roles that meet people."""

NEVER_MEETS = frozenset({Role.ELU.value, Role.TECHNIQUE.value})
"""Roles that shut the pages of persons, whatever else the account does elsewhere: a mandate decides on policies from figures, not from
records (CASF, art. L. 121-6-2, keeps what is shared to the professionals who act for the person); who runs the machine needs no record."""

SEES_FIGURES = frozenset({Role.RESPONSABLE.value, Role.COORDINATEUR.value, Role.PILOTE.value, Role.ELU.value})
"""Roles that read the figures of the programme."""

KEEPS_CATALOGUE = frozenset({Role.RESPONSABLE.value, Role.COORDINATEUR.value, Role.TECHNIQUE.value})
"""Roles that settle what readers say is no longer true in the public catalogue, which speaks of nobody."""

SEES_MEMBERS = frozenset(Role.values) - NEVER_MEETS
"""Roles that see who works in their structure, by name."""

_ACTIVITES: tuple[tuple[frozenset[str], Activite], ...] = (
    (frozenset({Role.TECHNIQUE.value}), Activite.TECHNIQUE),
    (frozenset({Role.ELU.value}), Activite.MANDAT),
    (DOES_CHECK_UPS, Activite.RENCONTRE),
    (frozenset({Role.COORDINATEUR.value}), Activite.COORDINATION),
    (frozenset({Role.PILOTE.value}), Activite.PILOTAGE),
)


def is_bound_to_secrecy(profession: str) -> bool:
    """Tell whether the law itself binds this profession to secrecy (code pénal, art. 226-13).

    Social workers of the *service social* by CASF art. L. 411-3; whoever takes part in examining, granting or revising social aid by
    CASF art. L. 133-5, or the RSA by CASF art. L. 262-44; health professionals by CSP art. L. 1110-4. Other social workers, mediators,
    advisers and volunteers owe discretion to their employer, which is not that secrecy; being a public servant is not enough either.
    """
    return profession in SECRECY


def does_check_ups(role: str) -> bool:
    """Tell whether a role meets people and does check-ups with them: coordination, steering, mandate and machines do not."""
    return role in DOES_CHECK_UPS


def activity_of(roles: Iterable[str]) -> Activite:
    """Return what an account with these roles does here. A role that never meets people wins over one that does."""
    held = set(roles)
    return next((activity for among, activity in _ACTIVITES if held & among), Activite.AUCUNE)
