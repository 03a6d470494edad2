"""Vigil: promises to check on a person."""
