"""The document: an agreement or a statement as something that is printed, sent and signed.

One document is drafted from the data (``drafting``); HTML, PDF and DOCX are three thin ways of showing it. Every figure
in it comes from the agreement, so the signed text and the computed rule cannot drift apart.
"""
