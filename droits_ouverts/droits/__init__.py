"""The catalogue of rights: what, for whom, which law, where to ask, which clock runs."""
