"""A smaller graph that says exactly the same thing."""
