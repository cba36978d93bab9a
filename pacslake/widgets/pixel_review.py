"""A queue of pictures that may show writing: look, correct the rectangles, decide, next. Made of ipywidgets alone."""

from __future__ import annotations

from typing import Any

import ipywidgets

from pacslake.errors import DecodeError, MissingExtraError, UsageError

__all__ = ["PixelReview"]

_LAYOUT = {"width": "auto"}


class PixelReview(ipywidgets.VBox):
    """Shows one waiting picture after another. A decision is written down before the next picture comes.

    The picture is sent when it is shown and is gone from the widget when it is closed. A notebook that saves widget state
    would save the last picture with it: close the widget, or decide to the end, before sharing one.

    Args:
        queue: `pacslake.research.Reviewing(source, profile=, key=)`.
        by: who decides.
        propose: search for text, about four seconds a picture.
    """

    def __init__(self, queue: Any, *, by: str, propose: bool = True) -> None:
        if not by.strip():
            raise UsageError("a decision has a person behind it: say who with by=")
        self.queue, self.by, self.propose = queue, by.strip(), propose
        self.pictures = queue.waiting()
        self.index = 0
        self.title = ipywidgets.HTML()
        self.image = ipywidgets.Image(format="png", layout={"max_width": "100%"})
        self.image.alt = "The picture to decide on"
        self.frame = ipywidgets.IntSlider(description="Frame", min=0, max=0, continuous_update=False)
        self.boxes = ipywidgets.Textarea(
            description="Blank", rows=4, placeholder="x0,y0,x1,y1 a line", layout={"width": "100%"}
        )
        self.told = ipywidgets.HTML()
        self.buttons = {
            "blank": ipywidgets.Button(description="Blank these", button_style="primary", layout=_LAYOUT),
            "clean": ipywidgets.Button(description="Nothing to blank", layout=_LAYOUT),
            "refuse": ipywidgets.Button(description="Must not leave", button_style="danger", layout=_LAYOUT),
            "later": ipywidgets.Button(description="Later", layout=_LAYOUT),
        }
        for word, button in self.buttons.items():
            button.on_click(lambda _, word=word: self.decide(word))
        self.frame.observe(lambda _: self._draw(), "value")
        self.boxes.observe(lambda _: self._draw(), "value")
        super().__init__(
            [
                self.title,
                self.image,
                self.frame,
                self.boxes,
                ipywidgets.HBox([*self.buttons.values()]),
                self.told,
            ]
        )
        self._show()

    def decide(self, word: str) -> None:
        """Blank, clean or refuse the picture that is shown, or leave it for later; then show the next."""
        if self.index >= len(self.pictures):
            return
        picture = self.pictures[self.index]
        if word != "later":
            try:
                self.queue.decide(picture, word, boxes=self._typed() if word == "blank" else (), by=self.by)
            except (UsageError, DecodeError) as error:
                self._tell(str(error))
                return
        self._tell(f"{word}: {picture.pixels}")
        self.index += 1
        while self.index < len(self.pictures) and self.queue.again(self.pictures[self.index]).review:
            self.index += 1  # the same pixels in another file are decided with the first
        self._show()

    def _typed(self) -> list[tuple[int, ...]]:
        out: list[tuple[int, ...]] = []
        for line in self.boxes.value.splitlines():
            if line.strip():
                try:
                    x0, y0, x1, y1 = (int(part) for part in line.split(","))
                except ValueError:
                    raise UsageError("a line of rectangles is x0,y0,x1,y1: four whole numbers") from None
                out.append((x0, y0, x1, y1))
        return out

    def _show(self) -> None:
        done = self.index >= len(self.pictures)
        for button in self.buttons.values():
            button.disabled = done
        if done:
            self.title.value = f"<b>{len(self.pictures)} of {len(self.pictures)}: nothing waits any more</b>"
            self.image.value = b""
            self.frame.layout.display = self.boxes.layout.display = self.image.layout.display = "none"
            return
        picture = self.pictures[self.index]
        self.title.value = f"<b>{self.index + 1} of {len(self.pictures)}</b> {_plain(picture.question)}"
        self.frame.max = max(picture.n_frames - 1, 0)
        self.frame.value = 0
        self.frame.layout.display = "" if picture.n_frames > 1 else "none"
        found: list[Any] = []
        if self.propose:
            try:
                found = picture.proposed(self.queue.cleaner)
            except (DecodeError, MissingExtraError) as error:
                self._tell(str(error))
        self.boxes.value = "\n".join(",".join(map(str, box)) for box in found)
        self._draw()

    def _draw(self) -> None:
        if self.index >= len(self.pictures):
            return
        picture = self.pictures[self.index]
        try:
            self.image.value = self.queue.png(picture, frame=self.frame.value, boxes=self._typed())
        except DecodeError as error:
            self.image.value = b""
            self._tell(f"It cannot be shown: {error}")
        except UsageError as error:
            self._tell(str(error))

    def _tell(self, text: str) -> None:
        self.told.value = f'<span role="status">{_plain(text)}</span>'


def _plain(text: str) -> str:
    import html

    return html.escape(text)
