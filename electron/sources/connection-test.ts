import type { ConnectionTest } from '../../shared/ipc.ts';
import type { Credentials } from '../../shared/proofpoint/credentials.ts';
import type { SiemClient } from '../proofpoint/siem-client.ts';

/**
 * Asks the API for its last minute: the least that shows that host, TLS, credentials and right all work, and that
 * works with a wrong clock too. It costs one request of the shared budget.
 */
export async function testConnection(
  client: SiemClient,
  connection: Credentials & { domain: string },
): Promise<ConnectionTest> {
  const { domain, ...credentials } = connection;
  const request = { origin: domain, credentials, endpoint: '/v2/siem/all', window: 'last minute' } as const;
  const outcome = await client.fetchWindow(request, { entry: () => undefined });
  if (!outcome.ok) return { ok: false, trouble: outcome.trouble };
  const host = new URL(domain).host;
  return { ok: true, sentence: `${host} accepts these credentials and lets them read events.` };
}
