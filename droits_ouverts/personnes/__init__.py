"""The person whom a structure accompanies, once she agreed that her name be kept."""
