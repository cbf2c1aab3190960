import { join } from 'node:path';
import { app, dialog } from 'electron';
import { type NewOutgoing, outgoingKinds } from '../../shared/outgoing-file.ts';

/** Asks the analyst where a file is to be written; undefined where they would rather not. */
export async function askWhere({ name, kind }: NewOutgoing): Promise<string | undefined> {
  // A name may hold what a query or a source is called.
  const plain = name.replaceAll(/[^\p{L}\p{N} ._-]+/gu, '-');
  const { canceled, filePath } = await dialog.showSaveDialog({
    defaultPath: join(app.getPath('documents'), `${plain}.${kind}`),
    filters: [{ name: outgoingKinds[kind], extensions: [kind] }],
  });
  return canceled || filePath === '' ? undefined : filePath;
}
