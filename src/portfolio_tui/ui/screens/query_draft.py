"""The draft behind an editor: what it began with, and what of it is kept."""

from portfolio_tui.query.drafts import Drafts


class Draft:
    """What is changed and not saved of the text that an editor began with, kept under a name."""

    def __init__(self, drafts: Drafts, name: str, original: str) -> None:
        """Take where drafts are kept, this one's name, and the text without it."""
        self._drafts = drafts
        self._name = name
        self._original = original
        found = drafts.read(name)
        self.came_back = found is not None and found != original
        """Whether there is a draft from before."""
        self.text = found if found is not None and self.came_back else original
        """What the editor begins with; from then on what was kept last."""

    def keep(self, text: str) -> bool:
        """Keep `text` and return whether that was possible; what is as at first, or empty, is no draft."""
        if text == self.text:
            return True
        if text == self._original or not text.strip():
            self._drafts.drop(self._name)
        elif not self._drafts.keep(self._name, text):
            return False
        self.text = text
        return True

    def replace(self, name: str, original: str) -> None:
        """Forget the draft, which was saved, and go on with `original` under `name`."""
        for saved in (self._name, name):
            self._drafts.drop(saved)
        self._name, self._original, self.text = name, original, original
