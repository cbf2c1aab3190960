import { watchMemory } from './peak-memory.ts';

/** What reading windows took, as it is told to whoever started the process. */
export interface WindowTimes {
  events: number;
  ms: number;
  /** Processor time of all threads, ms. */
  cpu: number;
  /** Bytes of memory before, and the most there were. */
  before: number;
  peak: number;
}

/**
 * Reads windows one after the other; those for warming up count for memory alone.
 * @param readWindow answers how many events a window had
 */
export async function timeWindows(
  windows: number,
  warmUp: number,
  readWindow: (index: number) => Promise<number>,
): Promise<WindowTimes> {
  const memory = watchMemory();
  let events = 0;
  let startedAt = performance.now();
  let spent = process.cpuUsage();
  for (let index = 0; index < windows; index++) {
    if (index === warmUp) {
      startedAt = performance.now();
      spent = process.cpuUsage();
      events = 0;
    }
    events += await readWindow(index);
  }
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(spent);
  return { events, ms, cpu: (user + system) / 1000, before: memory.before, peak: memory.peak() };
}
