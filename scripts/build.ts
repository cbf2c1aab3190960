import { createBuilder } from 'vite';
import { root } from './root.ts';

/** Builds main, preload and renderer into dist/. */
export async function build(): Promise<void> {
  const builder = await createBuilder({ configFile: `${root}/vite.config.ts`, logLevel: 'warn' });
  await builder.buildApp();
}
