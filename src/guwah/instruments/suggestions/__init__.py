"""Finders of what a person may make a claim, a mask, a task or a condition of; each says why."""
