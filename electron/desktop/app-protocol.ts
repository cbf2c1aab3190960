import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { protocol } from 'electron';
import { saidMarkPath, saidPath } from '../../shared/said/said.ts';
import type { Archive } from '../ingest/archive.ts';
import { gzipMembers } from '../ingest/gzip-members.ts';
import type { Journal } from '../ingest/journal.ts';
import { allSaid, saidMark, takeSaid } from '../said/said-answers.ts';
import type { SaidRecord } from '../said/said-record.ts';
import { appScheme, isAppUrl } from './app-origin.ts';
import { contentSecurityPolicy, policyOf } from './content-security-policy.ts';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Must run before the app is ready (Electron, `protocol.registerSchemesAsPrivileged`). */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

function answer(status: number, text = ''): Response {
  return new Response(text, { status, headers: { ...securityHeaders, 'content-type': 'text/plain' } });
}

async function file(rendererFolder: string, pathname: string): Promise<Response> {
  const relative = normalize(decodeURIComponent(pathname)).replace(/^[/\\]+/, '');
  const path = join(rendererFolder, relative);
  if (!path.startsWith(rendererFolder + sep)) return answer(404);
  try {
    const body = await readFile(path);
    const type = contentTypes[extname(path)] ?? 'application/octet-stream';
    const headers = {
      ...securityHeaders,
      'content-security-policy': policyOf(pathname),
      'content-type': type,
    };
    return new Response(new Uint8Array(body), { headers });
  } catch {
    return answer(404, `No such file: ${pathname}`);
  }
}

/** A batch's bytes as they lie in the journal; the page unpacks them itself, so no encoding is declared. */
function batch(journal: Journal, source: string, seq: string): Response {
  const found = journal.find(source, Number(seq));
  if (!found) return answer(404, 'No such batch.');
  const body = Readable.toWeb(journal.read(found)) as ReadableStream<Uint8Array>;
  return new Response(body, { headers: { ...securityHeaders, 'content-type': 'application/gzip' } });
}

/** A day of the archive as NDJSON; in place of what is damaged stands a line that says so. */
async function* unpackedDay(archive: Archive, source: string, day: string): AsyncGenerator<Buffer> {
  for await (const member of gzipMembers(archive.read(source, day))) {
    if (member.ok) yield member.text;
    else yield Buffer.from(`${JSON.stringify({ damaged: member.bytes, reason: member.reason })}\n`);
  }
}

function day(archive: Archive, source: string, name: string): Response {
  const body = Readable.toWeb(
    Readable.from(unpackedDay(archive, source, name)),
  ) as ReadableStream<Uint8Array>;
  return new Response(body, { headers: { ...securityHeaders, 'content-type': 'application/x-ndjson' } });
}

/** Takes the bytes of a request, and answers when the next may come. */
type Taker = (name: string, bytes: Uint8Array) => Promise<void>;

async function taken(taker: Taker, name: string, request: Request): Promise<Response> {
  try {
    await taker(name, new Uint8Array(await request.arrayBuffer()));
    return new Response(null, { status: 204, headers: securityHeaders });
  } catch (error) {
    return answer(507, error instanceof Error ? error.message : String(error));
  }
}

function ndjson(text: string): Response {
  return new Response(text, { headers: { ...securityHeaders, 'content-type': 'application/x-ndjson' } });
}

async function saidTaken(said: SaidRecord, request: Request): Promise<Response> {
  try {
    return ndjson(await takeSaid(said, await request.text()));
  } catch (error) {
    return answer(507, error instanceof Error ? error.message : String(error));
  }
}

/** What lies behind the app protocol beside the app's own files. */
export interface Served {
  journal: Journal;
  archive: Archive;
  said: SaidRecord;
  /** What the store worker hands over: pieces of files that are written, and batches of imports. */
  taking: { outgoing: Taker; imported: Taker };
}

/** Serves the app's pages, and the journal's batches, the archive's days and what was said to the store worker. */
export function serveApp(rendererFolder: string, { journal, archive, said, taking }: Served): void {
  protocol.handle(appScheme, async (request) => {
    if (!isAppUrl(request.url)) return answer(404);
    const { pathname } = new URL(request.url);
    if (request.method === 'POST') {
      const [, what = '', name = ''] = /^\/(outgoing|imported)\/([a-z0-9-]+)$/.exec(pathname) ?? [];
      if (what === 'outgoing' || what === 'imported') return taken(taking[what], name, request);
      if (pathname === saidPath) return saidTaken(said, request);
    }
    if (request.method !== 'GET') return answer(405);
    if (pathname === saidPath) return ndjson(await allSaid(said));
    if (pathname === saidMarkPath) return ndjson(saidMark(said));
    const journalPath = /^\/journal\/([a-z0-9-]+)\/(\d+)$/.exec(pathname);
    if (journalPath) return batch(journal, journalPath[1] as string, journalPath[2] as string);
    const archivedDay = /^\/archive\/([a-z0-9-]+)\/(\d{4}-\d{2}-\d{2})$/.exec(pathname);
    if (archivedDay) return day(archive, archivedDay[1] as string, archivedDay[2] as string);
    return file(rendererFolder, pathname);
  });
}
