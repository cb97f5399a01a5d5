"""Authors' rules: facts of an assessed case, patterns matched over them, and what follows."""
