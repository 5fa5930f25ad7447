"""Stands for the product's own image."""
