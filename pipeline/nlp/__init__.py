"""The only package that imports spaCy: model loading and the components that read a Doc."""
