"""From an author's YAML to a checked pathway; the author's mistakes end here, as problems with a place."""
