"""Filling in a form: one window that asks, question after question, and a summary to hand in."""
