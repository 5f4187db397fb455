"""How templates write rounds, and what waits for staff; may import `draws.staff`."""
