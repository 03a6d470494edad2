"""People, bodies, facilities and places, named in several scripts."""
