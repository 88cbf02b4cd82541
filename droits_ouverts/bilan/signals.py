"""What the check-up announces to later rooms. Each signal is listed in `docs/architecture.md`."""

from django.dispatch import Signal

droit_choisi = Signal()
"""A person wants a right. Sent inside the transaction of the choice, with `bilan_id` (UUID), `droit` (code of the catalogue), `choix_id`."""
