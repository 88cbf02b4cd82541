"""Partner organisations, their members, roles and professions."""
