"""The steps of the work, in their order."""
