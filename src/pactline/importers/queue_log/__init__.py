"""Asterisk ``queue_log``: the log file or its database table, to one record per queue visit."""
