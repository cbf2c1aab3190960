import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offsetToSee, rowsInSight, scrollScale, tallest } from './scroll-scale.ts';

test('rows that fit are scrolled pixel by pixel', () => {
  const scale = scrollScale(28 * 100_000, 600);
  expect(scale.isScaled).toBe(false);
  expect(scale.height).toBe(2_800_000);
  expect(scale.toRows(12_345)).toBe(12_345);
  expect(scale.toBar(12_345)).toBe(12_345);
});

test('ten million rows fit into an element that can be laid out, and both its ends are theirs', () => {
  const rows = 28 * 10_000_000;
  const scale = scrollScale(rows, 600);
  expect(scale.isScaled).toBe(true);
  expect(scale.height).toBe(tallest);
  expect(scale.toRows(0)).toBe(0);
  expect(scale.toRows(tallest - 600)).toBe(rows - 600);
  expect(scale.toBar(rows - 600)).toBe(tallest - 600);
});

test('to the scroll bar and back leads to the same rows, within what is there', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 20_000_000 }),
      fc.constantFrom(24, 28, 36),
      fc.integer({ min: 0, max: 2000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (count, rowHeight, viewport, share) => {
        const scale = scrollScale(count * rowHeight, viewport);
        const offset = share * scale.furthest;
        expect(scale.height).toBeLessThanOrEqual(tallest);
        expect(scale.toRows(scale.toBar(offset))).toBeCloseTo(offset, 2);
        expect(scale.toRows(Number.MAX_SAFE_INTEGER)).toBeLessThanOrEqual(scale.furthest);
        expect(scale.toRows(-50)).toBe(0);
      },
    ),
  );
});

test('a row is brought into sight by the shortest way', () => {
  expect(offsetToSee(2, 28, 0, 280)).toBe(0);
  expect(offsetToSee(10, 28, 0, 280)).toBe(28);
  expect(offsetToSee(3, 28, 280, 280)).toBe(84);
});

test('rows in sight are those partly seen too, with some to spare, and never more than there are', () => {
  expect(rowsInSight(30, 280, 28, 1000, 0)).toEqual({ from: 1, to: 12 });
  expect(rowsInSight(0, 280, 28, 1000, 4)).toEqual({ from: 0, to: 14 });
  expect(rowsInSight(0, 280, 28, 3, 4)).toEqual({ from: 0, to: 3 });
  expect(rowsInSight(2800, 280, 28, 3, 4)).toEqual({ from: 3, to: 3 });
});
