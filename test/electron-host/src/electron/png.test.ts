import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodePng, pngSize, toArgb } from './png.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A picture whose lines are given as filter number and filtered bytes. */
function png(width: number, colourType: number, lines: number[][], depth = 8): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(lines.length, 4);
  header.set([depth, colourType, 0, 0, 0], 8);
  const data = deflateSync(Buffer.from(lines.flat()));
  const half = Math.floor(data.length / 2);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', data.subarray(0, half)),
    chunk('IDAT', data.subarray(half)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('decodePng', () => {
  test('undoes every line filter', () => {
    const picture = png(2, 6, [
      [0, 10, 20, 30, 255, 1, 2, 3, 4],
      [1, 10, 20, 30, 255, 1, 1, 1, 0],
      [2, 1, 1, 1, 0, 250, 0, 0, 0],
      [3, 1, 0, 0, 0, 0, 0, 0, 0],
      [4, 1, 0, 0, 0, 5, 0, 0, 0],
    ]);
    const { width, height, rgba } = decodePng(picture);
    expect([width, height]).toEqual([2, 5]);
    expect([...rgba]).toEqual([
      ...[10, 20, 30, 255, 1, 2, 3, 4],
      ...[10, 20, 30, 255, 11, 21, 31, 255],
      ...[11, 21, 31, 255, 5, 21, 31, 255],
      ...[6, 10, 15, 127, 5, 15, 23, 191],
      ...[7, 10, 15, 127, 11, 15, 23, 191],
    ]);
  });

  test('fills in colour and alpha where the picture has none', () => {
    expect([...decodePng(png(1, 2, [[0, 1, 2, 3]])).rgba]).toEqual([1, 2, 3, 255]);
    expect([...decodePng(png(1, 0, [[0, 9]])).rgba]).toEqual([9, 9, 9, 255]);
    expect([...decodePng(png(1, 4, [[0, 9, 8]])).rgba]).toEqual([9, 9, 9, 8]);
  });

  test('refuses what it cannot decode', () => {
    expect(() => decodePng(Buffer.from('GIF89a'))).toThrow('Not a PNG');
    expect(() => decodePng(png(1, 3, [[0, 0]]))).toThrow('without palette');
    expect(() => decodePng(png(1, 6, [[0, 0, 0, 0, 0]], 16))).toThrow('8 bits');
    expect(() => decodePng(png(2, 6, [[0, 0, 0, 0, 0]]))).toThrow('cut short');
  });

  test('tells the size, and puts alpha first for the tray', () => {
    expect(pngSize(png(3, 2, [[0, ...Array<number>(9).fill(0)]]))).toEqual({ width: 3, height: 1 });
    expect(pngSize(Buffer.alloc(0))).toBeUndefined();
    expect([...toArgb(decodePng(png(1, 6, [[0, 1, 2, 3, 4]])))]).toEqual([4, 1, 2, 3]);
  });
});
