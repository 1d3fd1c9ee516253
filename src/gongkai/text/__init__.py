"""Characters, numbers and dates as they are printed."""
