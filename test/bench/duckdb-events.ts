import { DOUBLE, type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, VARCHAR } from '@duckdb/node-api';
import type { ColumnChunk } from '../../renderer/store/columns/chunk.ts';
import { type PlainRow, plainRows, textColumns } from './plain-rows.ts';

const numberColumns = ['time', 'phishScore', 'malwareScore', 'impostorScore', 'spamScore'] as const;
const columns = [...numberColumns, ...textColumns] as const satisfies readonly (keyof PlainRow)[];
/** Columns of few values are enumerations, which DuckDB counts fastest. */
const enumerations: readonly string[] = ['kind', 'classification', 'threatType', 'threatStatus'];
/** Rows DuckDB takes at a time. */
const vectorSize = 2048;

/** The same events in DuckDB, in memory, with all of the machine's cores. */
export class DuckDbEvents {
  readonly #connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async create(chunks: Iterable<ColumnChunk>): Promise<DuckDbEvents> {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const typed = columns.map(
      (name) => `"${name}" ${(numberColumns as readonly string[]).includes(name) ? 'DOUBLE' : 'VARCHAR'}`,
    );
    await connection.run(`CREATE TABLE loaded (${typed.join(', ')})`);
    const appender = await connection.createAppender('loaded');
    const types = columns.map((name) =>
      (numberColumns as readonly string[]).includes(name) ? DOUBLE : VARCHAR,
    );
    for (const chunk of chunks) {
      const rows = [...plainRows(chunk)];
      for (let at = 0; at < rows.length; at += vectorSize) {
        const some = rows.slice(at, at + vectorSize);
        const data = DuckDBDataChunk.create(types, some.length);
        data.setColumns(columns.map((name) => some.map((row) => row[name])));
        appender.appendDataChunk(data);
      }
    }
    appender.closeSync();
    for (const name of enumerations) {
      await connection.run(`CREATE TYPE "${name}_enum" AS ENUM (SELECT DISTINCT "${name}" FROM loaded)`);
    }
    const selected = columns.map((name) => {
      if (enumerations.includes(name)) return `"${name}"::"${name}_enum" AS "${name}"`;
      if (name === 'time') return 'time::BIGINT AS time';
      return (numberColumns as readonly string[]).includes(name)
        ? `"${name}"::FLOAT AS "${name}"`
        : `"${name}"`;
    });
    await connection.run(`CREATE TABLE events AS SELECT ${selected.join(', ')} FROM loaded`);
    await connection.run('DROP TABLE loaded');
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
