"""Planning: what will come, how long customers wait for it, who is needed, what it costs, and who works when.

Everything here may be a float: nothing of it decides or prints an amount of a statement. Amounts of plans are worked
out by the code that writes statements, from whole numbers of contacts.
"""

import os

# The matrices here are small: threads of the linear algebra would only be in each other's way. Read when NumPy loads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
