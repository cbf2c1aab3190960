import type { Said, SaidMark } from '../../../shared/said/said.ts';
import { SaidState, saidOfEvents, saysNothing } from '../../../shared/said/said-state.ts';
import type { AlertRow } from '../../detections/alert-row.ts';
import { isDecided, restoredAlert, saidOfAlert } from '../../detections/said-alerts.ts';
import type { AnnotationRow, Database } from '../database.ts';
import type { SaidRecord } from './record.ts';

/** What one of the two has to be told, so that both say the same. */
interface Differences {
  here: { annotations: AnnotationRow[]; cleared: string[]; alerts: AlertRow[] };
  record: Said[];
}

function isSame(a: { tags: readonly string[]; note: string }, b: typeof a): boolean {
  return a.note === b.note && JSON.stringify(a.tags) === JSON.stringify(b.tags);
}

function decisionOf({
  state,
  verdict,
  note,
  history,
}: Pick<AlertRow, 'state' | 'verdict' | 'note' | 'history'>) {
  return { state, verdict, note, history };
}

/** Compares what is said of events: what only one of them has, both are to have. */
function compareEvents(
  here: readonly AnnotationRow[],
  record: SaidState,
  isRecordNewer: boolean,
  differences: Differences,
): void {
  const rows = new Map(here.map((row) => [row.key, row]));
  const toRecord = new Map<string, AnnotationRow>();
  for (const row of here) {
    const said = record.events.get(row.key);
    if (!said || (!isRecordNewer && !isSame(said, row))) toRecord.set(row.key, row);
  }
  for (const [key, said] of record.events) {
    const row = rows.get(key);
    if (toRecord.has(key) || (row && isSame(row, said))) continue;
    if (!saysNothing(said)) differences.here.annotations.push({ key, ...said });
    else if (row) differences.here.cleared.push(key);
  }
  differences.record.push(...saidOfEvents(toRecord));
}

function compareAlerts(
  here: readonly AlertRow[],
  record: SaidState,
  isRecordNewer: boolean,
  differences: Differences,
): void {
  const rows = new Map(here.map((row) => [row.id, row]));
  for (const row of here) {
    if (isDecided(row) && !record.alerts.has(row.id)) differences.record.push(saidOfAlert(row));
  }
  for (const alert of record.alerts.values()) {
    const row = rows.get(alert.id);
    if (!row) differences.here.alerts.push(restoredAlert(alert));
    else if (JSON.stringify(decisionOf(row)) === JSON.stringify(decisionOf(alert))) continue;
    else if (isRecordNewer || !isDecided(row)) {
      differences.here.alerts.push({ ...row, ...decisionOf(alert) });
    } else differences.record.push(saidOfAlert(row));
  }
}

/** Whether the record has seen changes that the database has not: it is new, or a change did not get as far as here. */
function isNewer(record: SaidMark, here: SaidMark | undefined): boolean {
  return here === undefined || (here.record === record.record && here.at < record.at);
}

/**
 * Makes the database and the record of what analysts say tell the same, before the store is opened. They do already
 * but where the database was lost and made anew, where the record is new or lines of it were damaged, or where the app
 * ended between one and the other. What either says is kept; where they differ, the one that saw more changes holds.
 * @throws what main or the database says
 */
export async function reconcile(database: Database, record: SaidRecord): Promise<void> {
  const here = await database.mark();
  const there = await record.mark();
  if (here?.record === there.record && here.at === there.at) return;
  const { mark, said } = await record.all();
  const state = new SaidState(said);
  const isRecordNewer = isNewer(mark, here);
  const differences: Differences = { here: { annotations: [], cleared: [], alerts: [] }, record: [] };
  compareEvents(await database.annotations.toArray(), state, isRecordNewer, differences);
  compareAlerts(await database.alerts.toArray(), state, isRecordNewer, differences);
  const reached = differences.record.length > 0 ? await record.keep(differences.record) : mark;
  const { annotations, cleared, alerts } = differences.here;
  const tables = [database.annotations, database.alerts, database.meta];
  await database.transaction('rw', tables, async () => {
    await database.annotations.bulkPut(annotations);
    await database.annotations.bulkDelete(cleared);
    await database.alerts.bulkPut(alerts);
    await database.setMark(reached);
  });
}
