import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  askedFields,
  type ColumnLayout,
  isPinned,
  moved,
  narrowest,
  pinToggled,
  resized,
  restored,
  standardLayout,
  toggled,
  tracksOf,
} from './column-layout.ts';
import { fieldColumns, standardColumns } from './table-columns.ts';

const ids = [...standardColumns, ...fieldColumns].map(({ id }) => id);

test('columns have names of their own', () => {
  expect(new Set(ids).size).toBe(ids.length);
});

test('only fields that rows do not bring along anyway are asked for', () => {
  expect(askedFields(standardLayout)).toEqual([]);
  expect(askedFields({ shown: ['subject', 'QID', 'phishScore', 'clickIP'] })).toEqual(['QID', 'clickIP']);
});

test('a column is shown at the end, and hidden but for the last', () => {
  const shown = toggled(standardLayout, 'QID');
  expect(shown.shown.at(-1)).toBe('QID');
  expect(toggled(shown, 'QID').shown).toEqual(standardLayout.shown);
  expect(toggled(standardLayout, 'no such field')).toBe(standardLayout);
  const single = { ...standardLayout, shown: ['time'] };
  expect(toggled(single, 'time')).toBe(single);
});

test('pinning puts a column behind those pinned; unpinning makes it the first that is not', () => {
  const one = pinToggled(standardLayout, 'from');
  expect(one.shown.slice(0, 2)).toEqual(['from', 'time']);
  expect(one.pinned).toBe(1);
  const two = pinToggled(one, 'verdict');
  expect(two.shown.slice(0, 3)).toEqual(['from', 'verdict', 'time']);
  const back = pinToggled(two, 'from');
  expect(back.shown.slice(0, 3)).toEqual(['verdict', 'from', 'time']);
  expect(back.pinned).toBe(1);
});

test('a column moved among pinned ones is pinned, one moved out of them is not', () => {
  const pinned = pinToggled(pinToggled(standardLayout, 'time'), 'kind');
  const joined = moved(pinned, 'verdict', 0);
  expect([joined.pinned, joined.shown[0]]).toEqual([3, 'verdict']);
  const left = moved(pinned, 'time', 4);
  expect([left.pinned, left.shown[4]]).toEqual([1, 'time']);
  const within = moved(pinned, 'time', 1);
  expect([within.pinned, ...within.shown.slice(0, 2)]).toEqual([2, 'kind', 'time']);
  expect(moved(pinned, 'scores', 3).pinned).toBe(2);
});

test('widths are kept within bounds, and the growing column grows until it is given one', () => {
  expect(resized(standardLayout, 'from', 3).widths.from).toBe(narrowest);
  expect(tracksOf(standardLayout).template).toContain('1fr');
  const fixed = tracksOf(resized(standardLayout, 'headline', 300));
  expect(fixed.template).toContain('300px');
  expect(fixed.template.endsWith('1fr)')).toBe(true);
  expect(resized(resized(standardLayout, 'from', 90), 'from', null)).toEqual(standardLayout);
});

test('pinned columns lie one after the other', () => {
  const layout = resized(pinToggled(pinToggled(standardLayout, 'time'), 'kind'), 'time', 100);
  const { lefts, pinEnd } = tracksOf(layout);
  expect(lefts).toEqual([0, 100]);
  expect(pinEnd).toBe(100 + (standardColumns[1]?.width ?? 0));
});

test('what was kept is made whole: unknown columns go, nonsense is the standard', () => {
  const kept = {
    shown: ['gone', 'time', 'time', 'QID'],
    pinned: 2,
    widths: { gone: 5, QID: 9 },
    density: 'compact',
  };
  expect(restored(kept)).toEqual({
    shown: ['time', 'QID'],
    pinned: 1,
    widths: { QID: narrowest },
    density: 'compact',
  });
  expect(restored({ shown: 'time' })).toBe(standardLayout);
  expect(restored(undefined)).toBe(standardLayout);
});

test('whatever is done, columns stay unique, known and pinned from the left', () => {
  const act = fc.oneof(
    fc.constantFrom(...ids).map((id) => (layout: ColumnLayout) => toggled(layout, id)),
    fc.constantFrom(...ids).map((id) => (layout: ColumnLayout) => pinToggled(layout, id)),
    fc.tuple(fc.constantFrom(...standardLayout.shown), fc.integer({ min: -3, max: 70 })).map(
      ([id, to]) =>
        (layout: ColumnLayout) =>
          moved(layout, id, to),
    ),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const layout = acts.reduce((now, next) => next(now), standardLayout);
      expect(new Set(layout.shown).size).toBe(layout.shown.length);
      expect(layout.shown.length).toBeGreaterThan(0);
      expect(layout.pinned).toBeGreaterThanOrEqual(0);
      expect(layout.pinned).toBeLessThanOrEqual(layout.shown.length);
      expect(layout.shown.filter((id) => isPinned(layout, id)).length).toBe(layout.pinned);
      expect(restored(JSON.parse(JSON.stringify(layout)))).toEqual(layout);
    }),
  );
});
