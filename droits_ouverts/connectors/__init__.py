"""One folder per outside system: contract, real and stand-in."""
