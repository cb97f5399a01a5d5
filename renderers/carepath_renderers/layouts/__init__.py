"""Where the parts of a view stand on a page: grid, routes, labels, sheets."""
