"""Sums and sentences held against cells."""
