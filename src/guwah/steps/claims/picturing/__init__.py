"""Pictures of what claims say beside time: who did what to whom, sums and land."""
