"""From the numbers of findings to their sentences."""
