"""Suggestions in a text of the vault: what a machine found, and what people answered."""
