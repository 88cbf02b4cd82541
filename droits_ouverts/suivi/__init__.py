"""One right, for one person, from "spotted" to "paid, kept, refused or given up", and why."""
