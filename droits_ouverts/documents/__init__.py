"""Papers of a person: photographed or sent, sealed, shown, handed over by a link, erased after use."""
