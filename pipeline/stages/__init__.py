"""One module a stage; each takes rows and gives rows, and none of them touches a file of tables."""
