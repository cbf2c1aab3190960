import type { Page } from '@playwright/test';
import type { AlertRow } from '../../renderer/detections/alert-row.ts';

/** Alerts as they are stored, and how much the rules have yet to look at. */
export interface StoredAlerts {
  alerts: AlertRow[];
  waiting: number;
}

/** Alerts straight from IndexedDB, in one transaction. */
export function storedAlerts(page: Page): Promise<StoredAlerts> {
  return page.evaluate(
    () =>
      new Promise<StoredAlerts>((done, failed) => {
        const opening = indexedDB.open('lurescope');
        opening.onupgradeneeded = () => opening.transaction?.abort();
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          database.onversionchange = () => database.close();
          const look = database.transaction(['alerts', 'undetected']);
          const alerts = look.objectStore('alerts').getAll();
          const waiting = look.objectStore('undetected').count();
          look.oncomplete = () => {
            database.close();
            done({ alerts: alerts.result, waiting: waiting.result });
          };
          look.onabort = () => failed(look.error);
        };
      }),
  );
}
