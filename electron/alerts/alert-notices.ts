import type { NotificationSettings, RaisedAlert } from '../../shared/detection.ts';
import type { Clock } from '../clock.ts';
import type { Notice } from '../monitor/words.ts';
import type { Document } from '../sources/document.ts';
import { alertNotice } from './alert-words.ts';
import { type NotificationState, stepNotifications } from './notification-policy.ts';

export interface AlertNoticesOptions {
  clock: Clock;
  settings(): NotificationSettings;
  state: Pick<Document<NotificationState>, 'get' | 'remember'>;
  /** What was told could not be written down: after the next start it may be told again. */
  onUnwritten(error: unknown): void;
  /** The time of day of an instant where the analyst is, minutes since midnight. */
  minuteOfDay(at: number): number;
  /** Shows a native notification; a click on it leads to the alert, or to all where it tells of several. */
  notify(notice: Notice, alert: string | undefined): void;
}

/** Tells of alerts by native notifications, as often as the analyst wants to be told. */
export class AlertNotices {
  readonly #options: AlertNoticesOptions;
  #cancel = () => {};

  constructor(options: AlertNoticesOptions) {
    this.#options = options;
  }

  /** Takes alerts that are new or more severe; each is told at most once. */
  take(alerts: readonly RaisedAlert[]): void {
    const { clock, settings, minuteOfDay, state, notify } = this.#options;
    this.#cancel();
    const now = clock.now();
    const before = state.get();
    const step = stepNotifications(before, alerts, {
      now,
      settings: settings(),
      minuteOfDay: minuteOfDay(now),
    });
    // Remembered before it is said: after a crash in between it is better unsaid than said twice.
    if (JSON.stringify(step.state) !== JSON.stringify(before)) this.#remember(step.state);
    for (const saying of step.say) {
      const isOne = saying.alerts.length === 1 && saying.more === 0;
      notify(alertNotice(saying), isOne ? saying.alerts[0]?.id : undefined);
    }
    if (step.lookAt !== null) this.#cancel = clock.after(Math.max(0, step.lookAt - now), () => this.look());
  }

  #remember(next: NotificationState): void {
    try {
      this.#options.state.remember(next);
    } catch (error) {
      this.#options.onUnwritten(error);
    }
  }

  /** Looks at what waits: time has passed, or settings changed. */
  look(): void {
    this.take([]);
  }

  stop(): void {
    this.#cancel();
  }
}
