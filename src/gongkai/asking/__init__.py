"""Reports for programs that ask in words: short answers made of a dataset or of a file, and a server that gives them."""
