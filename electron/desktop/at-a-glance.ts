import { type NewAlerts, newAlertsFrom, noNewAlerts } from '../../shared/detection.ts';
import type { Severity } from '../../shared/rules/rule.ts';
import type { SourceView } from '../../shared/source.ts';
import { type TrayWords, trayWords, troubledCount } from './tray-words.ts';

export interface AtAGlanceOptions {
  setTray(words: TrayWords): void;
  setBadge(count: number): void;
  /** The least severity that is told of. */
  least(): Severity;
  now(): number;
}

/** What the tray and the app's icon show: sources in trouble, and alerts that nobody has looked at yet. */
export class AtAGlance {
  readonly #options: AtAGlanceOptions;
  #sources: readonly SourceView[] = [];
  #alerts: NewAlerts = noNewAlerts;

  constructor(options: AtAGlanceOptions) {
    this.#options = options;
  }

  setSources(sources: readonly SourceView[]): void {
    this.#sources = sources;
    this.show();
  }

  setAlerts(counts: NewAlerts): void {
    this.#alerts = counts;
    this.show();
  }

  /** Shows it anew: which alerts count is a setting. */
  show(): void {
    const { setTray, setBadge, least, now } = this.#options;
    const alerts = newAlertsFrom(this.#alerts, least());
    setTray(trayWords(this.#sources, alerts, now()));
    setBadge(troubledCount(this.#sources) + alerts);
  }
}
