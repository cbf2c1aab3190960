import { Columns3 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import styles from './column-chooser.module.css';
import { type Density, densities } from './column-layout.ts';
import { type Column, fieldColumns, standardColumns } from './table-columns.ts';
import { useTableLayout } from './table-layout.ts';

const densityName: Record<Density, string> = { compact: 'Compact', normal: 'Normal', relaxed: 'Relaxed' };

function ColumnList({ title, columns }: { title: string; columns: readonly Column[] }) {
  const shown = useTableLayout(({ layout }) => layout.shown);
  const toggleColumn = useTableLayout((table) => table.toggleColumn);
  if (columns.length === 0) return null;
  return (
    <fieldset className={styles.list}>
      <legend>{title}</legend>
      {columns.map((column) => {
        const isShown = shown.includes(column.id);
        return (
          <label key={column.id} className={styles.choice}>
            <input
              type="checkbox"
              checked={isShown}
              disabled={isShown && shown.length === 1}
              onChange={() => toggleColumn(column.id)}
            />
            <span className={styles.name}>{column.title}</span>
            <span className={styles.about}>{column.about}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

function DensityChoice() {
  const density = useTableLayout(({ layout }) => layout.density);
  const setDensity = useTableLayout((table) => table.setDensity);
  const name = useId();
  return (
    <fieldset className={styles.density}>
      <legend>Row height</legend>
      {densities.map((one) => (
        <label key={one} className={styles.choice}>
          <input type="radio" name={name} checked={density === one} onChange={() => setDensity(one)} />
          {densityName[one]}
        </label>
      ))}
    </fieldset>
  );
}

/** Which columns are shown, and how close the rows stand. */
export function ColumnChooser() {
  const [wanted, setWanted] = useState('');
  const resetLayout = useTableLayout((table) => table.resetLayout);
  const words = wanted.trim().toLowerCase();
  const fits = ({ title, about }: Column) => `${title} ${about}`.toLowerCase().includes(words);
  const columns = standardColumns.filter(fits);
  const fields = fieldColumns.filter(fits);
  return (
    <Popover.Root onOpenChange={() => setWanted('')}>
      <Popover.Trigger asChild>
        <button type="button" className={styles.trigger} aria-label="Choose columns" title="Choose columns">
          <Columns3 size={15} aria-hidden />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.panel}
          align="end"
          sideOffset={2}
          collisionPadding={8}
          aria-label="Columns"
        >
          <input
            className={styles.search}
            type="search"
            aria-label="Find a column"
            placeholder="Find a column"
            value={wanted}
            spellCheck={false}
            onChange={(event) => setWanted(event.target.value)}
          />
          <div className={styles.lists}>
            <ColumnList title="Columns" columns={columns} />
            <ColumnList title="Fields" columns={fields} />
            {columns.length + fields.length === 0 ? (
              <p className={styles.about}>No field has this in its name.</p>
            ) : null}
          </div>
          <DensityChoice />
          <Button onClick={resetLayout}>Reset columns and row height</Button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
