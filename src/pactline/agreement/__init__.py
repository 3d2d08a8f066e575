"""The agreement: a file of text becomes an Agreement, or every problem in it with file, line and remedy.

This room knows the shape of the file and what contradicts itself. What a metric, a way of counting or a remedy is comes
from the rooms above, as a :class:`~pactline.agreement.model.Vocabulary`.
"""
