"""What the followed right announces to later rooms. Each signal is listed in `docs/architecture.md`."""

from django.dispatch import Signal

droit_bouge = Signal()
"""A right moved. Sent inside the transaction of the move, with `droit_suivi_id` (UUID), `mouvement_id`, `avant` and `vers` (`Etat` values, `avant` None at the start)."""
