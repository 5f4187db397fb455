"""My file: what a signed-in client sees of it and does with it."""
