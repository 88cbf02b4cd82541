"""The demo: real bodies as the founding act names them, and a cast of fictional families that together cover every branch."""
