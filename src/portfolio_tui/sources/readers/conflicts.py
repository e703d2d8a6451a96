"""The marks that a version control system leaves in a file whose merge was never settled."""

import re
from dataclasses import dataclass

FIRST_SIGN = b"<<<<<<<"
"""What no conflict starts without."""

_START = re.compile(r"<{7}(?: .*)?")
_BASE = re.compile(r"\|{7}(?: .*)?")
_MIDDLE = "======="
_END = re.compile(r">{7}(?: .*)?")

IS_MARK = "is the mark of a merge conflict, published with the file"
IS_OTHER_HALF = "stands in the other half of a merge conflict, whose first half is read"


@dataclass
class Conflicts:
    """Follows the marks of merge conflicts through the records of a file.

    Both halves of a conflict tell the same records, so only the first is read.
    """

    is_open: bool = False
    is_past_first_half: bool = False
    count: int = 0

    def objection(self, raw_text: str) -> str:
        """Return why the next record of the file is not to be read, or an empty text."""
        if raw_text[:1] in "<|=>" and self._is_mark(raw_text.rstrip()):
            return IS_MARK
        return IS_OTHER_HALF if self.is_past_first_half else ""

    def _is_mark(self, line: str) -> bool:
        if _START.fullmatch(line):
            self.is_open, self.is_past_first_half = True, False
            self.count += 1
        elif self.is_open and (line == _MIDDLE or _BASE.fullmatch(line)):
            self.is_past_first_half = True
        elif self.is_open and _END.fullmatch(line):
            self.is_open = self.is_past_first_half = False
        else:
            return False
        return True
