import type { EditorView } from '@codemirror/view';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { countOf } from '../../../shared/duration.ts';
import { type ReadRule, readRule } from '../../../shared/rules/read-rule.ts';
import { paths } from '../../model/navigation.ts';
import { keepUnsaved, useRuleDraft } from '../../model/rule-draft.ts';
import { useKnownRules, useRuleSettings } from '../../model/rules.ts';
import { useServices } from '../../services.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import styles from './detections.module.css';
import { draftOf, withRule } from './own-rule.ts';
import { createRuleEditor, showProblems } from './rule-editor.ts';
import { TrialOutcome } from './trial-outcome.tsx';
import { useTrial } from './use-trial.ts';

const previewed = 7 * 86_400_000;
/** A text that is being written is run over stored events this long after the last key, ms. */
const previewDelay = 700;

function useEditor(text: string, onChange: (text: string) => void, onSave: () => void) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef({ onChange, onSave });
  latest.current = { onChange, onSave };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what the editor begins with
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const editor = createRuleEditor(root, text, {
      label: 'Rule',
      onChange: (next) => latest.current.onChange(next),
      onSave: () => latest.current.onSave(),
    });
    view.current = editor;
    editor.focus();
    return () => {
      editor.destroy();
      view.current = undefined;
    };
  }, []);
  return { host, view };
}

/** Why a rule that can be read cannot be saved; undefined where it can. */
function useRefusal(read: ReadRule, id: string | undefined): string | undefined {
  const known = useKnownRules();
  if (!read.ok || read.rule.id === id) return undefined;
  const other = known.get(read.rule.id);
  if (!other) return undefined;
  return other.pack
    ? `${read.rule.id} is the id of a rule of ${other.pack.title}: choose another.`
    : `Another rule of yours has the id ${read.rule.id}.`;
}

function Problems({ read, view }: { read: ReadRule; view: RefObject<EditorView | undefined> }) {
  if (read.ok) return null;
  const goTo = (line: number, column: number) => {
    const editor = view.current;
    if (!editor) return;
    const { from, to } = editor.state.doc.line(Math.min(line, editor.state.doc.lines));
    editor.dispatch({ selection: { anchor: Math.min(from + column - 1, to) }, scrollIntoView: true });
    editor.focus();
  };
  return (
    <div className={styles.problems} role="status">
      <strong>{countOf(read.problems.length, 'problem')}</strong>
      <ul>
        {read.problems.slice(0, 8).map(({ line, column, message }) => (
          <li key={`${line}:${column} ${message}`}>
            <button type="button" className={styles.problem} onClick={() => goTo(line, column)}>
              <span className={styles.dim}>Line {line}</span> {message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Runs the rule over the past days once it stands still, and again as it changes. */
function usePreview(read: ReadRule, text: string) {
  const { state, start, cancel } = useTrial();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the text says is the rule
  useEffect(() => {
    cancel();
    if (!read.ok) return;
    const timer = setTimeout(() => void start([read.rule], Date.now() - previewed), previewDelay);
    return () => clearTimeout(timer);
  }, [text, start, cancel]);
  return state;
}

/** A rule of the analyst's own as text, with what is wrong at its line and what it would have found. */
function RuleForm(props: {
  initial: string;
  id: string | undefined;
  on: boolean;
  /** Why it could not be saved before. */
  reason: string | undefined;
}) {
  const { initial, id, on } = props;
  const { bridge, store } = useServices();
  const [text, setText] = useState(initial);
  const [read, setRead] = useState(() => readRule(initial));
  const [failure, setFailure] = useState(props.reason);
  /** The id it has among the analyst's own rules; undefined while it is not there. */
  const [savedAs, setSavedAs] = useState(id);
  const refusal = useRefusal(read, savedAs);
  const state = usePreview(read, text);
  const canSave = read.ok && refusal === undefined;
  const put = async (isOn: boolean, instead: string | undefined) => {
    const { own } = useRuleSettings.getState().settings;
    await bridge.call('detection.change', { own: withRule(own, text, isOn, instead) });
  };
  const save = async (raises: boolean) => {
    if (!read.ok || !canSave) return;
    try {
      if (raises) {
        // It is saved first and switched on last: nothing is raised by a rule that could not be saved, and it goes on
        // from what the run remembered.
        await put(false, savedAs);
        setSavedAs(read.rule.id);
        await store.detections.raiseTrial();
      }
      await put(on, raises ? read.rule.id : savedAs);
      keepUnsaved(undefined);
      window.location.hash = paths.detections;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      setFailure(reason);
      keepUnsaved({ id, text, reason });
    }
  };
  const { host, view } = useEditor(
    initial,
    (next) => {
      setText(next);
      setRead(readRule(next));
      if (failure !== undefined) keepUnsaved({ id, text: next, reason: failure });
    },
    () => void save(false),
  );
  useEffect(() => {
    if (view.current) showProblems(view.current, read.ok ? [] : read.problems);
  }, [view, read]);
  const alerts = state.is === 'done' ? state.result.alerts : 0;
  return (
    <main className={styles.editorPage}>
      <header className={styles.editorHead}>
        <h1>{id === undefined ? 'New rule' : `Rule ${id}`}</h1>
        <ButtonLink href={`#${paths.detections}`} onClick={() => keepUnsaved(undefined)}>
          Cancel
        </ButtonLink>
        {alerts > 0 && id === undefined ? (
          <Button disabled={!canSave} onClick={() => void save(true)}>
            Save and raise {countOf(alerts, 'alert')}
          </Button>
        ) : null}
        <Button variant="primary" disabled={!canSave} onClick={() => void save(false)}>
          Save
        </Button>
      </header>
      <div className={styles.editor} ref={host} />
      <aside className={styles.preview} aria-label="Preview">
        {failure ? (
          <Notice tone="bad" live>
            <strong>The rule is not saved.</strong>
            <span>{failure}</span>
            <span>What you wrote is kept here until Lurescope is closed.</span>
          </Notice>
        ) : null}
        {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
        <Problems read={read} view={view} />
        {read.ok ? (
          <>
            <h2>Over the last 7 days</h2>
            <p className={styles.dim}>
              What it would have raised from stored events. Nothing is raised until you save, and what is old
              does not notify.
            </p>
            <TrialOutcome state={state} most={20} />
          </>
        ) : null}
      </aside>
    </main>
  );
}

/** The editor of a new rule, made of the explorer's query, or of one that is there. */
export function RulePage({ id }: { id?: string | undefined }) {
  const own = useRuleSettings((model) => model.settings.own);
  const isLoaded = useRuleSettings((model) => model.isLoaded);
  const query = useRuleDraft((model) => model.query);
  // What is kept while this is open is what is written here.
  const [unsaved] = useState(() => useRuleDraft.getState().unsaved);
  const kept = unsaved?.id === id ? unsaved : undefined;
  if (!isLoaded) return <main aria-busy aria-label="Rule" />;
  const known = own.find((rule) => rule.id === id);
  if (id !== undefined && !known)
    return (
      <main className={styles.editorPage}>
        <header className={styles.editorHead}>
          <h1>There is no rule {id}</h1>
          <ButtonLink href={`#${paths.detections}`}>Detections</ButtonLink>
        </header>
      </main>
    );
  const initial =
    kept?.text ??
    known?.text ??
    draftOf(
      query,
      own.map((rule) => rule.id),
    );
  return (
    <RuleForm key={id ?? 'new'} initial={initial} id={id} on={known?.on ?? true} reason={kept?.reason} />
  );
}
