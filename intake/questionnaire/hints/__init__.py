"""What stands beside an answer at once: a score's level, the time counted, the duties to tick, what falls short."""
