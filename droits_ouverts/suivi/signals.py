"""What the followed right announces to later rooms. Each signal is listed in `docs/architecture.md`."""

from django.dispatch import Signal

droit_bouge = Signal()
"""A right moved. Sent inside the transaction of the move, with `droit_suivi_id` (UUID), `mouvement_id`, `avant` and `vers` (`Etat` values, `avant` None at the start)."""

suivis_effaces = Signal()
"""Followed rights are about to be erased. Sent inside the transaction, while their rows are there, with `structure_id` and `droit_suivi_ids` (UUIDs):
what a later room holds of them goes too, and what counts without anybody is kept."""

comptes_lus = Signal()
"""The counts of followed rights are being read. Sent with `structure_ids`; each receiver returns what it kept of erased persons: `rules.Comptes` by right."""

droit_montre = Signal()
"""The page of a right is being shown. Sent with `droit_suivi`; each receiver returns what its room has to say of it there: a `bilan.rubriques.Bloc`, or None."""
