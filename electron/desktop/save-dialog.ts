import { join } from 'node:path';
import { app } from 'electron';
import { type NewOutgoing, outgoingKinds } from '../../shared/outgoing-file.ts';
import { askWhereToSave } from './save-file.ts';

/** Asks the analyst where a file is to be written; undefined where they would rather not. */
export function askWhere({ name, kind }: NewOutgoing): Promise<string | undefined> {
  // A name may hold what a query or a source is called.
  const plain = name.replaceAll(/[^\p{L}\p{N} ._-]+/gu, '-');
  return askWhereToSave({
    title: 'Save as',
    defaultPath: join(app.getPath('documents'), `${plain}.${kind}`),
    name: outgoingKinds[kind],
    extension: kind,
  });
}
