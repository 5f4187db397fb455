"""What templates ask for: what other apps show on a page of `intake`, the head of a file, caveats, the firm's own text."""
