import { useState } from 'react';
import { shippedPacks } from '../../detections/shipped-packs.ts';
import { paths } from '../../model/navigation.ts';
import { useRuleSettings } from '../../model/rules.ts';
import { useServices } from '../../services.ts';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import styles from './set-up-proofpoint.module.css';

/** Which packs of rules look at the events that are being read. */
export function PackSwitches() {
  const { bridge } = useServices();
  const packs = useRuleSettings((model) => model.settings.packs);
  const isLoaded = useRuleSettings((model) => model.isLoaded);
  const [failure, setFailure] = useState<string>();
  if (!isLoaded) return null;
  const change = (ids: string[]) =>
    void bridge.call('detection.change', { packs: ids }).then(
      () => setFailure(undefined),
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    );
  return (
    <Card label="Detections">
      <h2>Detections</h2>
      <p>
        Rules look at what arrives and tell what matters in the inbox; of what is older than a day nothing
        notifies. Each rule is explained under{' '}
        <a className={styles.link} href={`#${paths.detections}`}>
          Detections
        </a>
        .
      </p>
      {shippedPacks.map(({ id, title, about }) => (
        <SwitchField
          key={id}
          label={title}
          hint={about}
          checked={packs.includes(id)}
          onChange={(on) => change(on ? [...packs, id] : packs.filter((one) => one !== id))}
        />
      ))}
      {failure ? (
        <Notice tone="bad" live>
          {failure}
        </Notice>
      ) : null}
    </Card>
  );
}
