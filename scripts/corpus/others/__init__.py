"""Documents of no known form, invented: what they hold, how they are printed, how much of it comes back."""
