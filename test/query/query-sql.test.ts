import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { QueryEngine } from '../../renderer/query/query-engine.ts';
import { chunkOf } from '../../renderer/store/columns/chunk-builder.ts';
import { EventColumns } from '../../renderer/store/columns/event-columns.ts';
import { parseEvent } from '../../shared/event/normalise.ts';
import { parseQuery } from '../../shared/query/parse.ts';
import { createTenant, takeEvents } from '../../shared/sample-tenant/tenant.ts';

const now = Date.UTC(2026, 10, 20);
const context = { now, timeZone: 'UTC' };

/** Whether one threat, or one attachment, passes. */
const threat = (condition: string) => `len(list_filter(threats, lambda t: ${condition})) > 0`;
const part = (condition: string) => `len(list_filter(parts, lambda p: ${condition})) > 0`;
const inList = (list: string, condition: string) => `len(list_filter(${list}, lambda v: ${condition})) > 0`;
const domain = (address: string) => `lower(split_part(${address}, '@', 2))`;

/** Queries and what they say, written by hand against the fields as the API gives them. */
const pairs: readonly (readonly [query: string, sql: string])[] = [
  ['kind:"click permitted"', "kind = 'clickPermitted'"],
  ['kind:"message blocked" OR kind:"click blocked"', "kind IN ('messageBlocked', 'clickBlocked')"],
  ['phish:>=80', 'phishScore >= 80'],
  ['phish:>80', 'phishScore > 80'],
  ['malwareScore:94', 'malwareScore = 94'],
  ['impostor:4..20', 'impostorScore BETWEEN 4 AND 20'],
  ['spam:{26 TO 90]', 'spamScore > 26 AND spamScore <= 90'],
  ['spam:<10 phish:<10', 'spamScore < 10 AND phishScore < 10'],
  ['score:>=95', 'phishScore >= 95 OR malwareScore >= 95 OR impostorScore >= 95 OR spamScore >= 95'],
  ['NOT phishScore:*', 'phishScore IS NULL'],
  ['malwareScore:*', 'malwareScore IS NOT NULL'],
  ['subject:november', "subject ILIKE '%november%'"],
  ['subject:"tender documents"', "subject ILIKE '%tender documents%'"],
  ['subject:reminder*november', "subject ILIKE '%reminder%november%'"],
  ['subject:="Bank security notice"', "lower(subject) = 'bank security notice'"],
  ['subject:prüfung', "subject ILIKE '%prüfung%'"],
  ['NOT subject:*', "coalesce(subject, '') = ''"],
  ['sender:payroll@*', "sender ILIKE 'payroll@%'"],
  ['senderDomain:vault-express.test', `${domain('sender')} = 'vault-express.test'`],
  ['senderDomain:*.example.org', `${domain('sender')} LIKE '%.example.org'`],
  ['senderIP:203.0.113.107', "senderIP = '203.0.113.107'"],
  ['senderIP:203.0.113.0/24', "senderIP LIKE '203.0.113.%'"],
  ['senderIP:192.0.2.1?', "regexp_full_match(senderIP, '192\\.0\\.2\\.1.')"],
  ['ip:198.51.100.0/24', "senderIP LIKE '198.51.100.%' OR clickIP LIKE '198.51.100.%'"],
  ['clickIP:198.51.100.4', "clickIP = '198.51.100.4'"],
  ['to:lukasz.krol@halden-precision.example', inList('recipients', "lower(v) = 'lukasz.krol@halden-precision.example'")],
  [
    'to:(lukasz.krol@halden-precision.example, remi.daubigny@halden-precision.example)',
    inList('recipients', "lower(v) IN ('lukasz.krol@halden-precision.example', 'remi.daubigny@halden-precision.example')"),
  ],
  ['-to:*krol*', `NOT (${inList('recipients', "v ILIKE '%krol%'")})`],
  ['quarantineRule:module.sandbox.threat', "lower(quarantineRule) = 'module.sandbox.threat'"],
  ['quarantineFolder:phish quarantineRule:*', "lower(quarantineFolder) = 'phish' AND quarantineRule <> ''"],
  ['policyRoutes:(default_inbound AND plant_sites)', `${inList('routes', "lower(v) = 'default_inbound'")} AND ${inList('routes', "lower(v) = 'plant_sites'")}`],
  ['modulesRun:sandbox -modulesRun:impostor', `${inList('modules', "v = 'sandbox'")} AND NOT (${inList('modules', "v = 'impostor'")})`],
  ['cluster:haldenprecision_hosted', "lower(cluster) = 'haldenprecision_hosted'"],
  ['messageSize:>100kB', 'messageSize > 100000'],
  ['messageSize:5kB..60kB', 'messageSize BETWEEN 5000 AND 60000'],
  ['xmailer:foxmail*', "xmailer ILIKE 'foxmail%'"],
  ['classification:malware', threat("lower(t.classification) = 'malware'")],
  ['classification:(malware, phish) -status:(cleared, falsePositive)', `${threat("lower(t.classification) IN ('malware', 'phish')")} AND NOT (${threat("lower(t.threatStatus) IN ('cleared', 'falsepositive')")})`],
  ['threats(classification:phish status:cleared)', threat("lower(t.classification) = 'phish' AND lower(t.threatStatus) = 'cleared'")],
  ['threats(classification:phish NOT threatType:url)', threat("lower(t.classification) = 'phish' AND lower(coalesce(t.threatType, '')) <> 'url'")],
  ['NOT campaignID:*', `NOT (${threat("coalesce(t.campaignID, '') <> ''")})`],
  ['campaign:23b553e9-b7cf-49a8-97a4-9849124fa913', threat("t.campaignID = '23b553e9-b7cf-49a8-97a4-9849124fa913'")],
  ['threat:portal', threat("t.threat ILIKE '%portal%'")],
  ['filename:=*.iso', part("p.filename ILIKE '%.iso'")],
  ['parts(sandboxStatus:threat disposition:attached)', part("p.sandboxStatus = 'threat' AND p.disposition = 'attached'")],
  ['time:2026-11-18', "occurred >= '2026-11-18' AND occurred < '2026-11-19'"],
  ['time:>now-1d', "occurred >= '2026-11-19'"],
  ['time:[2026-11-17T12:00 TO 2026-11-18T06:30}', "occurred >= '2026-11-17 12:00:00' AND occurred < '2026-11-18 06:30:00'"],
  ['userAgent:firefox OR userAgent:edg', "userAgent ILIKE '%firefox%' OR userAgent ILIKE '%edg%'"],
  ['(phish:>=70 OR impostor:>=70) kind:"message delivered" -senderDomain:*.test', `(phishScore >= 70 OR impostorScore >= 70) AND kind = 'messageDelivered' AND NOT (${domain('sender')} LIKE '%.test')`],
  ['url:enrol clickTime:>=2026-11-19', "url ILIKE '%enrol%' AND clickTime >= '2026-11-19'"],
]; // biome-ignore format: a query and its SQL in a row

/** A module that did not run says -1. */
const score = (name: string) => `nullif((raw->>'${name}')::DOUBLE, -1)`;

const view = `
  SELECT n, kind, raw->>'GUID' AS guid,
    ${score('phishScore')} AS phishScore, ${score('malwareScore')} AS malwareScore,
    ${score('impostorScore')} AS impostorScore, ${score('spamScore')} AS spamScore,
    (raw->>'messageSize')::DOUBLE AS messageSize,
    raw->>'subject' AS subject, raw->>'sender' AS sender, raw->>'senderIP' AS senderIP,
    raw->>'clickIP' AS clickIP, raw->>'url' AS url, raw->>'userAgent' AS userAgent, raw->>'cluster' AS cluster,
    raw->>'quarantineRule' AS quarantineRule, raw->>'quarantineFolder' AS quarantineFolder, raw->>'xmailer' AS xmailer,
    CASE WHEN json_type(raw->'recipient') = 'ARRAY' THEN (raw->'recipient')::VARCHAR[] ELSE [raw->>'recipient'] END AS recipients,
    coalesce((raw->'policyRoutes')::VARCHAR[], []) AS routes, coalesce((raw->'modulesRun')::VARCHAR[], []) AS modules,
    (raw->>'clickTime')::TIMESTAMP AS clickTime,
    coalesce(raw->>'messageTime', raw->>'clickTime')::TIMESTAMP AS occurred,
    CASE WHEN kind LIKE 'click%' THEN [{
      classification: raw->>'classification', threatStatus: raw->>'threatStatus', threatType: 'url',
      campaignID: coalesce(raw->>'campaignId', raw->>'campaignID'), threat: NULL::VARCHAR}]
    ELSE coalesce(from_json(raw->'threatsInfoMap', '[{"classification":"VARCHAR","threatStatus":"VARCHAR",
      "threatType":"VARCHAR","campaignID":"VARCHAR","threat":"VARCHAR"}]'), []) END AS threats,
    coalesce(from_json(raw->'messageParts',
      '[{"filename":"VARCHAR","sandboxStatus":"VARCHAR","disposition":"VARCHAR"}]'), []) AS parts
  FROM given`;

/** Events in the spelling the API documents: what its others mean is for the normaliser's own tests. */
function documented() {
  const tenant = createTenant({ seed: 5, rate: 300 });
  return takeEvents(tenant, 3000, now).filter(
    ({ raw }) => !('clusterId' in raw) && 'phishScore' in raw === 'messageTime' in raw,
  );
}

describe('queries beside the same in SQL, over the same answers of the API', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lurescope-sql-'));
  const events = documented();
  let duckdb: DuckDBConnection;
  let engine: QueryEngine;

  beforeAll(async () => {
    const entries = events.map(({ kind, raw }, n) => {
      const read = parseEvent(kind, JSON.stringify(raw), now);
      if (!read.ok) throw new Error('The sample has an event that cannot be read.');
      // Versions of one event are events of their own here.
      const identity = n.toString(16).padStart(32, '0');
      return { event: { ...read.event, identity }, facts: { source: 'a', fetched: now, versions: 1 } };
    });
    const columns = new EventColumns();
    columns.append(chunkOf(entries));
    engine = new QueryEngine(columns);
    const file = join(folder, 'events.ndjson');
    writeFileSync(file, events.map(({ kind, raw }, n) => JSON.stringify({ n, kind, raw })).join('\n'));
    duckdb = await (await DuckDBInstance.create(':memory:')).connect();
    await duckdb.run(
      `CREATE TABLE given AS SELECT * FROM read_json('${file}', format = 'newline_delimited', columns = {n: 'INTEGER', kind: 'VARCHAR', raw: 'JSON'})`,
    );
    await duckdb.run(`CREATE TABLE events AS ${view}`);
  });

  afterAll(() => {
    duckdb.closeSync();
    rmSync(folder, { recursive: true });
  });

  test.each(pairs)('%s', async (query, sql) => {
    const parsed = parseQuery(query, context);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed));
    const asked = engine.askAtOnce({
      query: parsed.query,
      time: null,
      drawn: null,
      bins: 1,
      facets: [],
      sort: [],
      anchors: [],
    });
    const found = [...asked.rows(0, asked.answer.matched)].sort((a, b) => a - b);
    const rows = (await duckdb.runAndReadAll(`SELECT n FROM events WHERE ${sql} ORDER BY n`)).getRows();
    expect(found).toEqual(rows.map(([n]) => n));
    // A query that finds nothing, or everything, would say nothing.
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(events.length);
  });
});
