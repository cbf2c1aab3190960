import { countBits } from '../../renderer/query/bitmap.ts';
import { Clause } from '../../renderer/query/clause.ts';
import { compile } from '../../renderer/query/compile.ts';
import type { Query } from '../../shared/query/ast.ts';
import type { Bench } from './bench.ts';
import { DuckDbEvents } from './duckdb-events.ts';
import { EngineEvents, timed } from './engine-events.ts';
import { costFigure, median } from './figure.ts';
import { tenantChunks } from './tenant-chunks.ts';

const million = 1_000_000;
const fields = ['subject', 'sender', 'recipient', 'url', 'threat'] as const;
const words = [
  'invoice', 'docs.', 'payroll', 'bounce-12', 'abebe', 'zzzz', 'news-express', '/d/', 'garcia', 'voicemail', 'login',
  'overdue', 'q3 ', 'freight', '@mail', 'sign-', 'urgent', 'track', 'benefits', 'parcel-9', 'xn--', 'webinar', '.zip', 'ceo',
]; // biome-ignore format: a list of words
const warmUps = 4;

function searchFor(text: string): Query {
  return {
    is: 'or',
    of: fields.map((field) => ({ is: 'field', field, test: { is: 'text', pattern: { how: 'has', text } } })),
  };
}

/** What looking for a few letters costs, anywhere in the subject, an address or a link. */
export const searchBench: Bench = {
  name: 'search',
  about: 'substring search over a million events',
  async run({ say }) {
    const ours = new EngineEvents(tenantChunks(million));
    const peer = await DuckDbEvents.ofTenant(million);
    const times: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
    try {
      for (const [i, word] of words.entries()) {
        let found = 0;
        const query = searchFor(word);
        const own = await timed(() => {
          const clause = new Clause(ours.columns, query, compile(query, ours.columns));
          clause.update();
          found = countBits(clause.bits, (ours.columns.length + 31) >> 5);
        });
        const where = fields.map((field) => `${field} ILIKE '%${word}%'`).join(' OR ');
        let expected = 0;
        const other = await timed(async () => {
          expected = Number((await peer.rows(`SELECT count(*) FROM events WHERE ${where}`))[0]?.[0]);
        });
        // DuckDB has one recipient and one threat of an event, ours all of them.
        if (!(found >= expected))
          throw new Error(`Ours found ${found} events and DuckDB ${expected} for ${word}`);
        if (i < warmUps) continue;
        times.ours.push(own);
        times.peer.push(other);
      }
    } finally {
      peer.close();
    }
    say(`  search: ours ${median(times.ours).toFixed(1)} ms, DuckDB ${median(times.peer).toFixed(1)} ms`);
    return [
      costFigure({
        name: 'substring search over 1,000,000 events, median',
        unit: 'ms',
        ours: median(times.ours),
        peer: median(times.peer),
        peerName: 'DuckDB ILIKE in memory, all cores',
        goal: { ratioAtLeast: 10 },
        note: `${words.length - warmUps} words, each looked for once in subject, sender, recipients, link and threat`,
      }),
    ];
  },
};
