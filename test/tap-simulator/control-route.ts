import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { siemEndpoints } from '../../electron/sample/siem-query.ts';
import { eventKinds } from '../../shared/event/kinds.ts';
import { rawEventSchema } from '../../shared/event/raw-event.ts';
import { type Budgets, budgetPools } from './budgets.ts';
import { faultSchema } from './fault.ts';
import type { FaultPlan } from './fault-plan.ts';
import type { Ledger } from './ledger.ts';
import type { SimulatedSource } from './simulated-source.ts';

/** What the control surface can reach. */
export interface ControlTargets {
  source: SimulatedSource;
  budgets: Budgets;
  faults: FaultPlan;
  ledger: Ledger;
  clock: { now(): number };
  principal: string;
}

const endpointSchema = z.enum(Object.keys(siemEndpoints) as (keyof typeof siemEndpoints)[]);

const bodies = {
  faults: z.object({
    fault: faultSchema,
    times: z.number().int().positive().default(1),
    endpoint: endpointSchema.optional(),
  }),
  rules: z.object({
    fault: faultSchema,
    everyNth: z.number().int().positive().default(1),
    endpoint: endpointSchema.optional(),
  }),
  silence: z.object({ on: z.boolean() }),
  events: z.object({
    kind: z.enum(eventKinds),
    raw: rawEventSchema,
    createdAt: z.number().optional(),
    availableAt: z.number().optional(),
  }),
  budgets: z.object({ pool: z.enum(budgetPools), spend: z.number().int().positive() }),
};

const ledgerQuery = z.object({ from: z.coerce.number(), to: z.coerce.number() });

function stateOf({ source, budgets, faults, ledger, clock, principal }: ControlTargets): unknown {
  const now = clock.now();
  return {
    now: new Date(now).toISOString(),
    silent: source.isSilent(),
    left: Object.fromEntries(budgetPools.map((pool) => [pool, budgets.left(principal, pool, now)])),
    queuedFaults: faults.queued,
    requests: ledger.requests.slice(-50),
  };
}

/** Does what a request asks and returns what to answer; undefined where there is no such thing. */
async function act(
  targets: ControlTargets,
  method: string,
  url: URL,
  body: () => Promise<unknown>,
): Promise<unknown> {
  const { source, budgets, faults, ledger, clock, principal } = targets;
  switch (`${method} ${url.pathname.slice('/control/'.length)}`) {
    case 'GET state':
      return stateOf(targets);
    case 'GET ledger': {
      const { from, to } = ledgerQuery.parse(Object.fromEntries(url.searchParams));
      return ledger.available(from, to, clock.now());
    }
    case 'POST faults': {
      const { fault, times, endpoint } = bodies.faults.parse(await body());
      faults.queue(fault, times, endpoint);
      return stateOf(targets);
    }
    case 'POST rules': {
      const { fault, everyNth, endpoint } = bodies.rules.parse(await body());
      faults.rule(
        fault,
        (occasion) =>
          occasion.request % everyNth === 0 && (endpoint === undefined || endpoint === occasion.endpoint),
      );
      return stateOf(targets);
    }
    case 'DELETE faults':
      faults.clear();
      return stateOf(targets);
    case 'POST silence':
      source.setSilence(bodies.silence.parse(await body()).on, clock.now());
      return stateOf(targets);
    case 'POST events': {
      const { kind, raw, createdAt, availableAt } = bodies.events.parse(await body());
      source.push(kind, raw, {
        createdAt: createdAt ?? clock.now(),
        ...(availableAt === undefined ? {} : { availableAt }),
      });
      return stateOf(targets);
    }
    case 'POST budgets': {
      const { pool, spend } = bodies.budgets.parse(await body());
      budgets.spend(principal, pool, spend, clock.now());
      return stateOf(targets);
    }
    case 'DELETE budgets':
      budgets.reset();
      return stateOf(targets);
    default:
      return undefined;
  }
}

/** The control surface: JSON under `/control/`, for whoever sends the token as a Bearer. */
export function createControlRoute(
  targets: ControlTargets,
  token: string,
): (incoming: IncomingMessage, outgoing: ServerResponse) => boolean {
  return (incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (!url.pathname.startsWith('/control/')) return false;
    const send = (status: number, body: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
    };
    if (incoming.headers.authorization !== `Bearer ${token}`) {
      send(401, { error: 'send the control token as a Bearer' });
      return true;
    }
    act(targets, incoming.method ?? 'GET', url, () => json(incoming)).then(
      (result) => (result === undefined ? send(404, { error: 'no such control' }) : send(200, result)),
      (error: unknown) => send(400, { error: error instanceof Error ? error.message : String(error) }),
    );
    return true;
  };
}
