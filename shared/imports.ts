import { z } from 'zod';
import { batchOutcomeSchema } from './journal-batch.ts';
import { sourceIdSchema, sourceNameSchema } from './source.ts';

/** What became of an import's entries; `duplicates` were here already, of this import or of another source. */
export const importCountsSchema = batchOutcomeSchema.extend({
  /** Places of the files that could not be read. */
  faults: z.number().int().nonnegative(),
});

export type ImportCounts = z.infer<typeof importCountsSchema>;

export const noCounts: ImportCounts = { stored: 0, duplicates: 0, versions: 0, unparsed: 0, faults: 0 };

export const newImportSchema = z.object({
  name: sourceNameSchema,
  /** Where its events came from: files that were imported, or a backup that was restored. */
  kind: z.enum(['files', 'backup']),
  /** Names of the files. */
  files: z.array(z.string().max(1000)).max(1000),
});

export type NewImport = z.input<typeof newImportSchema>;

/** Events that came from files: a source of their own, without polling. */
export const importedSchema = newImportSchema.extend({
  id: sourceIdSchema,
  /** When it began, ms. */
  at: z.number(),
  /** One that is still `running` when the app starts was cut off, and is undone. */
  state: z.enum(['running', 'done']),
  counts: importCountsSchema,
});

export type Imported = z.infer<typeof importedSchema>;

/** The app protocol's path that takes batches of an import, gzip'd, for the archive. */
export function importedPath(source: string): string {
  return `/imported/${source}`;
}
