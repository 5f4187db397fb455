"""The Comprehensive Ranking System."""
