import { describe, expect, it } from 'vitest';
import { type MonitorState, monitorStateSchema } from '../ingest/source-state.ts';
import { createSimulatedClock } from '../simulated-clock.ts';
import { appMonitorStateSchema } from './app-watch.ts';
import { Monitor, type MonitorOptions, type Watched } from './monitor.ts';
import type { MonitorFacts } from './stall.ts';

const hour = 3_600_000;
const noon = Date.UTC(2025, 5, 10, 12);

interface Watch {
  monitor: Monitor;
  clock: ReturnType<typeof createSimulatedClock>;
  log: string[];
}

/** A monitor over one source that fell silent at noon; what is remembered and said is logged in its order. */
function watch(changes: Partial<MonitorFacts> = {}, options: Partial<MonitorOptions> = {}): Watch {
  const clock = createSimulatedClock({ startAt: noon, frozen: true });
  const log: string[] = [];
  let state: MonitorState = monitorStateSchema.parse({});
  let app = appMonitorStateSchema.parse({});
  const source: Watched = {
    id: 'a',
    facts: () => ({
      now: clock.now(),
      name: 'My logs',
      trouble: null,
      lastPollAt: clock.now(),
      lastPollEvents: 0,
      stall: { enabled: true, hours: 1 },
      paused: false,
      tried: true,
      catchingUp: false,
      lastEventAt: noon,
      ...changes,
    }),
    state: () => state,
    remember: (next) => {
      state = next;
      log.push('remembered');
    },
  };
  const monitor = new Monitor({
    clock,
    watched: () => [source],
    app: {
      facts: () => ({ now: clock.now(), store: null, clock: null }),
      state: () => app,
      remember: (next) => {
        app = next;
      },
    },
    notify: (notice, id) => log.push(`${id}: ${notice.title}`),
    onGap: () => log.push('gap'),
    ...options,
  });
  return { monitor, clock, log };
}

describe('the monitor', () => {
  it('notices silence by itself, remembers it, and then says it once', () => {
    const { monitor, clock, log } = watch();
    monitor.start();
    for (let past = 0; past < 2 * hour; past += 15_000) clock.advance(15_000);
    expect(log).toEqual(['remembered', 'a: No events for 1 hour from My logs']);
    monitor.stop();
  });

  it('says nothing more when it is stopped', () => {
    const { monitor, clock, log } = watch();
    monitor.start();
    monitor.stop();
    for (let past = 0; past < 2 * hour; past += 15_000) clock.advance(15_000);
    expect(log).toEqual([]);
  });

  it('notices that time has passed unwatched before it looks', () => {
    const { monitor, clock, log } = watch();
    monitor.start();
    clock.advance(8 * hour);
    expect(log[0]).toBe('gap');
    expect(log).toHaveLength(3);
    monitor.stop();
  });
});
