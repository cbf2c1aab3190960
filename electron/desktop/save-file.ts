import { dialog } from 'electron';

/** Asks where a file is to be saved; undefined where the analyst thought better of it. */
export async function askWhereToSave(options: {
  title: string;
  defaultPath: string;
  name: string;
  extension: string;
}): Promise<string | undefined> {
  const { title, defaultPath, name, extension } = options;
  const { canceled, filePath } = await dialog.showSaveDialog({
    title,
    defaultPath,
    filters: [{ name, extensions: [extension] }],
  });
  return canceled || filePath === '' ? undefined : filePath;
}
