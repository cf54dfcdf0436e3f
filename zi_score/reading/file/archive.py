"""A zipped file: every part is unpacked once, in small blocks, and checked; no header is believed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from zi_score.model.language import translate as _
from zi_score.model.trouble import damage
from zi_score.reading.file.limits import MOST_ELEMENTS
from zi_score.reading.file.markup import IntricateError, plain
from zi_score.reading.file.refusal import megabytes, refuse

LARGEST_UNPACKED = 300 * 2**20
LARGEST_READ = 160 * 2**20
"""Bytes of the parts that are read; the others (pictures, fonts) are unpacked and dropped."""

MOST_ENTRIES = 10_000

_KEPT = 32 * 2**20
"""Bytes of unpacked parts that are held in memory; what is larger is unpacked again where it is needed."""

_BLOCK = 2**20
_SHORTEST = len("<a/>")
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENTRY_MARK, _DIRECTORY_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_PROTECTED = 1
_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\0<", b"<\0", b"\0<", b" ", b"\r", b"\n")
"""How parts begin that are read; binary ones are known by their names."""

_BINARY = (".bin", "mimetype")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, OSError, ValueError)


class Archive:
    """The parts of a zipped file.

    Names are told apart as spreadsheet programs do: neither case nor the kind of slash matters.
    """

    def __init__(self, content: bytes, path: str) -> None:
        """Unpack every part of a file once.

        Raises:
            Unreadable: it is damaged, protected, oversized or a trap.

        """
        self._content, self._path = content, path
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._kept: dict[str, bytes] = {}
        self._elements: dict[str, tuple[int, bool]] = {}
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                entries = package.infolist()
            if len(entries) > MOST_ENTRIES:
                refuse("file-too-many-entries", path, found=len(entries), limit=MOST_ENTRIES)
            for entry in entries:
                _check_entry(entry, path)
                self._entries[_key(entry.filename)] = entry
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                refuse("file-unpacks-too-large", path, limit=megabytes(LARGEST_UNPACKED))
            self._unpack_all(entries)
        except _DAMAGE as problem:
            refuse("file-damaged", path, problem=damage(problem))

    @property
    def names(self) -> list[str]:
        """The names of the parts."""
        return [entry.filename.replace("\\", "/") for entry in self._entries.values()]

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return _key(name) in self._entries

    def part(self, name: str) -> bytes:
        """Return the content of a part.

        Raises:
            KeyError: there is none of this name.
            ValueError: it is not what was packed.

        """
        key = _key(name)
        if key in self._kept:
            return self._kept[key]
        content = b"".join(_unpacked(self._content, self._entries[key]))
        if zlib.crc32(content) != self._entries[key].CRC:
            raise ValueError(f"{name}: CRC-32")
        return content

    def markup(self, name: str) -> bytes:
        """Return the content of a part that is XML, in UTF-8.

        Raises:
            KeyError, ValueError: as ``part``.
            MarkupError: its encoding is not known.
            IntricateError: with the parts asked for before it has more elements than are read.

        """
        content = plain(self.part(name))
        self._elements.setdefault(_key(name), (len(content) // _SHORTEST, False))
        if self._counted() > MOST_ELEMENTS:
            self._elements = {key: self._exact(key) for key in self._elements}
            if (found := self._counted()) > MOST_ELEMENTS:
                raise IntricateError(found)
        return content

    def _counted(self) -> int:
        return sum(count for count, _ in self._elements.values())

    def _exact(self, key: str) -> tuple[int, bool]:
        count, is_exact = self._elements[key]
        part = b"" if is_exact else plain(self.part(key))
        return (count if is_exact else part.count(b"<") - part.count(b"</")), True

    def size(self, name: str) -> int:
        """Return how many bytes a part has, 0 where there is none."""
        entry = self._entries.get(_key(name))
        return entry.file_size if entry else 0

    def _unpack_all(self, entries: list[zipfile.ZipInfo]) -> None:
        total = kept = 0
        for entry in entries:
            key, size, blocks = _key(entry.filename), 0, list[bytes]()
            is_kept = self._entries[key] is entry
            for block in _unpacked(self._content, entry):
                is_kept = is_kept and kept + size + len(block) <= _KEPT and (size > 0 or _is_read(key, block))
                size += len(block)
                if total + size > LARGEST_UNPACKED:
                    refuse("file-unpacks-too-large", self._path, limit=megabytes(LARGEST_UNPACKED))
                if is_kept:
                    blocks.append(block)
                else:
                    blocks.clear()
            total += size
            entry.file_size = size
            if is_kept and zlib.crc32(content := b"".join(blocks)) == entry.CRC:
                self._kept[key] = content
                kept += size


def _key(name: str) -> str:
    return name.replace("\\", "/").casefold()


def _is_read(key: str, block: bytes) -> bool:
    return key.endswith(_BINARY) or block.startswith(_MARKUP)


def _check_entry(entry: zipfile.ZipInfo, path: str) -> None:
    name = entry.orig_filename.replace("\\", "/")
    if ".." in name.split("/") or name.startswith("/") or "\0" in name:
        refuse("file-unsafe-entry", path, entry=name)
    if entry.flag_bits & _PROTECTED:
        refuse("file-protected", path)
    if entry.compress_type not in (_STORED, _DEFLATED):
        refuse("file-damaged", path, problem=_("{part} is packed in an unusual way").format(part=name))


def _unpacked(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part's content to its end, whatever size its header claims; of one without packed bytes nothing."""
    mark, name, extra = _LOCAL_HEADER.unpack_from(content, entry.header_offset)
    start = entry.header_offset + _LOCAL_HEADER.size + name + extra
    end = start + entry.compress_size
    if mark != _ENTRY_MARK or end > len(content):
        raise EOFError(entry.filename)
    blocks = (content[at : min(at + _BLOCK, end)] for at in range(start, end, _BLOCK))
    if entry.compress_type == _STORED:
        yield from blocks
        return
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for packed in blocks:
        # The last output may still be held back when all input is taken.
        while unpacked := inflate.decompress(packed, _BLOCK):
            yield unpacked
            packed = inflate.unconsumed_tail  # noqa: PLW2901 - what is left of it
    if not inflate.eof and (entry.compress_size or entry.file_size):
        raise EOFError(entry.filename)


_HEADER = struct.Struct("<4s5H3I2H")
_DIRECTORY_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _UTF_8, _DAY = 20, 0x800, 0x21


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of these parts: plain entries one after another, nothing that two readers may see differently.

    What goes beyond some megabytes is packed: the reader copies what it gets.
    """
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, part in parts.items():
        method, packed = (_STORED, part) if offset + len(part) <= _KEPT else (_DEFLATED, _deflated(part))
        key, crc = name.encode(), zlib.crc32(part)
        shared = (_VERSION, _UTF_8, method, 0, _DAY, crc, len(packed), len(part), len(key), 0)
        pieces += (_HEADER.pack(_ENTRY_MARK, *shared), key, packed)
        directory += (
            _DIRECTORY_ENTRY.pack(_DIRECTORY_MARK, _VERSION, *shared, 0, 0, 0, 0, offset),
            key,
        )
        offset += _HEADER.size + len(key) + len(packed)
    size = sum(map(len, directory))
    end = _END.pack(_END_MARK, 0, 0, len(parts), len(parts), size, offset, 0)
    return b"".join((*pieces, *directory, end))


def _deflated(part: bytes) -> bytes:
    deflate = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(part) + deflate.flush()
