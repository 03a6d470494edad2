"""Texts that say the same: set side by side, group by group, as people have confirmed it."""
