import { appendFile, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Said } from '../../shared/said/said.ts';
import { SaidState } from '../../shared/said/said-state.ts';
import { SaidRecord } from './said-record.ts';

let folder: string;
let path: string;
let damages: [lines: number, aside: string][];
let ids = 0;

const openRecord = () =>
  SaidRecord.open({
    path,
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    now: () => 77,
    onDamaged: (lines, aside) => damages.push([lines, aside]),
    onNotCompacted: (error) => {
      throw error;
    },
  });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lurescope-said-'));
  path = join(folder, 'said.ndjson');
  damages = [];
});
afterEach(() => rm(folder, { recursive: true }));

function tagged(identity: string, ...tags: string[]): Said {
  return { source: 'a', events: [identity], tags, note: '' };
}

async function tagsOf(record: SaidRecord): Promise<Record<string, string[]>> {
  const { events } = new SaidState((await record.all()).said);
  return Object.fromEntries([...events].map(([key, { tags }]) => [key, tags]));
}

describe('the record of what analysts say', () => {
  it('has what was said at the next start, and how far it is', async () => {
    const record = await openRecord();
    const first = await record.append([tagged('e1', 'x')]);
    expect(first).toEqual({ record: record.mark.record, at: 1 });
    await record.append([tagged('e2', 'line\nbreak \u2028'), tagged('e1')]);
    const again = await openRecord();
    expect(again.mark).toEqual({ ...first, at: 2 });
    expect(await tagsOf(again)).toEqual({ 'a:e1': [], 'a:e2': ['line\nbreak \u2028'] });
    expect(damages).toEqual([]);
  });

  it('knows nothing of a change that was cut short, and goes on behind the one before', async () => {
    const record = await openRecord();
    const { at } = await record.append([tagged('e1', 'x')]);
    const before = await readFile(path);
    await record.append([tagged('e2', 'y'), tagged('e3', 'y')]);
    const whole = await readFile(path);
    for (let length = before.length; length < whole.length; length += 7) {
      await writeFile(path, whole.subarray(0, length));
      const again = await openRecord();
      expect(again.mark.at).toBe(at);
      expect(await tagsOf(again)).toEqual({ 'a:e1': ['x'] });
      await again.append([tagged('e4', 'z')]);
      expect(await tagsOf(await openRecord())).toEqual({ 'a:e1': ['x'], 'a:e4': ['z'] });
    }
    expect(damages).toEqual([]);
  });

  it('loses a damaged line alone, says so, and is another record from then on', async () => {
    const record = await openRecord();
    for (const name of ['e1', 'e2', 'e3']) await record.append([tagged(name, 'x')]);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"e2"', '"e7"'));
    const again = await openRecord();
    expect(await tagsOf(again)).toEqual({ 'a:e1': ['x'], 'a:e3': ['x'] });
    expect(again.damaged).toBe(1);
    expect(again.mark.record).not.toBe(record.mark.record);
    expect(damages).toEqual([[1, `${path}.damaged-77`]]);
    expect(await readFile(`${path}.damaged-77`, 'utf8')).toContain('"e7"');
    expect((await openRecord()).mark).toEqual(again.mark);
  });

  it('keeps a last change whose end is damaged: it was acknowledged', async () => {
    const record = await openRecord();
    await record.append([tagged('e1', 'x')]);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('{"end":1}', '{"end":3}'));
    expect(await tagsOf(await openRecord())).toEqual({ 'a:e1': ['x'] });
  });

  it('stays small however often one thing is said', async () => {
    const record = await openRecord();
    const note = 'n'.repeat(9000);
    for (let i = 0; i < 400; i++) {
      await record.append([{ source: 'a', events: ['e1'], tags: [String(i)], note }]);
    }
    expect(await tagsOf(record)).toEqual({ 'a:e1': ['399'] });
    expect((await stat(path)).size).toBeLessThan(1.2 * 1024 * 1024);
    expect((await openRecord()).mark).toEqual(record.mark);
  });

  it('leaves nothing on the disk of a source that is removed, and nothing at all when all is', async () => {
    const record = await openRecord();
    const alert = {
      id: 'abc-1',
      state: 'resolved',
      verdict: 'benign',
      note: 'known',
      group: '5 r',
      rule: 'r',
    };
    const more = {
      severity: 'high',
      title: 'T',
      count: 1,
      firstSeen: 5,
      lastSeen: 5,
      raisedAt: 6,
      hits: [5],
    };
    const rest = { about: { people: [], campaigns: [], threats: [] }, history: [] };
    await record.append([
      tagged('e1', 'x'),
      { source: 'b', events: ['e1'], tags: ['y'], note: '' },
      { alert: { ...alert, ...more, ...rest, events: ['a:e1'] } } as Said,
      { alert: { ...alert, ...more, ...rest, id: 'abc-2', events: ['a:e1', 'b:e1'], count: 2 } } as Said,
    ]);
    await appendFile(path, 'no line\n');
    const again = await openRecord();
    await again.removeSource('a');
    const { events, alerts } = new SaidState((await again.all()).said);
    expect([...events.keys(), ...alerts.keys()]).toEqual(['b:e1', 'abc-2']);
    expect(alerts.get('abc-2')).toMatchObject({ events: ['b:e1'], count: 1 });
    expect(await readdir(folder)).toEqual(['said.ndjson']);
    expect(await readFile(path, 'utf8')).not.toContain('"x"');
    const before = again.mark.record;
    await again.removeAll();
    expect((await again.all()).said).toEqual([]);
    expect(again.mark.record).not.toBe(before);
    expect((await openRecord()).mark).toEqual(again.mark);
  });
});
