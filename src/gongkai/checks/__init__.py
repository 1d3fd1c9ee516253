"""Holds the figures against the sums and sentences that restate them."""
