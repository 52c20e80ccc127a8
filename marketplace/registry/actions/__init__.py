"""Every change to the register."""

from marketplace.registry.actions.importing import ReadFile, import_register, read_file

__all__ = ["ReadFile", "import_register", "read_file"]
