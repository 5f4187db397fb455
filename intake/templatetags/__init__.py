"""What templates of `intake` ask for: what other apps show in them, the head of a file, caveats, the firm's own words."""
