// From a value to a grey level: PS3.3 C.11.2.1.2 (linear), C.11.2.1.3.2 (linear exact), C.11.2.1.3.1 (sigmoid).

/** Grey 0..255 of a value. NaN, which no window can place, is black. */
export function grey(x, centre, width, shape = "LINEAR") {
  let y;
  if (shape === "SIGMOID") y = 255 / (1 + Math.exp((-4 * (x - centre)) / width));
  else if (shape === "LINEAR_EXACT") y = x <= centre - width / 2 ? 0 : x > centre + width / 2 ? 255 : ((x - centre) / width + 0.5) * 255;
  else {
    const c = centre - 0.5, w = Math.max(width, 1) - 1;
    y = x <= c - w / 2 ? 0 : x > c + w / 2 ? 255 : ((x - c) / w + 0.5) * 255;
  }
  return Number.isNaN(y) ? 0 : Math.floor(y + 0.5);
}

const STOPS = { // a few knots of each map, joined by straight lines
  grey: ["000000", "ffffff"],
  hot: ["000000", "e60000", "ffd200", "ffffff"],
  viridis: ["440154", "414487", "2a788e", "22a884", "7ad151", "fde725"],
  inferno: ["000004", "420a68", "932667", "dd513a", "fca50a", "fcffa4"],
  cividis: ["00224e", "35456c", "666970", "948e77", "c8b866", "fee838"],
};
export const COLORMAPS = Object.keys(STOPS);

export const rgba = (r, g, b) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
export const hex = (text) => [0, 2, 4].map((i) => parseInt(text.replace("#", "").slice(i, i + 2), 16));

/** 256 colours as 32-bit words in the byte order of a canvas. */
export function palette(name = "grey", inverted = false) {
  const stops = (STOPS[name] ?? STOPS.grey).map(hex), out = new Uint32Array(256);
  for (let g = 0; g < 256; g++) {
    const at = ((inverted ? 255 - g : g) / 255) * (stops.length - 1), n = Math.min(stops.length - 2, Math.floor(at)), f = at - n;
    out[g] = rgba(...[0, 1, 2].map((c) => Math.floor(stops[n][c] + (stops[n + 1][c] - stops[n][c]) * f + 0.5)));
  }
  return out;
}

const RANGE = { int8: [-128, 127], uint8: [0, 255], int16: [-32768, 32767], uint16: [0, 65535] };

/**
 * Colours for every value that a stored type can take, so that drawing is one look-up a pixel; null for wider types.
 * `meta`: {dtype, slope, intercept}; entry n is stored value n + low.
 */
export function table(meta, centre, width, shape, colours) {
  const range = RANGE[meta.dtype];
  if (!range) return null;
  const [low, high] = range, out = new Uint32Array(high - low + 1), slope = meta.slope ?? 1, intercept = meta.intercept ?? 0;
  const ink = (v) => colours[grey(v * slope + intercept, centre, width, shape)];
  let from = low, to = high;
  if (shape !== "SIGMOID" && slope) { // beyond the window all are black or all white
    const ends = [-1, 1].map((s) => (centre + s * (width / 2 + 1) - intercept) / slope).sort((a, b) => a - b);
    from = Math.min(high, Math.max(low, Math.floor(ends[0]))); to = Math.max(from, Math.min(high, Math.ceil(ends[1])));
    out.fill(ink(low), 0, from - low); out.fill(ink(high), to - low + 1);
  }
  for (let v = from; v <= to; v++) out[v - low] = ink(v);
  return { colours: out, low };
}

/** Window that spans the given percentiles of a sample of values. */
export function percentileWindow(values, low = 0.01, high = 0.99) {
  const v = Float64Array.from(values).filter((x) => !Number.isNaN(x)).sort();
  if (!v.length) return [0.5, 1];
  const a = v[Math.floor(low * (v.length - 1))], b = v[Math.floor(high * (v.length - 1))];
  return b > a ? [(a + b) / 2, b - a] : [a, Math.max(1, Math.abs(a))];
}
