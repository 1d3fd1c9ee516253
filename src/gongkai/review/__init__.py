"""A dataset as a static site for the people who sign it off: each report beside its source, and the collection at a glance."""
