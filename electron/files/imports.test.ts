import { expect, it } from 'vitest';
import { type Imported, noCounts } from '../../shared/imports.ts';
import { Imports } from './imports.ts';

function importsWith({ archives = true } = {}) {
  let value: Imported[] = [];
  const done: string[] = [];
  const imports = new Imports({
    document: {
      get: () => value,
      set: (next) => {
        value = next;
      },
      remember: () => undefined,
      remove: () => undefined,
    },
    archive: {
      append: async (source) => void done.push(`append ${source}`),
      removeSource: async (source) => void done.push(`remove ${source}`),
    },
    archives: () => archives,
    onUnarchived: () => done.push('unarchived'),
    clock: { now: () => 7 },
    newId: () => 'import-1',
    onChange: (changed) => done.push(`told ${changed.length}`),
  });
  return { imports, done };
}

it('an import is running until it is finished, and gone with its copy when it is removed', async () => {
  const { imports, done } = importsWith();
  const { id } = imports.begin({ name: 'july', kind: 'files', files: ['july.json'] });
  expect(imports.list()).toMatchObject([{ id, at: 7, state: 'running' }]);
  await imports.keep(id, new Uint8Array(1));
  imports.finish(id, { ...noCounts, stored: 3 });
  imports.rename(id, 'July');
  expect(imports.list()).toMatchObject([{ name: 'July', state: 'done', counts: { stored: 3 } }]);
  await imports.remove(id);
  await imports.remove(id);
  expect(imports.list()).toEqual([]);
  expect(done).toEqual(['told 1', 'append import-1', 'told 1', 'told 1', 'remove import-1', 'told 0']);
});

it('without an archive it is noted that the database alone has it', async () => {
  const { imports, done } = importsWith({ archives: false });
  await imports.keep('import-1', new Uint8Array(1));
  expect(done).toEqual(['unarchived']);
});
