"""Choosing a file: a window beside the work, not over it, that keys can drive.

Qt's own dialog is used instead of the system's, so that it looks and behaves the same on every
machine, keeps no list of recent files in the system, and can be driven by keys in a test. The list
of folders that Qt would keep of its own is not kept either: a folder may be named after somebody.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

_NATIVE = QSettings.Format.NativeFormat
_NOWHERE = str(Path(os.devnull) / "nothing")  # no folder can be made there


def _forget(dialog: QFileDialog) -> None:
    """For systems where Qt keeps it in a registry, which has no path."""
    dialog.setDirectory(str(Path.home()))
    dialog.setHistory([])


def _dialog(parent: QWidget, title: str, name: str, kinds: str) -> QFileDialog:
    QSettings.setPath(_NATIVE, QSettings.Scope.UserScope, _NOWHERE)
    dialog = QFileDialog(parent, title)
    dialog.finished.connect(lambda _how: _forget(dialog))
    dialog.setObjectName(name)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setOption(QFileDialog.Option.DontUseCustomDirectoryIcons)
    dialog.setNameFilter(kinds)
    dialog.setDirectory(str(Path.home()))
    dialog.setSidebarUrls([QUrl.fromLocalFile(str(Path.home()))])
    dialog.setModal(False)
    typed = dialog.findChild(QLineEdit, "fileNameEdit")
    if typed is not None:
        typed.setCompleter(None)  # type: ignore[arg-type]  # no list over the box: Enter saves
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def save_file(
    parent: QWidget,
    suggested: str,
    on_path: Callable[[Path], object],
    *,
    title: str = "Save",
    kinds: str = "All files (*)",
    name: str = "file.save",
) -> QFileDialog:
    """Ask where to save; ``on_path`` gets the path chosen, after Qt asked about writing over."""
    dialog = _dialog(parent, title, name, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(suggested)
    dialog.fileSelected.connect(lambda chosen: on_path(Path(chosen)))
    dialog.show()
    return dialog


def open_file(
    parent: QWidget,
    on_path: Callable[[Path], object],
    *,
    title: str = "Open",
    kinds: str = "All files (*)",
    name: str = "file.open",
) -> QFileDialog:
    """Ask for one file that exists; ``on_path`` gets it."""
    dialog = _dialog(parent, title, name, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda chosen: on_path(Path(chosen)))
    dialog.show()
    return dialog
