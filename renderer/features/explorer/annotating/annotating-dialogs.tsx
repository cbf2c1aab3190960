import { useAnnotating } from './annotating-model.ts';
import { NoteDialog } from './note-dialog.tsx';
import { TagDialog } from './tag-dialog.tsx';

/** The dialog on tags or on a note, where one is open. */
export function AnnotatingDialogs() {
  const asked = useAnnotating((model) => model.asked);
  const ask = useAnnotating((model) => model.ask);
  const close = () => ask(undefined);
  if (asked?.what === 'tag') return <TagDialog target={asked.target} onClose={close} />;
  if (asked?.what === 'note') return <NoteDialog eventKey={asked.key} onClose={close} />;
  return null;
}
