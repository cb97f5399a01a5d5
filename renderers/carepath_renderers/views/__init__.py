"""What a picture shows: a pathway in lanes, bands, boxes and arrows, marked, counted and told in words."""
