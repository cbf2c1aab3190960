import { Notification } from 'electron';
import type { Notice } from '../monitor/words.ts';

export interface NotifierOptions {
  /** The desktop did not show it; what was to be said is in the app all the same. */
  onFailure(notice: Notice, reason: string): void;
}

/** Shows native notifications and keeps each alive until the desktop is done with it. */
export function createNotifier(options: NotifierOptions) {
  const shown = new Set<Notification>();
  return (notice: Notice, onClick: () => void): void => {
    if (!Notification.isSupported()) {
      options.onFailure(notice, 'this desktop has no notification service');
      return;
    }
    const notification = new Notification({ title: notice.title, body: notice.body, urgency: 'critical' });
    shown.add(notification);
    const done = () => shown.delete(notification);
    notification.on('click', () => {
      done();
      onClick();
    });
    notification.on('close', done);
    notification.on('failed', (_event, error) => {
      done();
      options.onFailure(notice, error);
    });
    notification.show();
  };
}
