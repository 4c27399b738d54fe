"""Makes odd_pictures: pictures that are read, but not every program reads them. Needs Pillow.

    python odd_pictures.py
"""
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).with_name("odd_pictures")

# Three frames of one colour each, of 4 × 3 pixels: red, green, blue.
frames = [Image.new("RGB", (4, 3), colour) for colour in ["red", "lime", "blue"]]
for name, settings in [("frames.gif", {}), ("frames.webp", {"lossless": True}), ("frames.png", {})]:
    frames[0].save(FOLDER / name, save_all=True, append_images=frames[1:], duration=100, loop=0, **settings)

# The ink of one half cyan, the other half none: without cyan there is red.
cmyk = Image.new("CMYK", (16, 8), (0, 0, 0, 0))
cmyk.paste((255, 0, 0, 0), (0, 0, 8, 8))
cmyk.save(FOLDER / "cmyk.jpg", quality=95)

# 16 bits: 0, 257, 32768 and 65535 of 65535.
deep = Image.new("I;16", (4, 1))
for x, value in enumerate([0, 257, 32768, 65535]):
    deep.putpixel((x, 0), value)
deep.save(FOLDER / "deep.png")

# White above black as the camera held it; orientation 6 turns it clockwise: white comes to the right.
turned = Image.new("L", (16, 16), 0)
turned.paste(255, (0, 0, 16, 8))
exif = Image.Exif()
exif[0x0112] = 6
turned.save(FOLDER / "turned.jpg", exif=exif, quality=95)

# A palette with a transparent colour.
palette = Image.new("P", (2, 1))
palette.putpalette([255, 0, 0, 0, 255, 0])
palette.putpixel((1, 0), 1)
palette.save(FOLDER / "palette.png", transparency=1)
