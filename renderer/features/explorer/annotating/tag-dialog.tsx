import { Command } from 'cmdk';
import { Minus, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { countOf } from '../../../../shared/duration.ts';
import { useServices } from '../../../services.ts';
import { hasTag, readTags } from '../../../store/annotations/annotation.ts';
import { ConfirmDialog, PlainDialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type AnnotatingTarget, annotate, mostTagged, mostUnasked } from './annotating-model.ts';
import styles from './tag-dialog.module.css';

/** Tags that are offered, at most. */
const mostOffered = 40;

/** Tags that occur, most frequent first, and those the event has. */
function useKnownTags(target: AnnotatingTarget): { known: readonly string[]; own: readonly string[] } {
  const { store } = useServices();
  const [tags, setTags] = useState<{ known: readonly string[]; own: readonly string[] }>({
    known: [],
    own: [],
  });
  useEffect(() => {
    let isCurrent = true;
    const ofEvent = target.is === 'event' ? store.event(target.key) : Promise.resolve(undefined);
    void Promise.all([store.values('tag', '', mostOffered), ofEvent]).then(([values, event]) => {
      if (!isCurrent) return;
      setTags({ known: values.map(({ value }) => value), own: event?.annotation.tags ?? [] });
    });
    return () => {
      isCurrent = false;
    };
  }, [store, target]);
  return tags;
}

interface Choice {
  tags: readonly string[];
  isOff: boolean;
}

function Choices(props: { typed: string; target: AnnotatingTarget; onChoose(choice: Choice): void }) {
  const { typed, target, onChoose } = props;
  const { known, own } = useKnownTags(target);
  const fresh = readTags(typed);
  const isNew = fresh.length > 0 && !(fresh.length === 1 && hasTag([...known, ...own], fresh[0] ?? ''));
  const others = known.filter((tag) => !hasTag(own, tag));
  // Enter alone takes nothing off: what is to go is typed, or walked to behind what can be added.
  const offered = target.is === 'event' ? own : known;
  const takenOff = fresh.length > 0 || others.length > 0 ? offered : [];
  return (
    <Command.List className={styles.list} label="Tags">
      {fresh.length === 0 && known.length === 0 ? (
        <p className={styles.teach}>
          Type a tag, such as <em>to do</em> or a case number, and press Enter; several with commas between
          them. Find the events again with <code>tag:</code> or under the facet Tags.
        </p>
      ) : null}
      {takenOff.length === 0 && own.length > 0 ? (
        <p className={styles.teach}>
          It has {own.join(', ')}. Type one of these to take it off, or another to add it.
        </p>
      ) : null}
      {/* Else it is hidden, with what is typed in it, where no tag that is known matches. */}
      <Command.Group forceMount className={styles.group}>
        {others.map((tag) => (
          <Command.Item
            key={tag}
            forceMount={false}
            className={styles.item}
            value={`add ${tag}`}
            keywords={[tag]}
            onSelect={() => onChoose({ tags: [tag], isOff: false })}
          >
            <Plus size={14} aria-hidden />
            <span className={styles.tag}>{tag}</span>
          </Command.Item>
        ))}
        {isNew ? (
          <Command.Item
            forceMount
            className={styles.item}
            value="add what is typed"
            onSelect={() => onChoose({ tags: fresh, isOff: false })}
          >
            <Plus size={14} aria-hidden />
            <span className={styles.tag}>{fresh.join(', ')}</span>
            <span className={styles.hint}>{fresh.length === 1 ? 'new tag' : 'all of these'}</span>
          </Command.Item>
        ) : null}
      </Command.Group>
      {takenOff.length > 0 ? (
        <Command.Group className={styles.group} heading="Take off">
          {takenOff.map((tag) => (
            <Command.Item
              key={tag}
              className={styles.item}
              value={`off ${tag}`}
              keywords={[tag]}
              onSelect={() => onChoose({ tags: [tag], isOff: true })}
            >
              <Minus size={14} aria-hidden />
              <span className={styles.tag}>{tag}</span>
            </Command.Item>
          ))}
        </Command.Group>
      ) : null}
    </Command.List>
  );
}

/** Tags an event or many: Enter takes the tag that is marked, or the one that is typed. */
export function TagDialog({ target, onClose }: { target: AnnotatingTarget; onClose(): void }) {
  const { store } = useServices();
  const [typed, setTyped] = useState('');
  const [asking, setAsking] = useState<Choice>();
  const count = target.is === 'event' ? 1 : target.count;
  const doIt = ({ tags, isOff }: Choice) => {
    void annotate(store, target, isOff ? { removeTags: tags } : { addTags: tags });
    onClose();
  };
  const events = countOf(count, target.is === 'many' && target.of === 'marked' ? 'marked event' : 'event');
  const title = target.is === 'event' ? 'Tag this event' : `Tag ${events}`;
  return (
    <>
      <PlainDialog open title={title} onClose={onClose}>
        {count > mostTagged ? (
          <Notice tone="warn">
            More than {countOf(mostTagged, 'event')} are too many to tag at once. Narrow the query first, or
            mark fewer.
          </Notice>
        ) : (
          <Command label={title} loop>
            <Command.Input
              className={styles.input}
              placeholder="A tag, or several with commas"
              value={typed}
              onValueChange={setTyped}
            />
            <Choices
              typed={typed}
              target={target}
              onChoose={(choice) => (count > mostUnasked ? setAsking(choice) : doIt(choice))}
            />
          </Command>
        )}
      </PlainDialog>
      <ConfirmDialog
        open={asking !== undefined}
        title={`${asking?.isOff ? 'Take' : 'Put'} "${asking?.tags.join(', ')}" ${asking?.isOff ? 'off' : 'on'} ${events}?`}
        action={`${asking?.isOff ? 'Take off' : 'Tag'} ${events}`}
        onConfirm={() => asking && doIt(asking)}
        onClose={() => setAsking(undefined)}
      >
        {target.is === 'many' && target.of === 'marked'
          ? 'The events you marked are meant'
          : 'All events that match the query as it stands are meant'}
        . It can be undone afterwards.
      </ConfirmDialog>
    </>
  );
}
