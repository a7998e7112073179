"""Pictures of pages as PNG with a palette: a page has few colours, and takes a third of the room so."""

import base64
import struct
import zlib

from playwright.sync_api import Page

MOST = 256

_FIND = """
async ([address, most]) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const pixels = new Uint32Array(canvas.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const kept = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most).map(([pixel]) => pixel);
  const parts = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const palette = kept.map(parts);
  const places = new Map(kept.map((pixel, at) => [pixel, at]));
  const find = (pixel) => {
    const own = parts(pixel);
    const far = palette.map((other) => other.reduce((sum, part, at) => sum + (part - own[at]) ** 2, 0));
    places.set(pixel, far.indexOf(Math.min(...far)));
    return places.get(pixel);
  };
  const shown = Uint8Array.from(pixels, (pixel) => places.get(pixel) ?? find(pixel));
  let text = "";
  for (let at = 0; at < shown.length; at += 32768) text += String.fromCharCode(...shown.subarray(at, at + 32768));
  return { width, height, palette: palette.flat(), shown: btoa(text) };
}
"""
"""The colours that a picture has most, and for each of its points the nearest of them."""


def shrink(picture: bytes, page: Page) -> bytes:
    """A PNG with the 256 colours that it has most; `page` is one of a browser, of any address.

    Source: Portable Network Graphics (PNG) Specification, third edition, sections 5 and 11.
    """
    address = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    found = page.evaluate(_FIND, [address, MOST])
    width, height, shown = found["width"], found["height"], base64.b64decode(found["shown"])
    rows = b"".join(b"\0" + shown[at * width : (at + 1) * width] for at in range(height))
    made = b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(found["palette"])),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )
    return min(made, picture, key=len)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
