"""Processes beside this one: a pool of workers, what each may take, and what systems do in their own ways."""
