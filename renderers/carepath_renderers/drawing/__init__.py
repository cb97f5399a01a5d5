"""From a layout to DOT and SVG: pens, furniture of the page, engines, names for those who listen."""
