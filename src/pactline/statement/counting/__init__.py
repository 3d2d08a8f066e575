"""From questions to counts: the records are asked once, and answered for many windows."""
