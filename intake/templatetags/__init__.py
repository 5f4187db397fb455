"""What templates ask for: what other apps show on pages of `intake`, the head of a file, caveats, the firm's text."""
