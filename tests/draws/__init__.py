"""Tests of the draws app."""
