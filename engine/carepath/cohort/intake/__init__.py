"""From files and tables of events to the columns of a block, without an object for each event."""
