import { Download, Pencil, Plus, Trash2, Upload } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef, useState } from 'react';
import type { OwnRule } from '../../../shared/detection.ts';
import { countOf } from '../../../shared/duration.ts';
import { readRule } from '../../../shared/rules/read-rule.ts';
import { exportSigma } from '../../../shared/rules/sigma/export-sigma.ts';
import { shippedPacks } from '../../detections/shipped-packs.ts';
import { paths } from '../../model/navigation.ts';
import { draftRule } from '../../model/rule-draft.ts';
import { useRuleSettings } from '../../model/rules.ts';
import { saveText } from '../../model/save-text.ts';
import { useServices } from '../../services.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { MenuContent, MenuItem } from '../../ui/menu.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Card } from '../../ui/page.tsx';
import styles from './detections.module.css';
import { importRules, problemText } from './import-rules.ts';
import { RuleItem } from './rule-item.tsx';
import type { Wanted } from './trial-dialog.tsx';
import type { RuleChanges } from './use-rule-changes.ts';

const shippedIds = new Set(shippedPacks.flatMap(({ rules }) => rules.map(({ id }) => id)));

function ExportMenu({ rule }: { rule: OwnRule }) {
  const { bridge } = useServices();
  const [failure, setFailure] = useState<string>();
  const save = (text: string, ending: string) =>
    void saveText(bridge, { name: `${rule.id}${ending}`, kind: 'yaml' }, text);
  const saveSigma = () => {
    const sigma = exportSigma(rule.text);
    if (sigma.ok) save(sigma.text, '.sigma');
    setFailure(sigma.ok ? undefined : sigma.problems.map((one) => problemText(rule.id, one)).join(' '));
  };
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <Button>
            <Download size={14} aria-hidden /> Export
          </Button>
        </DropdownMenu.Trigger>
        <MenuContent>
          <MenuItem onSelect={() => save(rule.text, '')}>As it is (YAML)</MenuItem>
          <MenuItem onSelect={saveSigma}>As Sigma</MenuItem>
        </MenuContent>
      </DropdownMenu.Root>
      {failure ? <Notice tone="warn">{failure}</Notice> : null}
    </>
  );
}

/** The analyst's own rules: made of queries, written, or taken over from files. */
export function OwnRulesCard(props: {
  changes: RuleChanges;
  suspended: ReadonlyMap<string, string>;
  onRunAgain(rule: string): void;
  onTry(wanted: Wanted): void;
}) {
  const own = useRuleSettings((model) => model.settings.own);
  const files = useRef<HTMLInputElement>(null);
  const [notes, setNotes] = useState<readonly string[]>([]);
  const { change } = props.changes;
  const take = async (list: FileList | null) => {
    const read = await Promise.all(
      Array.from(list ?? [], async (file) => ({ name: file.name, text: await file.text() })),
    );
    const imported = importRules(own, read, shippedIds);
    setNotes(imported.notes);
    if (imported.taken > 0)
      change({ own: imported.own }, `${countOf(imported.taken, 'rule')} imported, switched off`);
  };
  const setOn = (id: string, on: boolean) =>
    change(
      { own: own.map((rule) => (rule.id === id ? { ...rule, on } : rule)) },
      `${id} switched ${on ? 'on' : 'off'}`,
    );
  return (
    <Card label="Own rules">
      <div className={styles.packHead}>
        <div>
          <h2>Own rules</h2>
          <p className={styles.dim}>
            Any query of the explorer can become a rule: write it there, and choose “Alert on this”.
          </p>
        </div>
        <div className={styles.ruleActions}>
          <Button onClick={() => files.current?.click()}>
            <Upload size={14} aria-hidden /> Import
          </Button>
          <input
            ref={files}
            type="file"
            hidden
            multiple
            accept=".yaml,.yml"
            aria-label="Rules to import"
            onChange={(event) => {
              void take(event.target.files);
              event.target.value = '';
            }}
          />
          <Button onClick={() => draftRule('')}>
            <Plus size={14} aria-hidden /> New rule
          </Button>
        </div>
      </div>
      {notes.length > 0 ? (
        <Notice tone="warn" live>
          {notes.slice(0, 12).map((note) => (
            <span key={note}>{note}</span>
          ))}
        </Notice>
      ) : null}
      <ul className={styles.rules}>
        {own.map((one) => {
          const read = readRule(one.text);
          const remove = () => change({ own: own.filter((rule) => rule !== one) }, `Rule ${one.id} deleted`);
          const actions = (
            <>
              <ButtonLink href={`#${paths.rule(one.id)}`}>
                <Pencil size={14} aria-hidden /> Edit
              </ButtonLink>
              {read.ok ? (
                <Button
                  onClick={() =>
                    props.onTry({ title: `Run ${one.id} over stored events`, rules: [read.rule] })
                  }
                >
                  Run over stored events
                </Button>
              ) : null}
              <ExportMenu rule={one} />
              <Button variant="danger" onClick={remove}>
                <Trash2 size={14} aria-hidden /> Delete
              </Button>
            </>
          );
          if (!read.ok)
            return (
              <li key={one.id}>
                <Notice tone="bad">
                  <span>
                    {one.id} cannot be read, line {read.problems[0]?.line}: {read.problems[0]?.message}
                  </span>
                  <span className={styles.ruleActions}>{actions}</span>
                </Notice>
              </li>
            );
          return (
            <RuleItem
              key={one.id}
              rule={read.rule}
              on={one.on}
              suspended={props.suspended.get(one.id)}
              onRunAgain={() => props.onRunAgain(one.id)}
              onSwitch={(on) => {
                if (!on) return setOn(one.id, false);
                props.onTry({
                  title: `Switch on ${one.id}?`,
                  rules: [read.rule],
                  switchOn: () => setOn(one.id, true),
                });
              }}
            >
              {actions}
            </RuleItem>
          );
        })}
      </ul>
      {own.length === 0 ? <p className={styles.dim}>There is none yet.</p> : null}
    </Card>
  );
}
