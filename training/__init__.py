"""How the shipped model is made: word lists, training, assembly, evaluation."""
