import { ChevronRight, Search } from 'lucide-react';
import { Switch } from 'radix-ui';
import { type ReactNode, useId } from 'react';
import { countOf } from '../../../shared/duration.ts';
import type { Rule } from '../../../shared/rules/rule.ts';
import { listsOf } from '../../detections/rule-set.ts';
import { useAlerts } from '../../model/alerts.ts';
import { showInExplorer } from '../../model/explorer-request.ts';
import { paths } from '../../model/navigation.ts';
import { useRuleSettings } from '../../model/rules.ts';
import { useSettings } from '../../model/settings.ts';
import { Button } from '../../ui/button.tsx';
import { EventText } from '../../ui/event-text.tsx';
import { Notice } from '../../ui/notice.tsx';
import { RuleText, tagName } from '../../ui/rule-text.tsx';
import { SeverityMark } from '../../ui/severity.tsx';
import switchStyles from '../../ui/switch-field.module.css';
import { tableTime } from '../../ui/time-text.ts';
import styles from './detections.module.css';
import { explorerQuery, logicWords, queriesOf, severitiesOf } from './rule-words.ts';

const mostHits = 5;

/** The latest alerts of a rule. */
function LastHits({ rule }: { rule: string }) {
  const zone = useSettings((model) => model.settings.timeZone);
  const alerts = useAlerts((model) => model.alerts);
  const hits = alerts.filter((alert) => alert.rule === rule);
  if (hits.length === 0) return <p className={styles.dim}>No alert yet.</p>;
  return (
    <ul className={styles.latest}>
      {hits.slice(0, mostHits).map(({ id, severity, title, lastSeen }) => (
        <li key={id}>
          <a className={styles.hit} href={`#${paths.alert(id)}`}>
            <SeverityMark severity={severity} />
            <span className={styles.hitTitle}>
              <EventText>{title}</EventText>
            </span>
            <span className={styles.dim}>{tableTime(lastSeen, zone)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What a rule looks for: its queries, what it asks beyond them, and how severe what it finds is. */
function Logic({ rule }: { rule: Rule }) {
  const own = useRuleSettings((model) => model.settings.lists);
  const lists = { ...listsOf([rule]), ...own };
  const { least, cases } = severitiesOf(rule);
  return (
    <div className={styles.logic}>
      {queriesOf(rule).map((query, i) => (
        <div key={query} className={styles.query}>
          {rule.sequence ? <span className={styles.dim}>{i === 0 ? 'First' : 'Then'}</span> : null}
          <code>{query}</code>
          <Button
            variant="quiet"
            icon
            aria-label="Show in the explorer"
            title="Show in the explorer"
            onClick={() => showInExplorer({ query: explorerQuery(query, lists) })}
          >
            <Search size={14} aria-hidden />
          </Button>
        </div>
      ))}
      {logicWords(rule).map((words) => (
        <p key={words}>{words}</p>
      ))}
      {cases.map(({ words, severity }) => (
        <p key={words} className={styles.case}>
          <SeverityMark severity={severity} /> where <code>{words}</code>
        </p>
      ))}
      {cases.length > 0 ? (
        <p className={styles.case}>
          <SeverityMark severity={least} /> else
        </p>
      ) : null}
    </div>
  );
}

/** One rule: on or off, what it is about, and on a closer look all of it. */
export function RuleItem(props: {
  rule: Rule;
  on: boolean;
  /** Why it does not run although it is on. */
  suspended: string | undefined;
  onSwitch(on: boolean): void;
  onRunAgain(): void;
  /** Further things to do with it. */
  children?: ReactNode;
}) {
  const { rule, on, suspended } = props;
  const id = useId();
  const count = useAlerts((model) => model.alerts.filter((alert) => alert.rule === rule.id).length);
  const { least, cases } = severitiesOf(rule);
  const first = rule.description.trim().split(/(?<=\.)\s/)[0] ?? '';
  return (
    <li className={styles.rule}>
      <Switch.Root
        className={switchStyles.switch}
        checked={on}
        aria-label={`Rule ${rule.id}`}
        onCheckedChange={props.onSwitch}
      >
        <Switch.Thumb className={switchStyles.thumb} />
      </Switch.Root>
      <details className={styles.details} aria-labelledby={id}>
        <summary className={styles.summary}>
          <span className={styles.ruleName} id={id}>
            <ChevronRight size={14} className={styles.chevron} aria-hidden />
            <code>{rule.id}</code>
            <span className={styles.first}>{first}</span>
          </span>
          <span className={styles.ruleFacts}>
            {count > 0 ? <span className={styles.dim}>{countOf(count, 'alert')}</span> : null}
            <SeverityMark severity={cases[0]?.severity ?? least} />
          </span>
        </summary>
        <div className={styles.more}>
          <RuleText>{rule.description}</RuleText>
          <Logic rule={rule} />
          {rule.tags ? <p className={styles.dim}>ATT&CK: {rule.tags.map(tagName).join(', ')}</p> : null}
          <p>
            <strong>Last alerts</strong>
          </p>
          <LastHits rule={rule.id} />
          <div className={styles.ruleActions}>{props.children}</div>
        </div>
      </details>
      {suspended !== undefined && on ? (
        <div className={styles.suspended}>
          <Notice tone="warn">
            <span>It is suspended and does not run: {suspended}</span>
            <span>
              <Button onClick={props.onRunAgain}>Run it again</Button>
            </span>
          </Notice>
        </div>
      ) : null}
    </li>
  );
}
