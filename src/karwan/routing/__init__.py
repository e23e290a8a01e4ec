"""Search on the overlay of gateways."""
