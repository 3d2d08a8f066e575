"""From verdicts to amounts, rights and duties."""
