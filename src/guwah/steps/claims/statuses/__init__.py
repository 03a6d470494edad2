"""Where a person stands over time: liberty, whereabouts, contact, each entry with its words and its day."""
