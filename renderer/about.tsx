import { useEffect, useState } from 'react';
import type { About } from '../shared/ipc.ts';
import { useServices } from './services.ts';
import { Button } from './ui/button.tsx';
import { PlainDialog } from './ui/dialog.tsx';
import { FactList } from './ui/fact-list.tsx';

/** Versions, and where things lie. */
export function AboutDialog({ open, onClose }: { open: boolean; onClose(): void }) {
  const { bridge } = useServices();
  const [about, setAbout] = useState<About>();
  useEffect(() => {
    if (open) void bridge.call('app.about').then(setAbout);
  }, [bridge, open]);
  return (
    <PlainDialog
      open={open}
      title="About Lurescope"
      description="An offline explorer of your organisation's email threats."
      onClose={onClose}
    >
      {about ? (
        <FactList
          facts={[
            ['Version', `${about.version}${about.packaged ? '' : ', run from its sources'}`],
            ['Runs on', `${about.host}, Node ${about.node}`],
            ['Computer', about.system],
            ['Data folder', about.dataFolder],
            ['Log', about.logFile],
            ['Licence', 'MIT'],
          ]}
        />
      ) : null}
      <div>
        <Button onClick={onClose}>Close</Button>
      </div>
    </PlainDialog>
  );
}
