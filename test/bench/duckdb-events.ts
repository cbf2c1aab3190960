import { DOUBLE, type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, VARCHAR } from '@duckdb/node-api';
import { type PlainRow, plainRows, textColumns } from './plain-rows.ts';
import {
  digitsOf,
  peopleApart,
  plannedCopies,
  sameInAll,
  type TenantChunks,
  tenantsOwn,
} from './tenant-chunks.ts';

const numberColumns = ['time', 'phishScore', 'malwareScore', 'impostorScore', 'spamScore'] as const;
const columns = [...numberColumns, ...textColumns] as const satisfies readonly (keyof PlainRow)[];
/** Columns of few values are enumerations, which DuckDB counts fastest. */
const enumerations: readonly string[] = ['kind', 'classification', 'threatType', 'threatStatus'];
/** Rows DuckDB takes at a time. */
const vectorSize = 2048;

type Row = Record<string, string | number | null>;

function isNumber(column: string): boolean {
  return (numberColumns as readonly string[]).includes(column) || column === 'place' || column === 'chunk';
}

async function load(connection: DuckDBConnection, table: string, names: readonly string[], all: Row[]) {
  const typed = names.map((name) => `"${name}" ${isNumber(name) ? 'DOUBLE' : 'VARCHAR'}`);
  await connection.run(`CREATE TABLE ${table} (${typed.join(', ')})`);
  const appender = await connection.createAppender(table);
  const types = names.map((name) => (isNumber(name) ? DOUBLE : VARCHAR));
  for (let at = 0; at < all.length; at += vectorSize) {
    const some = all.slice(at, at + vectorSize);
    const data = DuckDBDataChunk.create(types, some.length);
    data.setColumns(names.map((name) => some.map((row) => row[name] ?? null)));
    appender.appendDataChunk(data);
  }
  appender.closeSync();
}

/** What a column of a copy is in SQL, as `copyOf` in tenant-chunks.ts has it. */
function copied(column: string, copy: number, shift: number): string {
  if (column === 'time') return `own.time - ${shift}`;
  if (copy === 0 || isNumber(column) || sameInAll.has(column)) return `own."${column}"`;
  const text = `translate(own."${column}", '0123456789', '${digitsOf(copy).join('')}')`;
  return column === 'recipient' ? `coalesce(other.address, ${text})` : text;
}

/** Which chunks of the tenant's own a copy has, oldest copy first. */
function chunksByCopy(
  own: TenantChunks,
  events: number,
): { copy: number; shift: number; chunks: number[] }[] {
  const found: { copy: number; shift: number; chunks: number[] }[] = [];
  for (const { chunk, copy, shift } of plannedCopies(own, events)) {
    if (found.at(-1)?.copy !== copy) found.push({ copy, shift, chunks: [] });
    found.at(-1)?.chunks.push(own.chunks.indexOf(chunk));
  }
  return found;
}

/** The same events in DuckDB, in memory, with all of the machine's cores. */
export class DuckDbEvents {
  readonly #connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /**
   * The events of `tenantChunks`. Those that they are copies of are handed over row by row, and copied in SQL: to
   * hand over ten million rows would take most of an hour.
   */
  static async ofTenant(events: number): Promise<DuckDbEvents> {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const own = tenantsOwn();
    const { addresses } = own;
    const rows = own.chunks.flatMap((one, chunk) => [...plainRows(one)].map((row) => ({ ...row, chunk })));
    await load(connection, 'own', [...columns, 'chunk'], rows);
    const people = addresses.map((address, place) => ({ address, place }));
    await load(connection, 'people', ['address', 'place'], people);
    await connection.run('CREATE TABLE loaded AS SELECT * EXCLUDE chunk FROM own LIMIT 0');
    for (const { copy, shift, chunks } of chunksByCopy(own, events)) {
      const values = columns.map((column) => copied(column, copy, shift));
      await connection.run(`INSERT INTO loaded SELECT ${values.join(', ')} FROM own
        LEFT JOIN people AS person ON person.address = own.recipient
        LEFT JOIN people AS other ON other.place = (person.place + ${copy * peopleApart}) % ${addresses.length}
        WHERE own.chunk IN (${chunks.join(', ')})`);
    }
    for (const name of enumerations) {
      await connection.run(`CREATE TYPE "${name}_enum" AS ENUM (SELECT DISTINCT "${name}" FROM loaded)`);
    }
    const selected = columns.map((name) => {
      if (enumerations.includes(name)) return `"${name}"::"${name}_enum" AS "${name}"`;
      if (name === 'time') return 'time::BIGINT AS time';
      return isNumber(name) ? `"${name}"::FLOAT AS "${name}"` : `"${name}"`;
    });
    // By time, as events come in.
    await connection.run(`CREATE TABLE events AS SELECT ${selected.join(', ')} FROM loaded ORDER BY time`);
    for (const table of ['loaded', 'own', 'people']) await connection.run(`DROP TABLE ${table}`);
    return new DuckDbEvents(connection);
  }

  /** Runs a query and reads all of its answer. */
  async rows(sql: string): Promise<unknown[][]> {
    const reader = await this.#connection.runAndReadAll(sql);
    return reader.getRows();
  }

  close(): void {
    this.#connection.closeSync();
  }
}
