"""Attacks on the site that were tried and must fail, each kept as a test."""
