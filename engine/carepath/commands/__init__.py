"""The commands of `carepath`: a module each, with `arguments(parser)` and `run(options)`; imported when called."""
