import type { EditorView } from '@codemirror/view';
import { CircleHelp, Search, X } from 'lucide-react';
import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { applySuggestion, type Problem, type Suggestion } from '../../../shared/query/problem.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { useExplorer } from './explorer-model.ts';
import { readQuery, redoLook, settleQuery, typeQuery, undoLook, writeQuery } from './look-changes.ts';
import styles from './query-bar.module.css';
import { createQueryEditor, setEditorProblems, setEditorText } from './query-editor.ts';
import { useRecentQueries } from './recent-queries.ts';

/** What the page may do with the bar. */
export interface QueryBarHandle {
  focus(): void;
}

/** A text is not called wrong while it is being written: this long after the last key, ms. */
const noteDelay = 500;
/** A query that has been looked at for so long is remembered, ms. */
const lookedAt = 4000;

interface Notes {
  /** Why the text cannot be read. */
  errors: readonly Problem[];
  /** What is right, yet may not be what is meant. */
  hints: readonly Problem[];
}

const nothing: Notes = { errors: [], hints: [] };

/** What there is to say about a text, once the analyst has paused and no list of choices is open. */
function useNotes(text: string, listOpen: boolean): Notes {
  const [notes, setNotes] = useState(nothing);
  useEffect(() => {
    const parsed = readQuery(text);
    const next = parsed.ok ? { errors: [], hints: parsed.hints } : { errors: parsed.errors, hints: [] };
    setNotes(nothing);
    if (listOpen || next.errors.length + next.hints.length === 0) return;
    const timer = setTimeout(() => setNotes(next), noteDelay);
    return () => clearTimeout(timer);
  }, [text, listOpen]);
  return notes;
}

function useEditor(handle: RefObject<QueryBarHandle | null>, onSubmit: () => void) {
  const { store } = useServices();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const [listOpen, setListOpen] = useState(false);
  const [isLong, setLong] = useState(false);
  const submit = useRef(onSubmit);
  submit.current = onSubmit;
  const text = useExplorer((model) => model.text);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const editor = createQueryEditor(root, useExplorer.getState().text, {
      values: store.values,
      recent: () => useRecentQueries.getState().queries,
      onChange: typeQuery,
      onSubmit: () => submit.current(),
      onLeave: () => editor.contentDOM.blur(),
      onList: setListOpen,
      onLong: setLong,
      undo: undoLook,
      redo: redoLook,
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = undefined;
    };
  }, [store]);
  useEffect(() => {
    if (view.current) setEditorText(view.current, text);
  }, [text]);
  useImperativeHandle(handle, () => ({ focus: () => view.current?.focus() }), []);
  return { host, view, listOpen, isLong, text };
}

function labelOf({ label, text }: Suggestion): string {
  return label === text ? `Use ${label}` : label;
}

interface QueryBarProps {
  handle: RefObject<QueryBarHandle | null>;
  /** Enter: the analyst wants to go on with what is shown. */
  onSubmit(): void;
  onHelp(): void;
}

/** The query as text, with completion; what cannot be read is underlined and explained, with a way to mend it. */
export function QueryBar({ handle, onSubmit, onHelp }: QueryBarProps) {
  const remember = useRecentQueries((model) => model.remember);
  const valid = useExplorer((model) => model.valid);
  const { host, view, listOpen, isLong, text } = useEditor(handle, () => {
    settleQuery();
    view.current?.contentDOM.blur();
    remember(useExplorer.getState().valid);
    onSubmit();
  });
  const { errors, hints } = useNotes(text, listOpen);
  const [problem] = errors;
  const [hint] = hints;
  const note = problem ?? hint;

  useEffect(() => {
    if (view.current) setEditorProblems(view.current, errors);
  }, [view, errors]);
  useEffect(() => {
    const timer = setTimeout(() => remember(valid), lookedAt);
    return () => clearTimeout(timer);
  }, [valid, remember]);

  const mend = (found: Problem) => {
    if (found.suggestion) writeQuery(applySuggestion(text, found.suggestion));
    handle.current?.focus();
  };
  return (
    <div className={styles.place}>
      <div className={styles.bar} data-invalid={problem ? '' : undefined}>
        <Search className={styles.glass} size={16} aria-hidden />
        <div className={styles.editor} ref={host} />
        {isLong ? (
          <button
            type="button"
            className={styles.further}
            tabIndex={-1}
            title={text}
            aria-label="Show all of the query"
            onClick={() => handle.current?.focus()}
          >
            …
          </button>
        ) : null}
        {text === '' ? null : (
          <Button
            variant="quiet"
            icon
            aria-label="Clear the query"
            title="Clear the query (r)"
            onClick={() => {
              writeQuery('');
              handle.current?.focus();
            }}
          >
            <X size={16} aria-hidden />
          </Button>
        )}
        <Button variant="quiet" icon aria-label="Query help" title="Query help (F1)" onClick={onHelp}>
          <CircleHelp size={16} aria-hidden />
        </Button>
        {note ? (
          <div className={problem ? styles.problem : styles.hint} role="status">
            <span>
              {note.message}{' '}
              {problem ? (
                <span className={styles.still}>The last query that could be read is shown.</span>
              ) : null}
            </span>
            {note.suggestion ? <Button onClick={() => mend(note)}>{labelOf(note.suggestion)}</Button> : null}
          </div>
        ) : null}
      </div>
    </div>
  );
}
