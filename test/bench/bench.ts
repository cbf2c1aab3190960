import type { Figure } from './figure.ts';

export interface BenchOptions {
  /** Events that the looks are measured over. */
  events: number;
  /** Events an hour of the ingested week. */
  rate: number;
  /** How often each side does its work. */
  rounds: number;
  /** A folder for pictures of the app with a million events; none are taken without one. */
  pictures: string | undefined;
  /** Prints a line on what is under way. */
  say(line: string): void;
}

/** Something that is measured: one module each, listed in benches.ts. */
export interface Bench {
  /** What `--only` calls it. */
  name: string;
  /** What it measures, in a few words. */
  about: string;
  /** Whether it runs the app itself, which then has to be built. */
  needsApp?: true;
  run(options: BenchOptions): Promise<Figure[]>;
}
