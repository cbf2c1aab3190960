import { type Buses, onSignal } from '../dbus/buses.ts';
import { HostEmitter } from '../unsupported.ts';

/** Electron's `powerMonitor`: suspend and resume, as logind announces them on the system bus. */
export class HostPowerMonitor extends HostEmitter {
  constructor(buses: Buses) {
    super();
    const { system } = buses;
    let told = false;
    this.on('newListener', (event: string | symbol) => {
      if (told || (event !== 'suspend' && event !== 'resume')) return;
      told = true;
      if (!system) {
        console.error('Chromium host: there is no system bus, so suspend and resume are not seen.');
        return;
      }
      onSignal(system, 'org.freedesktop.login1.Manager', ({ member, body }) => {
        if (member === 'PrepareForSleep') this.emit(body[0] === true ? 'suspend' : 'resume');
      }).catch((error: unknown) =>
        console.error(`Chromium host: suspend and resume are not seen: ${String(error)}`),
      );
    });
  }
}
