"""The distributed engine: Apache Spark over the segments of a record-set folder."""
