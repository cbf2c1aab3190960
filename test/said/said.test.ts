import 'fake-indexeddb/auto';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { allSaid, saidMark, takeSaid } from '../../electron/said/said-answers.ts';
import { SaidRecord as SaidFile } from '../../electron/said/said-record.ts';
import type { FoundDetection } from '../../renderer/detections/alert-row.ts';
import { AlertStore } from '../../renderer/detections/alert-store.ts';
import { isDecided } from '../../renderer/detections/said-alerts.ts';
import { Database } from '../../renderer/store/database.ts';
import type { Incoming } from '../../renderer/store/event-row.ts';
import { Keeping } from '../../renderer/store/said/keeping.ts';
import { reconcile } from '../../renderer/store/said/reconcile.ts';
import { recordOf } from '../../renderer/store/said/record.ts';
import { SegmentStore } from '../../renderer/store/segments/segment-store.ts';
import { OpenAlerts } from '../../shared/rules/engine/open-alerts.ts';
import { saidMarkPath, verdicts } from '../../shared/said/said.ts';

const noon = Date.UTC(2026, 10, 24, 12);
const minute = 60_000;
/** Detections of one key that are further apart than this are another alert's. */
const period = 3 * minute;

let folder: string;
let file: SaidFile;
let database: Database;
let store: SegmentStore;
let alerts: AlertStore;
let isDiskFull = false;

const path = () => join(folder, 'said.ndjson');

/** The app protocol, as far as it is about the record. */
async function ask(address: string, options?: { body: string }): Promise<Response> {
  if (options && isDiskFull) return new Response('The disk is full.', { status: 507 });
  if (options) return new Response(await takeSaid(file, options.body));
  return new Response(address === saidMarkPath ? saidMark(file) : await allSaid(file));
}

async function start(name: string): Promise<void> {
  file = await SaidFile.open({
    path: path(),
    newId: randomUUID,
    now: () => noon,
    onDamaged: () => undefined,
    onNotCompacted: (error) => {
      throw error;
    },
  });
  database = new Database(name);
  const record = recordOf(ask);
  const keeping = new Keeping(database, record);
  await database.open();
  await reconcile(database, record);
  store = await SegmentStore.open(database, { keeping });
  alerts = new AlertStore(database, () => noon, keeping);
}

async function restart(): Promise<void> {
  database.close();
  await start(database.name);
}

const events = Array.from({ length: 8 }, (_, index): Incoming => {
  const raw = {
    GUID: `m${index}`,
    messageTime: new Date(noon + index * minute).toISOString(),
    recipient: ['ana@x.example'],
  };
  const source = index < 6 ? 'a' : 'b';
  return { source, kind: 'messageDelivered', rawText: JSON.stringify(raw), fetchedAt: noon };
});

let keys: string[];

/** Detections of some events, by their numbers, in the order in which the rules have them. */
function detections(order: readonly number[], placed: OpenAlerts): FoundDetection[] {
  return order.map((index) => {
    const time = noon + index * minute;
    const dedup = `rule ${index % 2}`;
    const about = { people: [], campaigns: [], threats: [] };
    const { since, isNew, isRaised } = placed.place(dedup, time, 'high', period);
    const found = { rule: 'rule', severity: 'high' as const, title: 'T', dedup, time, about };
    return { ...found, since, isNew, isRaised, identities: [keys[index] as string] };
  });
}

const raise = (found: readonly FoundDetection[]) =>
  database.transaction('rw', database.alerts, () => alerts.take(found, noon));

/** The database is gone; what is stored and found comes back in the order of its time. */
async function loseDatabase(): Promise<OpenAlerts> {
  await database.delete();
  await start(`said-${randomUUID()}`);
  await store.append(events);
  const placed = new OpenAlerts();
  for (const one of detections(
    events.map((_, index) => index).filter((i) => raisedEvents.has(i)),
    placed,
  )) {
    await raise([one]);
  }
  return placed;
}

const raisedEvents = new Set<number>();

async function annotations() {
  const stored = await Promise.all(keys.map((key) => store.event(key)));
  return stored.map((event) => event?.annotation);
}

async function decisions() {
  const rows = await database.alerts.toArray();
  return rows
    .filter(isDecided)
    .map(({ id, state, verdict, note, history }) => ({ id, state, verdict, note, history }))
    .sort((a, b) => a.id.localeCompare(b.id));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lurescope-said-'));
  isDiskFull = false;
  raisedEvents.clear();
  await start(`said-${randomUUID()}`);
  await store.append(events);
  keys = (await store.bring(events, 'apart')).map(({ source, identity }) => `${source}:${identity}`);
});
afterEach(async () => {
  await database.delete();
  await rm(folder, { recursive: true, force: true });
});

type Step =
  | { do: 'tag'; events: number[]; add: string; remove: string }
  | { do: 'note'; event: number; note: string }
  | { do: 'undo' }
  | { do: 'raise'; event: number }
  | { do: 'decide'; alert: number; state: 'new' | 'acknowledged' | 'resolved'; verdict: number; note: string }
  | { do: 'undo decision' }
  | { do: 'restart' | 'lose' };

const which = fc.nat({ max: events.length - 1 });
const tag = fc.constantFrom('wave', 'to do', 'Ünïcode \u2028');
const note = fc.constantFrom('', 'called', 'line\nline');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('tag' as const),
      events: fc.array(which, { minLength: 1 }),
      add: tag,
      remove: tag,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('note' as const), event: which, note }) },
  { weight: 2, arbitrary: fc.constant({ do: 'undo' as const }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('raise' as const), event: which }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      alert: fc.nat({ max: 3 }),
      state: fc.constantFrom('new', 'acknowledged', 'resolved'),
      verdict: fc.nat({ max: 2 }),
      note,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'undo decision' as const }) },
  { weight: 1, arbitrary: fc.constantFrom({ do: 'restart' as const }, { do: 'lose' as const }) },
);

/** Does what an analyst, the rules and bad luck do. */
async function run(steps: readonly Step[]): Promise<void> {
  let undo: number[] = [];
  let undoDecision: Parameters<AlertStore['undo']>[0][] = [];
  let placed = new OpenAlerts();
  for (const one of steps) {
    if (one.do === 'tag' || one.do === 'note') {
      const change = one.do === 'tag' ? { addTags: [one.add], removeTags: [one.remove] } : { note: one.note };
      const meant = one.do === 'tag' ? one.events : [one.event];
      const done = await store.annotate({ keys: [...new Set(meant)].map((i) => keys[i] as string) }, change);
      if (done.undo !== null) undo.push(done.undo);
    } else if (one.do === 'undo') await store.undoAnnotation(undo.pop() ?? -1);
    else if (one.do === 'raise') {
      if (raisedEvents.has(one.event)) continue;
      raisedEvents.add(one.event);
      await raise(detections([one.event], placed));
    } else if (one.do === 'decide') {
      const ids = (await database.alerts.toCollection().primaryKeys()).sort();
      const id = ids[one.alert % Math.max(1, ids.length)];
      if (id === undefined) continue;
      const verdict = one.state === 'resolved' ? (verdicts[one.verdict] ?? null) : null;
      undoDecision.push(await alerts.decide([id], { state: one.state, verdict, note: one.note }));
    } else if (one.do === 'undo decision') await alerts.undo(undoDecision.pop() ?? []);
    else {
      const before = [await annotations(), await decisions()];
      if (one.do === 'restart') await restart();
      else placed = await loseDatabase();
      undo = [];
      undoDecision = [];
      expect([await annotations(), await decisions()]).toEqual(before);
    }
  }
}

/** What one alert tells of, no other does. */
async function expectToldOnce(): Promise<void> {
  const told = (await database.alerts.toArray()).flatMap((row) => row.events).sort();
  expect(told).toEqual([...new Set(told)]);
  expect(told).toHaveLength(raisedEvents.size);
}

describe('what analysts say', () => {
  it('is the same whenever the database is lost, whatever was said before', async () => {
    await fc.assert(
      fc
        .asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          await run([...steps, { do: 'lose' }]);
          await expectToldOnce();
        })
        .beforeEach(async () => {
          await database.delete();
          await rm(path(), { force: true });
          raisedEvents.clear();
          await start(`said-${randomUUID()}`);
          await store.append(events);
        }),
      { numRuns: 100 },
    );
  }, 120_000);

  it('is of the same alert where the rules, run anew, find its first event to be another', async () => {
    const placed = new OpenAlerts();
    for (const event of [2, 0]) {
      raisedEvents.add(event);
      await raise(detections([event], placed));
    }
    const [alert] = await database.alerts.toArray();
    await alerts.decide([alert?.id ?? ''], { state: 'resolved', verdict: 'benign' });
    await loseDatabase();
    const rows = await database.alerts.toArray();
    expect(rows.map(({ id, state, events: of }) => ({ id, state, of }))).toEqual([
      { id: alert?.id, state: 'resolved', of: [keys[2], keys[0]] },
    ]);
    await expectToldOnce();
  });

  it('comes into the record from a database of an earlier version', async () => {
    await store.annotate({ keys: [keys[0] as string] }, { addTags: ['old'], note: 'n' });
    await database.meta.delete('said');
    database.close();
    await rm(path());
    await start(database.name);
    await loseDatabase();
    expect((await annotations())[0]).toEqual({ tags: ['old'], note: 'n' });
  });

  it('mends a record of which a line is damaged', async () => {
    await store.annotate({ keys: [keys[0] as string] }, { addTags: ['first'] });
    await store.annotate({ keys: [keys[1] as string] }, { addTags: ['second'] });
    database.close();
    await writeFile(path(), (await readFile(path(), 'utf8')).replace('first', 'fIrst'));
    await start(database.name);
    await loseDatabase();
    expect((await annotations()).map((one) => one?.tags).slice(0, 2)).toEqual([['first'], ['second']]);
  });

  it('holds where the app ended between the record and the database', async () => {
    await store.annotate({ keys: [keys[0] as string, keys[1] as string] }, { addTags: ['kept'] });
    const identity = (keys[0] as string).slice(2);
    await file.append([{ source: 'a', events: [identity], tags: ['written'], note: '' }]);
    await restart();
    expect((await annotations()).map((one) => one?.tags).slice(0, 2)).toEqual([['written'], ['kept']]);
  });

  it('is not said at all where it cannot be kept', async () => {
    isDiskFull = true;
    const refused = store.annotate({ keys: [keys[0] as string] }, { addTags: ['no'] });
    await expect(refused).rejects.toThrow('The disk is full.');
    expect((await annotations())[0]?.tags).toEqual([]);
    isDiskFull = false;
    database.annotations.hook('creating', () => {
      throw new Error('no room');
    });
    await expect(store.annotate({ keys: [keys[0] as string] }, { addTags: ['no'] })).rejects.toThrow(
      'no room',
    );
    await loseDatabase();
    expect((await annotations())[0]?.tags).toEqual([]);
  });

  it('comes back with what else is brought, and goes with what is removed', async () => {
    await store.bringAnnotations(new Map([[keys[7] as string, { tags: ['brought'], note: '' }]]));
    await store.annotate({ keys }, { addTags: ['all'] });
    await raise(detections([0, 6], new OpenAlerts()));
    const ids = (await database.alerts.toArray()).map(({ id }) => id);
    await alerts.decide(ids, { state: 'acknowledged' });
    await store.removeBefore(noon + 2 * minute);
    await alerts.removeBefore(noon + 2 * minute);
    await file.removeSource('b');
    await store.removeSource('b');
    await loseDatabase();
    const tags = (await annotations()).map((one) => one?.tags.join());
    expect(tags).toEqual(['', '', 'all', 'all', 'all', 'all', '', '']);
    expect(await decisions()).toEqual([]);
  });
});
