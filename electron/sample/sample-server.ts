import { createTenant } from '../../shared/sample-tenant/tenant.ts';
import { createSiemServer } from './siem-server.ts';
import { sourceOfTenant } from './siem-source.ts';

export interface SampleServerOptions {
  /** The sample organisation's seed. */
  seed: number;
  /** Events an hour on average; default 40. */
  rate?: number;
  /** Whether every day has attacks that were planted, for the rules to find; default yes. */
  stories?: boolean;
  /** ms since the epoch; what the answers' times are measured against. */
  clock: { now(): number };
  /** The only credentials the server takes: made up for one run by whoever starts it. */
  principal: string;
  secret: string;
}

export interface SampleServer {
  /** `http://127.0.0.1:PORT`, the base to which `/v2/siem/…` is added. */
  origin: string;
  port: number;
  stop(): Promise<void>;
}

/**
 * Starts what *Try with sample data* connects to: the SIEM API's protocol on the loopback address over an invented
 * organisation, whose events reach back as far as anyone may ask.
 */
export async function startSampleServer(options: SampleServerOptions): Promise<SampleServer> {
  const tenant = createTenant({
    seed: options.seed,
    stories: options.stories ?? true,
    ...(options.rate === undefined ? {} : { rate: options.rate }),
  });
  const server = createSiemServer({
    source: sourceOfTenant(tenant),
    clock: options.clock,
    checkCredentials: (principal, secret) =>
      principal === options.principal && secret === options.secret ? 'allowed' : 'unknown',
  });
  const { origin, port } = await server.start();
  return { origin, port, stop: () => server.stop() };
}
