"""The pages of ``gongkai review``."""
