"""Speed, as a ratio to a yardstick in the same run."""
