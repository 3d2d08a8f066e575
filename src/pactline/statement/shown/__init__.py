"""A statement for people and programs: text, page, JSON and its schemas, charts, explanations."""
