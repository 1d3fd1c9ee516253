"""Forms learned from filled reports."""
