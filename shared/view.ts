import { z } from 'zod';

/** Which columns a table shows and how wide they are, as it is kept; columns in it may be there no more. */
export const columnSetSchema = z.object({
  shown: z.array(z.string()),
  pinned: z.number().int().min(0),
  widths: z.record(z.string(), z.number()),
});

/** A look that is kept under a name: its query with the time, the order of the table and its columns. */
export const viewSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** All that is asked for, the time among it. */
  query: z.string(),
  sort: z.array(z.object({ field: z.string(), descending: z.boolean() })).readonly(),
  columns: columnSetSchema,
});

export type View = z.infer<typeof viewSchema>;

export const viewsSchema = z.array(viewSchema);
