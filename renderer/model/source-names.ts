import type { Imported } from '../../shared/imports.ts';
import type { SourceView } from '../../shared/source.ts';
import { useImports } from './imports.ts';
import { useSources } from './sources.ts';

type Named = Pick<SourceView | Imported, 'id' | 'name'>;

function nameIn(id: string, named: readonly Named[] | undefined): string | undefined {
  return named?.find((one) => one.id === id)?.name;
}

/** What a source or an import is called; undefined for one that is not there any more. */
export function useSourceName(id: string): string | undefined {
  const ofSource = useSources(({ sources }) => nameIn(id, sources));
  const ofImport = useImports(({ imports }) => nameIn(id, imports));
  return ofSource ?? ofImport;
}

/** All sources and imports, by id, and what they are called. */
export function sourceNames(): Record<string, string> {
  const all: readonly Named[] = [
    ...(useImports.getState().imports ?? []),
    ...(useSources.getState().sources ?? []),
  ];
  return Object.fromEntries(all.map(({ id, name }) => [id, name]));
}
