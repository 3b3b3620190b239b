"""Where a store may lie: a file of its owner's alone, on a disk of this machine. Knows files; opens no database.

SQLite's locks do not hold on network file systems, and a folder that is synced copies the file in the middle of a
write: both end in a damaged store (sqlite.org, "How To Corrupt An SQLite Database File").
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from daemon.errors import BadInput, FoundWrong, RefusedForSafety
from daemon.store.faults import GO_BACK

NETWORK: Final = frozenset(
    {
        *(
            "nfs",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "ncpfs",
            "afs",
            "ceph",
            "lustre",
            "beegfs",
            "9p",
            "davfs",
        ),
        *("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.glusterfs", "glusterfs", "fuse.s3fs", "fuse.gvfsd-fuse"),
    }
)
SYNCED: Final = (
    ".dropbox",
    ".dropbox.cache",
    ".stfolder",
    ".owncloudsync.log",
    ".nextcloudsync.log",
    ".tmp.drivedownload",
)
"""What the clients of Dropbox, Syncthing, ownCloud, Nextcloud and Google Drive leave in the folders that they sync."""
SYNCED_NAMES: Final = (
    "dropbox",
    "onedrive",
    "google drive",
    "icloud drive",
    "mobile documents",
    "nextcloud",
    "owncloud",
)


def prepare(path: Path) -> None:
    """See to it that a store can lie there: make its folder (0700) and an empty file (0600) where there is none.

    Raises:
        BadInput: It cannot be made.
        RefusedForSafety: Others may read it, or it lies on a network or in a synced folder.
    """
    folder = path.parent
    try:
        _make_folder(folder)
        refuse_shared(folder)
        _refuse_readable(folder, 0o700)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _refuse_readable(path, 0o600)
    except FileExistsError:
        _refuse_readable(path, 0o600)
    except OSError as error:
        raise BadInput(
            f"no store can be made at {path}: {error.strerror}", "name a folder that you may write"
        ) from error


def refuse_absent(path: Path) -> None:
    """Refuse a store that is not there, or that holds nothing: it is never made anew behind somebody's back.

    Raises:
        BadInput: There is no such file.
        FoundWrong: The file is empty.
    """
    if not path.is_file():
        raise BadInput(f"there is no store at {path}", "klart init makes one")
    if path.stat().st_size == 0:
        raise FoundWrong(f"the store {path} is empty", GO_BACK)


def refuse_shared(folder: Path) -> None:
    """Refuse a folder on a network or one that is synced, as far as it can be told.

    Raises:
        RefusedForSafety: It is one.
    """
    kind = file_system(folder)
    if kind in NETWORK:
        raise RefusedForSafety(
            f"{folder} lies on a network file system ({kind})", "keep the store on a disk of this machine"
        )
    client = sync_mark(folder)
    if client is not None:
        raise RefusedForSafety(f"{folder} is kept in sync ({client})", "keep the store outside synced folders")


def file_system(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str | None:
    """Return the kind of the file system a folder lies on, or nothing where the machine does not say.

    A line of `mountinfo` has the mount point fifth and, after a lone hyphen, the kind (proc(5)).
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    real, best, kind = folder.resolve(), -1, None
    for line in lines:
        left, found, right = line.partition(" - ")
        point = Path(left.split()[4].encode().decode("unicode_escape")) if found else None
        if point is not None and real.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), right.split()[0]
    return kind


def sync_mark(folder: Path) -> str | None:
    """Return what tells that a folder is synced: a mark of a client in it or above it, or its name; else nothing."""
    for place in (folder.resolve(), *folder.resolve().parents):
        for mark in SYNCED:
            if (place / mark).exists():
                return mark
        name = place.name.casefold()
        if any(name == known or name.startswith(f"{known} - ") for known in SYNCED_NAMES):
            return place.name
    return None


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        if folder.stat().st_uid == os.geteuid() and not any(folder.iterdir()):
            folder.chmod(0o700)  # an empty folder of ours holds nothing that others could have been meant to read
        return
    folder.mkdir(parents=True, mode=0o700)


def _refuse_readable(path: Path, mode: int) -> None:
    found = path.stat()
    if found.st_mode & 0o077:
        raise RefusedForSafety(
            f"others on this machine may read {path}, and it holds people's names", f"run chmod {mode:o} {path}"
        )
    if found.st_uid != os.geteuid():
        raise RefusedForSafety(
            f"{path} belongs to another user", "run klart as that user, or name a folder of your own"
        )
