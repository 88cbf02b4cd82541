"""Composition root: settings, addresses, commands. The only room that may name a connector."""
