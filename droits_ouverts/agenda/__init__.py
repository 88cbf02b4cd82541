"""Appointments and next actions, of a person or of the team; absences and who covers them."""
