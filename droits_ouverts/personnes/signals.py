"""What this room announces to later ones. Each signal is listed in `docs/architecture.md`."""

from django.dispatch import Signal

effacement_verifie = Signal()
"""Somebody is about to be erased at her request, or asks for it. Sent with `structure_id`, `personne_id`; a receiver that returns True holds her file: nothing is erased."""

personne_effacee = Signal()
"""A person is being erased, at her request or at her term. Sent inside the transaction with `structure_id`, `personne_id`: what is about her elsewhere goes too. `ensemble`: where she has several files, the numbers of all of them with the first one that goes, and nothing with the others: what is counted without anybody is counted once. None for a file alone."""

effacement_demande = Signal()
"""A person asks that everything be erased, and nothing stands in the way. Sent inside the transaction with `structure_id`, `personne_id`, `actor`, `now`: what gives something of hers away stops now, without waiting for the seven days."""

accord_retire = Signal()
"""A person took back an agreement to share. Sent inside the transaction with `structure_id` (who holds her), `personne_id`, `actor`, `now`: what gives something of hers away stops."""
