"""What the agenda asks of later rooms. Each signal is listed in `docs/architecture.md`."""

from django.dispatch import Signal

echeances_demandees = Signal()
"""Days of an agenda are being drawn up. Sent with a `demande` (`echeances.Demande`); each receiver returns the `echeances.Echeance`s that fall on them."""

personnes_suivies = Signal()
"""A member goes away, or comes back. Sent with `structure_id`, `compte_id`; each receiver returns the `echeances.Suivie`s whom this member follows."""
