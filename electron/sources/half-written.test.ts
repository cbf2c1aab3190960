import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweepHalfWritten } from './half-written.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lurescope-half-written-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('what a crash left half written is swept away, and nothing else', () => {
  const others = ['state-a.json.tmp-564315686206a3d5', 'state.json'];
  for (const name of ['state.json.tmp-5643605763c59149', ...others]) writeFileSync(join(folder, name), '{');
  sweepHalfWritten(folder, 'state');
  expect(readdirSync(folder).sort()).toEqual(others);
});

it('a folder that is not there yet has nothing to sweep', () => {
  expect(() => sweepHalfWritten(join(folder, 'none'), 'state')).not.toThrow();
});
