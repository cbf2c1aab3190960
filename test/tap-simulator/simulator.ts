import { createServer as createHttpsServer } from 'node:https';
import { type SiemResponse, textResponse } from '../../electron/sample/siem-answer.ts';
import type { SiemQuery } from '../../electron/sample/siem-query.ts';
import { createSiemServer, type Exchange } from '../../electron/sample/siem-server.ts';
import { createTenant, type Tenant } from '../../shared/sample-tenant/tenant.ts';
import { type BudgetPool, type Budgets, createBudgets, poolOf } from './budgets.ts';
import { createLoopbackCertificate } from './certificate.ts';
import { createControlRoute } from './control-route.ts';
import { applyFault } from './fault-effect.ts';
import { createFaultPlan, type FaultPlan } from './fault-plan.ts';
import { createLedger, type Ledger, type ServedRequest } from './ledger.ts';
import { createSimulatedSource, type LatenessOptions, type SimulatedSource } from './simulated-source.ts';

export interface SimulatorOptions {
  seed?: number;
  /** Events an hour on average; 0 for a world of pushed events only. Default 200. */
  rate?: number;
  people?: number;
  /** Default: the real time. */
  clock?: { now(): number };
  /** Serve TLS with a self-signed certificate. */
  https?: boolean;
  /** Default: any free one. */
  port?: number;
  principal?: string;
  secret?: string;
  /** A principal that is known (with the same secret) but may not read the events: 403. */
  forbiddenPrincipal?: string;
  /** Default: 15 % of entries, up to 30 minutes. */
  late?: LatenessOptions;
  /** Default: 1,800 in each pool. */
  limits?: Partial<Record<BudgetPool, number>>;
  /** Share of entries that change in place; default 0. */
  inPlaceShare?: number;
  /** Opens the control surface under /control/ to whoever has this token; closed without it. */
  controlToken?: string;
  /** Puts something between the source and all that read of it. */
  wrapSource?: (source: SimulatedSource) => SimulatedSource;
  /** Told of each request before it is answered; the signal is aborted when its client has gone or been answered. */
  onRequest?: (request: ServedRequest, signal: AbortSignal) => void;
}

/** A TAP service for tests: the product's own protocol server with everything that makes the real one hard. */
export interface Simulator {
  /** `http://127.0.0.1:PORT` or `https://127.0.0.1:PORT`. */
  origin: string;
  port: number;
  principal: string;
  secret: string;
  /** PEM, where TLS is served. */
  certificate: string | undefined;
  tenant: Tenant | undefined;
  source: SimulatedSource;
  budgets: Budgets;
  faults: FaultPlan;
  ledger: Ledger;
  setSilence(on: boolean): void;
  stop(): Promise<void>;
}

const throttled = 'The user has made too many requests over the past 24 hours and has been throttled.';

/** Starts a simulator on the loopback address. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { seed = 7, rate = 200, clock = { now: () => Date.now() }, port = 0 } = options;
  const { principal = 'simulator-principal', secret = 'simulator-secret' } = options;
  const tenant =
    rate > 0
      ? createTenant({ seed, rate, ...(options.people === undefined ? {} : { people: options.people }) })
      : undefined;
  const { wrapSource = (bare) => bare } = options;
  const source = wrapSource(
    createSimulatedSource({
      tenant,
      late: options.late ?? { share: 0.15, maxMs: 30 * 60_000 },
      inPlaceShare: options.inPlaceShare ?? 0,
    }),
  );
  const budgets = createBudgets({ clicksPermitted: 1_800, others: 1_800, ...options.limits });
  const faults = createFaultPlan();
  const { ledger, record } = createLedger(source);
  const counts = new WeakMap<SiemQuery, number>();
  const certificate = options.https ? await createLoopbackCertificate() : undefined;
  let requests = 0;

  function withinBudget({ outcome, now }: Exchange): boolean {
    if (outcome.principal === undefined || outcome.endpoint === undefined) return true;
    return budgets.take(outcome.principal, poolOf(outcome.endpoint), now);
  }

  async function intercept(exchange: Exchange): Promise<SiemResponse> {
    const { outcome, request, now } = exchange;
    const honest = withinBudget(exchange) ? outcome.response : textResponse(429, throttled);
    const json = honest.status === 200 && honest.headers['content-type'] === 'application/json';
    requests += 1;
    const fault = faults.take({
      endpoint: outcome.endpoint,
      target: request.target,
      now,
      request: requests,
      json,
    });
    const { query } = outcome;
    const entry: ServedRequest = {
      at: now,
      target: request.target,
      principal: outcome.principal,
      endpoint: outcome.endpoint,
      window: query?.window,
      status: honest.status,
      fault: fault?.kind,
      get count() {
        return (query && counts.get(query)) ?? 0;
      },
    };
    record(entry);
    options.onRequest?.(entry, exchange.signal);
    if (!fault) return honest;
    const spoilt = await applyFault(fault, honest, exchange);
    entry.status = spoilt.status;
    return spoilt;
  }

  const control = { source, budgets, faults, ledger, clock, principal };
  const server = createSiemServer({
    source,
    clock,
    port,
    scheme: certificate ? 'https' : 'http',
    ...(certificate ? { createCarrier: (listener) => createHttpsServer(certificate, listener) } : {}),
    ...(options.controlToken === undefined
      ? {}
      : { route: createControlRoute(control, options.controlToken) }),
    checkCredentials(givenPrincipal, givenSecret) {
      if (givenSecret !== secret) return 'unknown';
      if (givenPrincipal === principal) return 'allowed';
      return givenPrincipal === options.forbiddenPrincipal ? 'forbidden' : 'unknown';
    },
    onServed: (_, query) => counts.set(query, (counts.get(query) ?? 0) + 1),
    intercept,
  });
  const address = await server.start();
  return {
    ...address,
    principal,
    secret,
    certificate: certificate?.cert,
    tenant,
    source,
    budgets,
    faults,
    ledger,
    setSilence: (on) => source.setSilence(on, clock.now()),
    stop: () => server.stop(),
  };
}
