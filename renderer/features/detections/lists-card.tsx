import { useEffect, useId, useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import { listsOf } from '../../detections/rule-set.ts';
import { shippedPacks } from '../../detections/shipped-packs.ts';
import { useRuleSettings } from '../../model/rules.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/page.tsx';
import styles from './detections.module.css';
import type { RuleChanges } from './use-rule-changes.ts';

const about: Record<string, { title: string; hint: string }> = {
  executives: { title: 'Executives', hint: 'Addresses of those whom impostors like to reach, one a line.' },
  'own-domains': {
    title: 'Own domains',
    hint: 'Domains of your organisation, one a line: what looks like one of them is found.',
  },
};

function valuesIn(text: string): string[] {
  return [...new Set(text.split(/[\n,;]/).map((line) => line.trim()))].filter((line) => line !== '');
}

function ListEditor({
  name,
  values,
  onSave,
}: {
  name: string;
  values: readonly string[];
  onSave(values: string[]): void;
}) {
  const id = useId();
  const written = values.join('\n');
  const [text, setText] = useState(written);
  useEffect(() => setText(written), [written]);
  const { title, hint } = about[name] ?? { title: name, hint: 'One value a line.' };
  const isOther = valuesIn(text).join('\n') !== written;
  return (
    <div className={styles.listEditor}>
      <label htmlFor={id}>
        <strong>{title}</strong> <span className={styles.dim}>{countOf(values.length, 'value')}</span>
      </label>
      <p className={styles.dim}>{hint}</p>
      <textarea
        id={id}
        rows={4}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div>
        <Button disabled={!isOther} onClick={() => onSave(valuesIn(text))}>
          Save the list
        </Button>
      </div>
    </div>
  );
}

/** The organisation's own lists that rules refer to. */
export function ListsCard({ changes }: { changes: RuleChanges }) {
  const lists = useRuleSettings((model) => model.settings.lists);
  const names = [
    ...new Set([...Object.keys(listsOf(shippedPacks.flatMap(({ rules }) => rules))), ...Object.keys(lists)]),
  ].sort();
  return (
    <Card label="Lists">
      <h2>Lists</h2>
      <p className={styles.dim}>
        Rules refer to these by name, as in <code>recipient:$executives</code>. What is changed here counts
        from the next event on.
      </p>
      <div className={styles.lists}>
        {names.map((name) => (
          <ListEditor
            key={name}
            name={name}
            values={lists[name] ?? []}
            onSave={(values) =>
              changes.change({ lists: { ...lists, [name]: values } }, `List ${name} changed`)
            }
          />
        ))}
      </div>
    </Card>
  );
}
