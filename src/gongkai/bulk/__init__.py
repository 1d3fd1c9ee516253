"""Many sources: finding them, reading each, whatever is in it, and handing the reports to the dataset."""
