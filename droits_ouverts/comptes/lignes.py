"""Accounts are outside the wall: they are read before anybody is signed in, and hold nothing of the persons."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import outside

outside("accounts, sessions and factors: read to know who asks, before any context", *("comptes_compte", "comptes_essai", "comptes_identiteliee"))
outside("sessions and factors, read before any context", "comptes_seance", "mfa_authenticator", "django_session")
outside("allauth's addresses, which this service leaves empty", "account_emailaddress", "account_emailconfirmation")
outside("Django's groups and permissions, empty here", "auth_group", "auth_group_permissions", "auth_permission", gestes=("SELECT",))
