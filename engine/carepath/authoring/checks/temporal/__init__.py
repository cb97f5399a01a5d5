"""When things can happen on the paths of a definition, from nothing but the bounds that it states itself."""
