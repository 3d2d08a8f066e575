"""The pictures of planning, each drawn once and written as PNG or as a page that needs nothing else."""
