"""What is said beside an answer at once: a score's level, the time counted, the duties to tick, a shortfall."""
