import { z } from 'zod';

/** The kinds of files that are written, by their endings. */
export const outgoingKinds = {
  csv: 'CSV',
  ndjson: 'NDJSON',
  parquet: 'Parquet',
  txt: 'Text',
  yaml: 'YAML',
  html: 'Web page',
  lsbackup: 'Lurescope backup',
} as const;

export const newOutgoingSchema = z.object({
  /** What the file is called unless the analyst says otherwise, without its ending. */
  name: z.string().min(1).max(200),
  kind: z.enum(Object.keys(outgoingKinds) as (keyof typeof outgoingKinds)[]),
});

export type NewOutgoing = z.infer<typeof newOutgoingSchema>;

export const outgoingIdSchema = z.uuid();

export const outgoingFileSchema = z.object({
  /** Names the file while it is written. The page never learns or chooses a path. */
  id: outgoingIdSchema,
  /** What it is called. */
  name: z.string(),
});

/** A file that is being written. */
export type OutgoingFile = z.infer<typeof outgoingFileSchema>;

/** The app protocol's path that takes the next bytes of a file. */
export function outgoingPath(id: string): string {
  return `/outgoing/${id}`;
}
