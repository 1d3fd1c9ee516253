"""Drafts a form file from a blank form: a document whose tables have labels and empty cells."""
