"""Shell, design system and the pages that join steps."""
