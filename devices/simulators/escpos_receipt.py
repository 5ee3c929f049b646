"""A cut piece as a picture to look at: white paper with its margins and edges on a grey ground, ink slightly soft."""

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from devices.simulators.escpos_paper import CutPiece

_GROUND = (214, 216, 219)
_SHADOW = (168, 170, 174)
_PAPER = (253, 253, 251)
_INK = (34, 34, 40)
_FRAME = 28
"""Ground around the paper, in dots."""

_TOOTH = 8
"""Width and depth of the serration that the blade leaves, in dots."""

_TORN = (0, 9, 4, 14, 7, 17, 10, 20, 12, 5, 15, 8, 2, 11, 18, 6)
"""Depths of the tears along a torn edge, in dots, over and over."""


def picture(piece: CutPiece, paper_dots: int) -> Image.Image:
    """The piece with a palette, one dot a pixel, on paper ``paper_dots`` wide with a margin of its own at both ends."""
    ink = piece.image
    size = (paper_dots, ink.height + 2 * _TOOTH)
    shape = _shape(size, torn=piece.torn)
    sheet = Image.new("L", size, 255)
    sheet.paste(ink, ((paper_dots - ink.width) // 2, _TOOTH))
    sheet = sheet.filter(ImageFilter.GaussianBlur(0.5))
    paper = ImageOps.colorize(sheet, _INK, _PAPER)
    ground = Image.new("RGB", (size[0] + 2 * _FRAME, size[1] + 2 * _FRAME), _GROUND)
    shadow = Image.new("L", ground.size, 0)
    shadow.paste(shape, (_FRAME + 4, _FRAME + 5))
    ground.paste(_SHADOW, (0, 0), shadow.filter(ImageFilter.GaussianBlur(5)))
    ground.paste(paper, (_FRAME, _FRAME), shape)
    return ground.quantize(
        256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )  # fewer than 256 tones: small, nothing lost


def _shape(size: tuple[int, int], *, torn: bool) -> Image.Image:
    """The outline as a mask: serrated at the top, and at the bottom too unless it is torn there."""
    width, height = size
    top = [(x, 0 if i % 2 else _TOOTH // 2) for i, x in enumerate(range(0, width + _TOOTH, _TOOTH))]
    if torn:
        bottom = [(x, height - 1 - _TORN[i % len(_TORN)]) for i, x in enumerate(range(0, width + 11, 11))]
    else:
        bottom = [(x, height - 1 - (0 if i % 2 else _TOOTH // 2)) for i, x in enumerate(range(0, width + _TOOTH, _TOOTH))]
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon([*top, *reversed(bottom)], fill=255)
    return mask
