"""Letters ready to print for one followed right: written in French from its facts, completed by the person, signed by her."""
