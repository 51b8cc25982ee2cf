"""Apart from the export, so that a command without it need not load pyarrow."""


class ExportError(Exception):
    """The folder can't be written; the message says why and what to do."""
