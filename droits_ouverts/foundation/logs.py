"""What may reach a log: never the request itself, which holds what people typed."""

from __future__ import annotations

import logging


class WithoutRequestFilter(logging.Filter):
    """Drop the request object that Django attaches to its records, so that no formatter can print what it holds."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without its request."""
        if hasattr(record, "request"):
            del record.request
        return True
