import { type FormEvent, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { PlainDialog } from '../../../ui/dialog.tsx';
import { TextField } from '../../../ui/field.tsx';
import styles from './views.module.css';
import { longestName, renameView, saveView, useViews, viewNamed } from './views-model.ts';

function NameForm(props: {
  title: string;
  first: string;
  /** The view whose name may be kept. */
  own: string | undefined;
  mayReplace: boolean;
  onName(name: string): void;
  onClose(): void;
}) {
  const views = useViews((model) => model.views);
  const [name, setName] = useState(props.first);
  const same = viewNamed(views, name);
  const isTaken = same !== undefined && same.id !== props.own && !props.mayReplace;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '' || isTaken) return;
    props.onName(name);
    props.onClose();
  };
  const replaces = same !== undefined && props.mayReplace;
  return (
    <PlainDialog open title={props.title} onClose={props.onClose}>
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="Name"
          hint={
            replaces
              ? `The view ${same.name} is replaced by what is shown; that can be undone.`
              : 'Keeps the query with its time, the order of the table and its columns.'
          }
          error={isTaken ? 'Another view has this name.' : undefined}
          maxLength={longestName}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onFocus={(event) => event.target.select()}
        />
        <div className={styles.actions}>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={name.trim() === '' || isTaken}>
            {replaces ? 'Replace view' : props.mayReplace ? 'Save view' : 'Rename view'}
          </Button>
        </div>
      </form>
    </PlainDialog>
  );
}

/** Asks for the name of a view that is to be saved or renamed, where one is. */
export function ViewDialog() {
  const { dialog, views, active, ask } = useViews();
  if (!dialog) return null;
  const view = views.find(({ id }) => id === (dialog.is === 'rename' ? dialog.id : active));
  const shared = { first: view?.name ?? '', onClose: () => ask(undefined) };
  if (dialog.is === 'save') {
    return <NameForm {...shared} title="Save this view" own={undefined} mayReplace onName={saveView} />;
  }
  const rename = (name: string) => renameView(dialog.id, name);
  return <NameForm {...shared} title="Rename view" own={dialog.id} mayReplace={false} onName={rename} />;
}
