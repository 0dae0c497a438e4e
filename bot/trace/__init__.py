"""From each numbered requirement of the procedure to what carries it out and to the scenario that shows it."""
