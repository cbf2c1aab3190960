import styles from './app-shell.module.css';
import { paletteKeys } from './command-palette.tsx';
import { PlainDialog } from './ui/dialog.tsx';

type Keys = readonly (readonly [keys: string, meaning: string])[];

const everywhere: Keys = [
  ['g e', 'Explorer'],
  ['g a', 'Alerts'],
  ['g s', 'Sources'],
  ['g d', 'Detections'],
  ['g ,', 'Settings'],
  [paletteKeys, 'Find a command'],
  ['?', 'This list'],
];

const query: Keys = [
  ['/', 'Write a query'],
  ['F1', 'Query help'],
  ['r', 'Show everything again'],
  ['p', 'Most attacked people; Enter shows one, x leaves one out'],
  ['v', 'Saved views'],
  [`${paletteKeys.slice(0, -1)}S`, 'Save this view'],
  [`${paletteKeys.slice(0, -1)}E`, 'Export what is shown or marked'],
  [`${paletteKeys.slice(0, -1)}Shift+C`, 'Copy the indicators of what is shown or marked, defanged'],
  [`${paletteKeys.slice(0, -1)}Z`, 'Undo a change of the query; with Shift redo'],
  ['Alt+←  Alt+→', 'Back to the look and event before, forward again'],
  ['Esc', 'Back: leave the query, close the event'],
];

const events: Keys = [
  ['j  k  ↓  ↑', 'Next, previous event'],
  ['PgDn  PgUp', 'A screen further, back'],
  ['Home  End', 'First, last event'],
  ['Enter', 'Open the event'],
  ['→  ←', 'Next, previous cell of the row'],
  ['i  x  o', "Include, exclude the cell's value, show it only"],
  ['c  C', "Copy the cell's value defanged, as it is"],
  ['l', 'What is related to the event: ↓ ↑, → opens, Enter follows'],
  ['t  T', 'Tag the event, all that are shown; the marked ones where there are any'],
  ['n', 'Write a note about the event'],
];

const marks: Keys = [
  ['Space', 'Mark the event, or take its mark off'],
  ['J  K', 'Mark on the way; Shift with ↓, End and others too'],
  [`${paletteKeys.slice(0, -1)}A`, 'Mark all that are shown'],
  ['Esc', 'Take the marks off'],
];

const heads: Keys = [
  ['Enter', 'Sort by the column'],
  ['Shift+Enter', 'Sort by it as well'],
  ['Shift+→  ←', 'Make the column wider, narrower'],
  ['Alt+→  ←', 'Move the column'],
  ['↓', 'Menu: pin, hide and more'],
];

function Group({ title, keys }: { title: string; keys: Keys }) {
  return (
    <section className={styles.keyGroup} aria-label={title}>
      <h3>{title}</h3>
      <dl className={styles.keys}>
        {keys.map(([key, meaning]) => (
          <div key={key + meaning} style={{ display: 'contents' }}>
            <dt>
              {key.split('  ').map((one) => (
                <kbd key={one} className={styles.kbd}>
                  {one}
                </kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Every key there is. */
export function KeyList({ open, onClose }: { open: boolean; onClose(): void }) {
  return (
    <PlainDialog open={open} title="Keyboard" wide="three" onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it */}
      <section className={styles.keyGroups} aria-label="Keys" tabIndex={0}>
        <Group title="Everywhere" keys={everywhere} />
        <Group title="Query" keys={query} />
        <Group title="Events" keys={events} />
        <Group title="Marking events" keys={marks} />
        <Group title="Heads of columns" keys={heads} />
      </section>
    </PlainDialog>
  );
}
