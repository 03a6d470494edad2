"""What other steps may call."""
