"""What PDF, OFD and pictures share: printed lines and ruling lines of pages become paragraphs and grids."""
