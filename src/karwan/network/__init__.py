"""The physical network, cut into cells and joined at gateways."""
