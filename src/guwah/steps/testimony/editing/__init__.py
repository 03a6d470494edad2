"""Editing a text without losing what stands on its words."""
