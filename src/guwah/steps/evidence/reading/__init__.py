"""Reading files that may be hostile: what parses them runs in a jail, and nothing it says is believed."""
