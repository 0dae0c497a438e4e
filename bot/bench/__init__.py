"""Measures the product's own code on this machine and reports each goal, met or not."""
