// Two pictures of one plane in one: pure functions over canvas pixels (32-bit words, alpha on top) and values.

const EMPTY = 0xff000000; // opaque black
const word = (r, g, b) => (EMPTY | (b << 16) | (g << 8) | r) >>> 0;
const part = (x) => (x < 0 ? 0 : x > 255 ? 255 : Math.floor(x + 0.5));

/** Tiles of both in turn; the first tile, top left, is the first's. */
export function checker(out, width, first, second, tile = 48) {
  for (let o = 0; o < out.length; o++) out[o] = ((((o % width) / tile) | 0) + ((o / width / tile) | 0)) % 2 ? second[o] : first[o];
}

/**
 * Both at once. Of one modality: what is brighter in the second is orange, in the first blue, what is equal stays grey;
 * `share` moves the weight from the first (0) to the second (1). `over`: the second in its own colours on top.
 */
export function fuse(out, first, second, share, over) {
  const wa = Math.min(1, 2 - 2 * share), wb = Math.min(1, 2 * share);
  for (let o = 0; o < out.length; o++) {
    const p = first[o], q = second[o];
    if (over) {
      const r = p & 255, g = (p >> 8) & 255, b = (p >> 16) & 255, R = q & 255, G = (q >> 8) & 255, B = (q >> 16) & 255, f = R | G | B ? share : 0;
      out[o] = word(part(r + (R - r) * f), part(g + (G - g) * f), part(b + (B - b) * f));
    } else { const a = (p & 255) * wa, c = (q & 255) * wb; out[o] = word(part(c), part((a + c) / 2), part(a)); }
  }
}

/** The colour of a signed difference, from -1 (blue: less now) over grey to 1 (orange: more now). */
export function signed(d) {
  const s = Math.min(1, Math.abs(d)), c = d > 0 ? [255, 150, 0] : [40, 130, 255], g = 80;
  return word(part(g + (c[0] - g) * s), part(g + (c[1] - g) * s), part(g + (c[2] - g) * s));
}

/** second - first in colours, `range` at full strength; black where either is not there. */
export function difference(out, first, second, range) {
  for (let o = 0; o < out.length; o++) { const d = second[o] - first[o]; out[o] = d === d ? signed(d / range) : EMPTY; }
}
