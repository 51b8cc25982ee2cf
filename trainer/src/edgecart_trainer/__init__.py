"""Edgecart's trainer: from anonymous records and baskets to the model that runs in the shopper's browser."""
