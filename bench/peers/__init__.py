"""The machines beside which the engine is measured; each is given a graph and steps the events of a case."""
