/** `npm run pictures`: takes the documents' pictures of the app anew, in both themes. */
import { join } from 'node:path';
import { takePictures } from '../test/pictures/pictures.ts';
import { build } from './build.ts';
import { chooseHost } from './host.ts';
import { root, stop } from './root.ts';

async function run(): Promise<void> {
  const chosen = await chooseHost({});
  process.env.LURESCOPE_TEST_EXECUTABLE = chosen.executablePath;
  await build();
  await takePictures(join(root, 'docs', 'screenshots'));
}

run().catch((error: unknown) => stop(error instanceof Error ? error.message : String(error)));
