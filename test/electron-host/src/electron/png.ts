import { inflateSync } from 'node:zlib';

/** A decoded picture: four bytes (red, green, blue, alpha) a pixel, row by row from the top. */
export interface Pixels {
  width: number;
  height: number;
  rgba: Uint8Array;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Samples a pixel by PNG colour type: grey, RGB, grey with alpha, RGBA. */
const CHANNELS: Record<number, number> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** Width and height, without decoding. */
export function pngSize(png: Buffer): { width: number; height: number } | undefined {
  if (png.length < 24 || SIGNATURE.some((byte, index) => png[index] !== byte)) return undefined;
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

/** Decodes a PNG of eight bits a sample, without palette or interlacing, which is what icons need. */
export function decodePng(png: Buffer): Pixels {
  const size = pngSize(png);
  if (!size) throw new Error('Not a PNG picture');
  const channels = CHANNELS[png[25] ?? -1];
  if (png[24] !== 8 || channels === undefined || png[28] !== 0) {
    throw new Error('Only PNG pictures of 8 bits a sample, without palette or interlacing, can be decoded');
  }
  const data = inflateSync(Buffer.concat(dataChunks(png)));
  const samples = unfilter(data, size.width * channels, size.height, channels);
  return { ...size, rgba: toRgba(samples, size.width * size.height, channels) };
}

/** The pixels as StatusNotifierItem wants them: alpha, red, green, blue. */
export function toArgb({ rgba }: Pixels): Buffer {
  const argb = Buffer.alloc(rgba.length);
  for (let at = 0; at < rgba.length; at += 4) {
    argb[at] = rgba[at + 3] ?? 0;
    argb[at + 1] = rgba[at] ?? 0;
    argb[at + 2] = rgba[at + 1] ?? 0;
    argb[at + 3] = rgba[at + 2] ?? 0;
  }
  return argb;
}

function dataChunks(png: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') chunks.push(png.subarray(at + 8, at + 8 + length));
    if (type === 'IEND') break;
    at += 12 + length;
  }
  return chunks;
}

/** Undoes PNG's line filters: each byte was stored as the difference from a prediction. */
function unfilter(data: Buffer, stride: number, height: number, step: number): Uint8Array {
  if (data.length < (stride + 1) * height) throw new Error('The PNG picture is cut short');
  const out = new Uint8Array(stride * height);
  for (let row = 0; row < height; row += 1) {
    const filter = data[row * (stride + 1)] ?? 0;
    for (let column = 0; column < stride; column += 1) {
      const at = row * stride + column;
      const left = column >= step ? (out[at - step] ?? 0) : 0;
      const up = row > 0 ? (out[at - stride] ?? 0) : 0;
      const upLeft = row > 0 && column >= step ? (out[at - stride - step] ?? 0) : 0;
      out[at] = (data[row * (stride + 1) + 1 + column] ?? 0) + predict(filter, left, up, upLeft);
    }
  }
  return out;
}

function predict(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, upLeft);
    default:
      throw new Error(`Unknown PNG filter ${filter}`);
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const guess = left + up - upLeft;
  const [toLeft, toUp, toUpLeft] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)];
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

function toRgba(samples: Uint8Array, pixels: number, channels: number): Uint8Array {
  const rgba = new Uint8Array(pixels * 4);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const at = pixel * channels;
    const colour = channels >= 3;
    rgba[pixel * 4] = samples[at] ?? 0;
    rgba[pixel * 4 + 1] = samples[colour ? at + 1 : at] ?? 0;
    rgba[pixel * 4 + 2] = samples[colour ? at + 2 : at] ?? 0;
    rgba[pixel * 4 + 3] = channels % 2 === 0 ? (samples[at + channels - 1] ?? 0) : 255;
  }
  return rgba;
}
