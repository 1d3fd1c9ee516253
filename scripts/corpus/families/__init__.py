"""Families of reports, invented at random with the hazards of published ones; reports of them, printed in several formats."""
