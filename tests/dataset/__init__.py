"""The dataset folder."""
