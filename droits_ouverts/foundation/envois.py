"""Files on their way in: in memory only, bounded, so that nothing that somebody sends touches a disk before it was judged.

A view takes `fichiers.OCTETS` in all, unless it says more (`takes`). What is beyond is read and thrown away: the view sees the other fields of the form,
and `too_large(request)`.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from droits_ouverts.foundation.fichiers import OCTETS

if TYPE_CHECKING:
    from django.http import HttpRequest

V = TypeVar("V", bound=Callable[..., Any])
DIT, TROP = "octets_recus", "envoi_trop_grand"


def takes(octets: int) -> Callable[[V], V]:
    """Say how many bytes of files a view takes at once."""

    def mark(view: V) -> V:
        setattr(view, DIT, octets)
        return view

    return mark


def too_large(request: HttpRequest) -> bool:
    """Tell whether files of this request were thrown away because there was too much of them."""
    return getattr(request, TROP, False)


class EnMemoire(FileUploadHandler):
    """Keep the files of one request in memory, up to what its view takes."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        match = getattr(request, "resolver_match", None)
        self.reste: int = getattr(match.func, DIT, OCTETS) if match else OCTETS
        self.tampon = io.BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.tampon = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or throw its file away. Raise `SkipFile`."""
        self.reste -= len(raw_data)
        if self.reste < 0:
            setattr(self.request, TROP, True)
            raise SkipFile
        self.tampon.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the whole file."""
        self.tampon.seek(0)
        return InMemoryUploadedFile(self.tampon, self.field_name, str(self.file_name), str(self.content_type), file_size, self.charset, self.content_type_extra)
