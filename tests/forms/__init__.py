"""What the forms hold and how a form file is refused."""
