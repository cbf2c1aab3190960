import {
  type Said,
  type SaidMark,
  saidMarkPath,
  saidMarkSchema,
  saidPath,
  saidSchema,
} from '../../../shared/said/said.ts';
import { linesOf } from '../batch-reader.ts';

/** The record of what analysts say that main keeps beside the database. */
export interface SaidRecord {
  /** How far it is. */
  mark(): Promise<SaidMark>;
  /** All that is in it. */
  all(): Promise<{ mark: SaidMark; said: Said[] }>;
  /** Writes something down, durably before it answers. @throws what main says, a sentence */
  keep(said: readonly Said[]): Promise<SaidMark>;
}

/** Characters that are handed over at once, so that main is free for others in between. */
const handedAtOnce = 1024 * 1024;

async function textOf(response: Response): Promise<string> {
  if (!response.ok) throw new Error(await response.text());
  return response.text();
}

/** Lines in pieces that are handed over one by one. */
function* pieces(said: readonly Said[]): Generator<string> {
  let piece = '';
  for (const one of said) {
    piece += `${JSON.stringify(one)}\n`;
    if (piece.length < handedAtOnce) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** The record as the app protocol gives it. */
export function recordOf(
  ask: (path: string, options?: { method: 'POST'; body: string }) => Promise<Response>,
): SaidRecord {
  const markIn = (text: string) => saidMarkSchema.parse(JSON.parse(text));
  return {
    mark: async () => markIn(await textOf(await ask(saidMarkPath))),
    async all() {
      const response = await ask(saidPath);
      if (!response.ok || !response.body) throw new Error(await response.text());
      let mark: SaidMark | undefined;
      const said: Said[] = [];
      for await (const line of linesOf(response.body)) {
        if (mark) said.push(saidSchema.parse(JSON.parse(line)));
        else mark = markIn(line);
      }
      if (!mark) throw new Error('The record of what was said begins with nothing.');
      return { mark, said };
    },
    async keep(said) {
      const post = async (body: string) =>
        markIn(await textOf(await ask(saidPath, { method: 'POST', body })));
      const bodies = pieces(said);
      let mark = await post(bodies.next().value ?? '');
      for (const body of bodies) mark = await post(body);
      return mark;
    },
  };
}
