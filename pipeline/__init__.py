"""Troppetall: who had, sent, withdrew or lost how many soldiers, read from Norwegian news."""
