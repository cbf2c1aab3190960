import { useEffect, useRef } from 'react';

/** Something that can be done, as the command palette lists it. */
export interface Command {
  /** Unique. */
  id: string;
  /** Under which heading it stands. */
  group: string;
  /** What it does, as an order: "Show column subject". */
  title: string;
  /** Further words it is found by. */
  keywords?: readonly string[];
  /** The key that does the same without the palette. */
  keys?: string;
  /** Whether it is what holds now; undefined for what is neither on nor off. */
  isOn?: boolean;
  /** The title holds text of the analyst, such as a query. */
  isCode?: boolean;
  run(): void;
}

type Provider = () => readonly Command[];

const providers = new Set<{ current: Provider }>();

/** Offers commands for as long as a component is shown. They are made when the palette opens, not before. */
export function useCommands(provider: Provider): void {
  const latest = useRef(provider);
  latest.current = provider;
  useEffect(() => {
    providers.add(latest);
    return () => {
      providers.delete(latest);
    };
  }, []);
}

/** What can be done at this moment. */
export function currentCommands(): Command[] {
  return [...providers].flatMap(({ current }) => current());
}
