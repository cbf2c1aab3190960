import { create } from 'zustand';
import type { Imported } from '../../shared/imports.ts';

/** What main last said of the imports there are; undefined until it has told. */
export const useImports = create<{ imports: Imported[] | undefined }>(() => ({ imports: undefined }));
