"""Tables as published reports print them."""
