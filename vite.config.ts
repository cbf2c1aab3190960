import { builtinModules } from 'node:module';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;
const target = 'node24';

/** What main loads at run time instead of carrying it in its bundle: Electron itself and native modules. */
const external = ['electron', 'keytar', ...builtinModules, /^node:/];

/** One configuration for all three outputs: `vite build --app` writes dist/main, dist/preload and dist/renderer. */
export default defineConfig({
  root: `${root}/renderer`,
  base: './',
  plugins: [react()],
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) await builder.build(environment);
    },
  },
  environments: {
    client: {
      build: {
        outDir: `${root}/dist/renderer`,
        emptyOutDir: true,
        target: 'chrome140',
        modulePreload: { polyfill: false },
        assetsInlineLimit: 0,
        // Read from disk by one page of a desktop app: splitting it would gain nothing.
        chunkSizeWarningLimit: 2000,
      },
    },
    main: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron', 'keytar'] },
      build: {
        outDir: `${root}/dist/main`,
        emptyOutDir: true,
        target,
        minify: false,
        sourcemap: true,
        rolldownOptions: {
          input: `${root}/electron/main.ts`,
          external,
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['electron'] },
      build: {
        outDir: `${root}/dist/preload`,
        emptyOutDir: true,
        target,
        minify: false,
        rolldownOptions: {
          input: `${root}/electron/preload.ts`,
          external: ['electron'],
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
  },
});
