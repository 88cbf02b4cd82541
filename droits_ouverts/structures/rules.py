"""Professions and secrecy: pure, the law cited."""

from __future__ import annotations

from droits_ouverts.structures.enums import Profession, Role

BOUND_TO_SECRECY = frozenset({Profession.ASSISTANT_SERVICE_SOCIAL.value, Profession.INSTRUCTEUR_AIDE_SOCIALE.value})
DOES_CHECK_UPS = frozenset({Role.AMBASSADEUR.value, Role.MEDIATEUR.value, Role.AGENT.value, Role.RESPONSABLE.value})


def is_bound_to_secrecy(profession: str) -> bool:
    """Tell whether the law itself binds this profession to secrecy (code pénal, art. 226-13).

    Social workers of the *service social* by CASF art. L411-3; whoever takes part in examining, granting or revising social aid by CASF art. L133-5.
    Other social workers and mediators owe discretion to their employer, which is not that secrecy.
    """
    return profession in BOUND_TO_SECRECY


def does_check_ups(role: str) -> bool:
    """Tell whether a role meets people and does check-ups with them: coordination and steering do not."""
    return role in DOES_CHECK_UPS
