"""The record set: what happened, as immutable rows of integers and words, and the engine that counts them."""
