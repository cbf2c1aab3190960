import { powerMonitor } from 'electron';

/** Tells when the computer goes to sleep and when it is back. */
export function watchPower(onChange: (asleep: boolean) => void): void {
  powerMonitor.on('suspend', () => onChange(true));
  powerMonitor.on('resume', () => onChange(false));
}
