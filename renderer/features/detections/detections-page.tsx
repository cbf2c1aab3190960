import { useEffect, useMemo, useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import type { Suspension } from '../../../shared/rules/engine/detector.ts';
import type { Pack } from '../../../shared/rules/pack.ts';
import { shippedPacks } from '../../detections/shipped-packs.ts';
import { useAlerts } from '../../model/alerts.ts';
import { useRuleSettings } from '../../model/rules.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card, Page } from '../../ui/page.tsx';
import { SwitchField } from '../../ui/switch-field.tsx';
import styles from './detections.module.css';
import { ListsCard } from './lists-card.tsx';
import { OwnRulesCard } from './own-rules-card.tsx';
import { RuleItem } from './rule-item.tsx';
import { TrialDialog, type Wanted } from './trial-dialog.tsx';
import { type RuleChanges, useRuleChanges } from './use-rule-changes.ts';

/** Rules that do not run although they are on, and why; asked again as alerts and settings change. */
function useSuspended(): ReadonlyMap<string, string> {
  const { detections } = useServices().store;
  const revision = useAlerts((model) => model.revision);
  const settings = useRuleSettings((model) => model.settings);
  const [list, setList] = useState<readonly Suspension[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: they change with these
  useEffect(() => {
    let isCurrent = true;
    void detections.suspensions().then((found) => isCurrent && setList(found));
    return () => {
      isCurrent = false;
    };
  }, [detections, revision, settings]);
  return useMemo(() => new Map(list.map(({ rule, reason }) => [rule, reason])), [list]);
}

function PackCard(props: {
  pack: Pack;
  changes: RuleChanges;
  suspended: ReadonlyMap<string, string>;
  onRunAgain(rule: string): void;
  onTry(wanted: Wanted): void;
}) {
  const { pack, changes, suspended, onTry } = props;
  const { packs, rulesOff } = useRuleSettings((model) => model.settings);
  const on = packs.includes(pack.id);
  const switchPack = (isOn: boolean) =>
    changes.change(
      { packs: isOn ? [...packs, pack.id] : packs.filter((id) => id !== pack.id) },
      `${pack.title} switched ${isOn ? 'on' : 'off'}`,
    );
  const switchRule = (id: string, isOn: boolean) =>
    changes.change(
      { rulesOff: isOn ? rulesOff.filter((one) => one !== id) : [...rulesOff, id] },
      `${id} switched ${isOn ? 'on' : 'off'}`,
    );
  const running = pack.rules.filter(({ id }) => !rulesOff.includes(id));
  return (
    <Card label={pack.title}>
      <div className={styles.packHead}>
        <SwitchField
          label={pack.title}
          hint={pack.about}
          checked={on}
          onChange={(isOn) => {
            if (!isOn) return switchPack(false);
            onTry({ title: `Switch on ${pack.title}?`, rules: running, switchOn: () => switchPack(true) });
          }}
        />
        <Button onClick={() => onTry({ title: `Run ${pack.title} over stored events`, rules: running })}>
          Run over stored events
        </Button>
      </div>
      <details className={styles.pack}>
        <summary className={styles.packRules}>
          {countOf(pack.rules.length, 'rule')}
          {running.length < pack.rules.length ? `, ${pack.rules.length - running.length} of them off` : ''}
        </summary>
        <ul className={styles.rules}>
          {pack.rules.map((rule) => (
            <RuleItem
              key={rule.id}
              rule={rule}
              on={!rulesOff.includes(rule.id)}
              suspended={on ? suspended.get(rule.id) : undefined}
              onRunAgain={() => props.onRunAgain(rule.id)}
              onSwitch={(isOn) => switchRule(rule.id, isOn)}
            >
              <Button onClick={() => onTry({ title: `Run ${rule.id} over stored events`, rules: [rule] })}>
                Run over stored events
              </Button>
            </RuleItem>
          ))}
        </ul>
      </details>
    </Card>
  );
}

/** Which rules look at events, what each looks for, and what it found. */
export function DetectionsPage() {
  const { detections } = useServices().store;
  const changes = useRuleChanges();
  const suspended = useSuspended();
  const isLoaded = useRuleSettings((model) => model.isLoaded);
  const [wanted, setWanted] = useState<Wanted>();
  const runAgain = (rule: string) => void detections.runAgain(rule);
  const common = { changes, suspended, onRunAgain: runAgain, onTry: setWanted };
  return (
    <Page
      title="Detections"
      lead="Rules look at every event as it arrives, and at every later version of it. What they find is told in the inbox, once."
    >
      {changes.failure ? (
        <Notice tone="bad" live>
          <strong>The change is not saved.</strong>
          <span>{changes.failure}</span>
        </Notice>
      ) : null}
      {changes.said ? (
        <Notice tone="good" live>
          <span className={styles.said}>
            {changes.said}.
            <Button variant="quiet" onClick={changes.undo}>
              Undo
            </Button>
          </span>
        </Notice>
      ) : null}
      {isLoaded ? shippedPacks.map((pack) => <PackCard key={pack.id} pack={pack} {...common} />) : null}
      {isLoaded ? <OwnRulesCard {...common} /> : null}
      <ListsCard changes={changes} />
      {wanted ? <TrialDialog wanted={wanted} onClose={() => setWanted(undefined)} /> : null}
    </Page>
  );
}
