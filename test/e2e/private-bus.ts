import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** No service can be started on this bus by asking for it. */
const configuration = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>`;

/** A session bus of a test's own, on which nothing is: a desktop without a keychain, notifications or a tray. */
export async function startPrivateBus(): Promise<{ address: string; stop(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'lurescope-bus-'));
  const config = join(folder, 'bus.conf');
  writeFileSync(config, configuration);
  const bus: ChildProcess = spawn('dbus-daemon', [`--config-file=${config}`, '--print-address', '--nofork']);
  const [first] = (await once(bus.stdout ?? bus, 'data')) as [Buffer];
  return {
    address: first.toString().trim(),
    stop() {
      bus.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
