import { csvLine } from '../../../shared/files/export/csv.ts';
import type { AlertRow } from '../../detections/alert-row.ts';

function exported(alert: AlertRow) {
  const { id, rule, severity, title, state, verdict, note, count } = alert;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    ...{ id, severity, title, rule, state, verdict, count },
    firstSeen: iso(alert.firstSeen),
    lastSeen: iso(alert.lastSeen),
    raised: iso(alert.raisedAt),
    note,
    people: alert.about.people,
    campaigns: alert.about.campaigns,
    threats: alert.about.threats,
    events: alert.events,
  };
}

function cellOf(value: unknown): string {
  if (Array.isArray(value)) return value.join('; ');
  return value === null ? '' : String(value);
}

/** Alerts as CSV (RFC 4180), with a head. */
export function alertsCsv(alerts: readonly AlertRow[]): string {
  const [first, ...rest] = alerts.map(exported);
  if (!first) return '';
  const rows = [Object.keys(first), ...[first, ...rest].map((row) => Object.values(row))];
  return rows.map((row) => csvLine(row.map(cellOf))).join('');
}

/** Alerts as NDJSON, one a line. */
export function alertsNdjson(alerts: readonly AlertRow[]): string {
  return alerts.map((alert) => `${JSON.stringify(exported(alert))}\n`).join('');
}
