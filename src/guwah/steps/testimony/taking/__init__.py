"""Taking in: calls as they were held, texts as a person sets them right, and the habits of a group."""
