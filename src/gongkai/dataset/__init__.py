"""Many reports as a folder of CSV files that explains itself, and that folder as pandas frames."""
