import { relationsOf } from '../../renderer/features/explorer/lead/relations.ts';
import { glimpse } from '../../renderer/query/glance.ts';
import { attackedPeople } from '../../renderer/query/people.ts';
import { exposures, otherSeverity, severities, statusWeights } from '../../shared/attack-score.ts';
import type { ThreatEvent } from '../../shared/event/threat-event.ts';
import type { Bench } from './bench.ts';
import { DuckDbEvents } from './duckdb-events.ts';
import { EngineEvents, timed } from './engine-events.ts';
import { costFigure, median, quantile } from './figure.ts';
import { newestEvents, tenantChunks } from './tenant-chunks.ts';

const million = 1_000_000;
const panels = 60;
/** The first are not counted: code is compiled and caches are filled. */
const warmUps = 5;
const shownEvents = 5;
const topPeople = 100;

/** A text in SQL. What is behind a NUL, which ends a statement, is left out. */
function quoted(text: string): string {
  return `'${text.replace(/\0.*/s, '').replaceAll("'", "''")}'`;
}

/** What of a panel can be asked of the peer's columns: the same sender, subject, recipient and URL. */
function panelSql({ sender, subject, recipient, url, threatsInfoMap }: ThreatEvent): string {
  const artefact = url ?? threatsInfoMap[0]?.threat ?? '';
  const conditions = [
    ...(sender ? [`lower(sender) = ${quoted(sender.toLowerCase())}`] : []),
    ...(subject ? [`lower(subject) = ${quoted(subject.toLowerCase())}`] : []),
    ...(artefact ? [`url = ${quoted(artefact)} OR threat = ${quoted(artefact)}`] : []),
    ...recipient.slice(0, 1).map((person) => `lower(recipient) = ${quoted(person.toLowerCase())}`),
  ];
  return conditions
    .map(
      (condition, i) =>
        `(SELECT ${i}, rowid, time, count(*) OVER () FROM events WHERE ${condition} ORDER BY time DESC LIMIT ${shownEvents})`,
    )
    .join(' UNION ALL ');
}

function caseSql(column: string, weights: Readonly<Record<string, number>>, other: number): string {
  const whens = Object.entries(weights).map(([word, weight]) => `WHEN ${quoted(word)} THEN ${weight}`);
  return `CASE lower(${column}::VARCHAR) ${whens.join(' ')} ELSE ${other} END`;
}

const kindsInLower = Object.fromEntries(
  Object.entries(exposures).map(([kind, weight]) => [kind.toLowerCase(), weight]),
);

const peopleSql = `SELECT recipient, sum(${caseSql('kind', kindsInLower, 0)} * ${caseSql('classification', severities, otherSeverity)}
  * ${caseSql('"threatStatus"', statusWeights, 1)}) AS score, count(*) FROM events
  WHERE recipient <> '' GROUP BY recipient ORDER BY score DESC LIMIT ${topPeople}`;

const peerName = 'DuckDB in memory, all cores';

/** What it costs to follow a lead: the panel of related events, and the ranking of people. */
export const leadBench: Bench = {
  name: 'lead',
  about: 'related events of an event, and most attacked people, over a million events',
  async run({ say }) {
    const ours = new EngineEvents(tenantChunks(million));
    const peer = await DuckDbEvents.ofTenant(million);
    try {
      const times = { ours: [] as number[], peer: [] as number[] };
      const people = { ours: [] as number[], peer: [] as number[] };
      for (const [i, event] of newestEvents(panels + warmUps).entries()) {
        const relations = relationsOf(event);
        const own = await timed(() => {
          for (const { query } of relations) {
            glimpse(ours.engine, ours.columns, { query, time: null, rows: shownEvents, reach: false });
          }
        });
        const other = await timed(() => peer.rows(panelSql(event)));
        const ranked = await timed(() =>
          attackedPeople(ours.columns, ours.columns.snapshot(), { top: topPeople, bars: 40 }),
        );
        const grouped = i % 4 === 0 ? await timed(() => peer.rows(peopleSql)) : undefined;
        if (i < warmUps) continue;
        times.ours.push(own);
        times.peer.push(other);
        people.ours.push(ranked);
        if (grouped !== undefined) people.peer.push(grouped);
      }
      say(
        `  related: ours ${median(times.ours).toFixed(1)} ms, DuckDB ${median(times.peer).toFixed(1)}; people: ours ${median(people.ours).toFixed(1)}, DuckDB ${median(people.peer).toFixed(1)}`,
      );
      return [
        costFigure({
          name: 'related events of an event among 1,000,000, p95',
          unit: 'ms',
          ours: quantile(times.ours, 0.95),
          peer: quantile(times.peer, 0.95),
          peerName,
          goal: { oursAtMost: 50 },
          note: `${panels} events; counts, and the newest ${shownEvents}, of all that an event shares with others, nine to sixteen things; the peer is asked for four of them, sender, subject, URL and first recipient, in one statement`,
        }),
        costFigure({
          name: 'most attacked people among 1,000,000 events, median',
          unit: 'ms',
          ours: median(people.ours),
          peer: median(people.peer),
          peerName,
          note: `scores of all, counts by kind and 40 bars of the first ${topPeople}; the peer sums scores alone, over the first recipient and the first threat of each event`,
        }),
      ];
    } finally {
      peer.close();
    }
  },
};
