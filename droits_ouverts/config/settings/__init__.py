"""Settings by use: `dev` for a person's own machine and the demo, `test`, `production`."""
