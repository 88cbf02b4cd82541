"""What the check-up announces to later rooms. Each signal is listed in `docs/architecture.md`."""

from django.dispatch import Signal

droit_choisi = Signal()
"""A person chose for a right, or took her choice back. Sent inside the transaction with `bilan_id` (UUID), `droit` (code of the catalogue), `choix_id`,
`decision` (`DecisionChoix` value): at each choice, and for those in force when a check-up becomes a person's."""

copie_composee = Signal()
"""The copy of a person is being drawn up. Sent with `structure_id`, `personne_id`, `bilan_ids`; each receiver returns what its room holds of her: `rubriques.Rubrique`s."""

page_composee = Signal()
"""The page of a person is being shown. Sent with `personne`; each receiver returns what its room has to say of her there: a `rubriques.Bloc`, or None."""

fin_composee = Signal()
"""A check-up that is a person's comes to its end: its sheet is shown. Sent with `personne`; each receiver returns what its room asks her then: a
`rubriques.Bloc`, or None."""

dossier_compose = Signal()
"""Who opened a person's file is being told. Sent with `structure_id`, `personne_id`; each receiver returns what its room holds of her, as the journal
names it: (kind, number)s."""

dossiers_compares = Signal()
"""Two files are being compared, to see whether they are one person's. Sent with `structure_id`, `personne_ids`; each receiver returns, by number, the rights
that its room follows there: (name, state) in words."""

bilans_effaces = Signal()
"""Check-ups are about to be erased. Sent inside the transaction, while their rows are there, with `structure_id` and `bilan_ids` (UUIDs)."""
