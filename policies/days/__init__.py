"""A policy asked for a day: which text was in force, and how that is known."""
