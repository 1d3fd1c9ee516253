"""Many sources."""
