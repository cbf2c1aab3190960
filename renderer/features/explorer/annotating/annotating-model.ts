import { create } from 'zustand';
import { countOf } from '../../../../shared/duration.ts';
import type { AnnotationChange } from '../../../store/annotations/annotation.ts';
import type { StoreClient } from '../../../store/store-client.ts';
import { didThis } from '../deeds.ts';
import type { Meant } from '../marking/marking-model.ts';

/** What is to be tagged or noted: an event, or many. */
export type AnnotatingTarget = { is: 'event'; key: string } | ({ is: 'many' } & Meant);

interface Annotating {
  /** The dialog that is open. */
  asked: { what: 'tag'; target: AnnotatingTarget } | { what: 'note'; key: string } | undefined;
  /** Counts up with every change, so that what is shown of an event can be read anew. */
  changes: number;
  ask(asked: Annotating['asked']): void;
}

/** Which dialog on tags and notes is open. */
export const useAnnotating = create<Annotating>((set) => ({
  asked: undefined,
  changes: 0,
  ask: (asked) => set({ asked }),
}));

/** More events than this are too many to be tagged at once. */
export const mostTagged = 100_000;
/** Of more events than this it is asked once whether all are meant. */
export const mostUnasked = 100;

type Store = Pick<StoreClient, 'annotate' | 'undoAnnotation'>;

function titleOf({ addTags = [], removeTags = [], note }: AnnotationChange, events: number): string {
  const these = countOf(events, 'event');
  if (addTags.length > 0) return `Tagged ${these} as ${addTags.join(', ')}`;
  if (removeTags.length > 0) return `Took ${removeTags.join(', ')} off ${these}`;
  return note === '' ? 'Deleted the note' : 'Noted';
}

function touch(): void {
  useAnnotating.setState(({ changes }) => ({ changes: changes + 1 }));
}

/** Says something of events and tells so, with a way to undo it. */
export async function annotate(
  store: Store,
  target: AnnotatingTarget,
  change: AnnotationChange,
): Promise<void> {
  const meant = target.is === 'event' ? { keys: [target.key] } : target.target;
  const { events, undo } = await store.annotate(meant, change);
  touch();
  if (undo === null) return;
  didThis(titleOf(change, events), async () => {
    await store.undoAnnotation(undo);
    touch();
  });
}
