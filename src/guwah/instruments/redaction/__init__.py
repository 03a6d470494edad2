"""Cuts closed over every layer, and the search for leaks in what goes out."""
