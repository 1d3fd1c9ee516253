"""What is said to people, in both of their languages."""
