"""What is said to people, in their own language: sentences and labels as data, in English and Chinese."""
