"""What the system and libraries say of a file or a disk, in the language in use."""

from __future__ import annotations

import errno
import struct
import zipfile
import zlib

from zi_score.model.language import marked
from zi_score.model.language import translate as _

_ROOM = marked("no room is left there")
_REFUSED = marked("the system does not allow it; is it open in another program?")
_BUSY = marked("another program is using it")
_SENTENCES = {
    errno.ENOSPC: _ROOM,
    getattr(errno, "EDQUOT", errno.ENOSPC): _ROOM,
    errno.EFBIG: _ROOM,
    errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED,
    errno.EBUSY: _BUSY,
    getattr(errno, "ETXTBSY", errno.EBUSY): _BUSY,
    errno.ENOENT: marked("there is no such file or folder"),
    errno.ENOTDIR: marked("a part of the path is no folder"),
    errno.EISDIR: marked("that is a folder"),
    errno.EEXIST: marked("it is there already"),
    errno.ENOTEMPTY: marked("the folder is not empty"),
    errno.EROFS: marked("nothing can be written there"),
    errno.ENAMETOOLONG: marked("the name is too long"),
    errno.ELOOP: marked("its links lead in a circle"),
    errno.EMFILE: marked("too many files are open"),
    errno.ENFILE: marked("too many files are open"),
    errno.ENOMEM: marked("not enough memory is left"),
    errno.EIO: marked("the disk could not be read or written"),
    errno.EINVAL: marked("no file can have this name"),
}

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)
"""Numbers of the errors that mean a lack of room."""


def trouble(problem: OSError) -> str:
    """Return why a file could not be read or written, for a sentence; a rare reason in the system's own words.

    >>> trouble(OSError(99_999, "a reason that few have seen"))
    'a reason that few have seen'
    """
    sentence = _SENTENCES.get(problem.errno or 0)
    return _(sentence) if sentence else problem.strerror or str(problem)


def damage(problem: BaseException) -> str:
    """Return what is wrong with the content of a file, for a sentence; what libraries say is English, and of no use.

    >>> damage(zipfile.BadZipFile("File is not a zip file"))
    'arsipnya tidak utuh'
    """
    if isinstance(problem, zipfile.BadZipFile | zlib.error | EOFError):
        return _("its archive is not whole")
    if isinstance(problem, UnicodeError | SyntaxError):
        return _("a text in it is not whole")
    if isinstance(problem, OSError) and problem.errno:
        return trouble(problem)
    if isinstance(problem, struct.error | LookupError | OSError):
        return _("a part that belongs to it is missing or broken")
    return _("a part of it is not written as it should be")
