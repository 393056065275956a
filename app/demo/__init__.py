"""The demo organisation: made by the product's own services, on first start only."""
