"""French as it is written in Canada."""
