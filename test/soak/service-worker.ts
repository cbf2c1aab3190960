/** The simulated service as a thread of its own: it makes and sends events while the app reads and stores them. */
import { parentPort, workerData } from 'node:worker_threads';
import { expose } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { createRandom } from '../faults/random.ts';
import type { Fault } from '../tap-simulator/fault.ts';
import { type Simulator, startSimulator } from '../tap-simulator/simulator.ts';
import { type Available, HourlySource } from './hourly-source.ts';
import { HangingRequests, SharedTime } from './shared-time.ts';

export interface ServiceStart {
  seed: number;
  /** Events an hour on average. */
  rate: number;
  mailboxes: number;
  time: SharedArrayBuffer;
  hanging: SharedArrayBuffer;
}

/** A request that reached the service. */
export interface Asked {
  at: number;
  pool: 'shared' | 'clicks';
  status: number;
  fault: string | undefined;
  events: number;
}

const { seed, rate, mailboxes, ...memory } = workerData as ServiceStart;
const time = new SharedTime(memory.time);
const hanging = new HangingRequests(memory.hanging);
const random = createRandom(seed);
const asked: (() => Asked)[] = [];
let hours: HourlySource | undefined;
let simulator: Simulator | undefined;

async function start(): Promise<{ origin: string; principal: string; secret: string }> {
  simulator = await startSimulator({
    seed,
    rate,
    people: mailboxes,
    clock: { now: () => time.now },
    late: { share: 0.15, maxMs: 30 * 60_000 },
    wrapSource: (bare) => {
      hours = new HourlySource(bare);
      return hours.source;
    },
    onRequest(request, signal) {
      const { at, endpoint } = request;
      const pool = endpoint === 'clicks/permitted' ? 'clicks' : 'shared';
      asked.push(() => ({
        at,
        pool,
        status: request.status,
        fault: request.fault,
        events: request.count,
      }));
      const hangs = request.fault === 'hang';
      if (hangs) hanging.change(1);
      if (hangs) signal.addEventListener('abort', () => hanging.change(-1));
    },
  });
  const { origin, principal, secret } = simulator;
  return { origin, principal, secret };
}

function running(): Simulator {
  if (!simulator) throw new Error('The service has not been started.');
  return simulator;
}

const service = {
  start,
  /** Spoils the next requests. */
  spoil: (fault: Fault, times: number) => running().faults.queue(fault, times),
  /** Refuses a share of all requests with these statuses, until `calm`. */
  storm(statuses: number[], share: number, retryAfter: string | undefined): void {
    for (const status of statuses) {
      const fault: Fault = { kind: 'status', status, ...(retryAfter === undefined ? {} : { retryAfter }) };
      running().faults.rule(fault, () => random.next() < share / statuses.length);
    }
  },
  calm: () => running().faults.clear(),
  asked: (): Asked[] => asked.map((one) => one()),
  /** Makes the events of an hour (counted from the epoch) while there is nothing else to do. */
  prepare: async (hour: number) => hours?.prepare(hour),
  ledgerOf: (hour: number): Available[] => hours?.ledgerOf(hour) ?? [],
  stop: () => running().stop(),
};

export type Service = typeof service;

if (!parentPort) throw new Error('This file is a thread of the soak.');
expose(service, nodeEndpoint(parentPort));
