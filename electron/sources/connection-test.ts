import type { ConnectionTest } from '../../shared/ipc.ts';
import type { Credentials } from '../../shared/proofpoint/credentials.ts';
import type { Clock } from '../clock.ts';
import { shortestWindow } from '../ingest/window-plan.ts';
import type { SiemClient } from '../proofpoint/siem-client.ts';

/**
 * Asks the API for its shortest window: the least that shows host, TLS, credentials and right all work. It costs
 * one request of the shared budget.
 */
export async function testConnection(
  client: SiemClient,
  clock: Clock,
  connection: Credentials & { domain: string },
): Promise<ConnectionTest> {
  const { domain, ...credentials } = connection;
  const to = Math.floor(clock.now() / 1000) * 1000 - 60_000;
  const window = { from: to - shortestWindow, to };
  const request = { origin: domain, credentials, endpoint: '/v2/siem/all', window } as const;
  const outcome = await client.fetchWindow(request, { entry: () => undefined });
  if (!outcome.ok) return { ok: false, trouble: outcome.trouble };
  const host = new URL(domain).host;
  return { ok: true, sentence: `${host} accepts these credentials and lets them read events.` };
}
