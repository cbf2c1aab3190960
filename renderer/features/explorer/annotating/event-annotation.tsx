import { NotebookPen, Tag, X } from 'lucide-react';
import { useServices } from '../../../services.ts';
import type { Annotation } from '../../../store/annotations/annotation.ts';
import { Button } from '../../../ui/button.tsx';
import { pivotTo } from '../look-changes.ts';
import { annotate, useAnnotating } from './annotating-model.ts';
import styles from './event-annotation.module.css';

/** Tags of an event as chips, and its note: what analysts say of it, apart from what Proofpoint does. */
export function EventAnnotation({ eventKey, annotation }: { eventKey: string; annotation: Annotation }) {
  const { store } = useServices();
  const ask = useAnnotating((model) => model.ask);
  const { tags, note } = annotation;
  return (
    <section className={styles.said} aria-label="Tags and note">
      <div className={styles.tags}>
        {tags.map((tag) => (
          <span key={tag} className={styles.chip}>
            <button
              type="button"
              className={styles.name}
              title="Show all events with this tag"
              onClick={() => pivotTo('tag', tag)}
            >
              {tag}
            </button>
            <button
              type="button"
              className={styles.off}
              aria-label={`Take off ${tag}`}
              onClick={() => void annotate(store, { is: 'event', key: eventKey }, { removeTags: [tag] })}
            >
              <X size={12} aria-hidden />
            </button>
          </span>
        ))}
        <Button
          variant="quiet"
          className={styles.add}
          title="Tag this event (t)"
          onClick={() => ask({ what: 'tag', target: { is: 'event', key: eventKey } })}
        >
          <Tag size={14} aria-hidden /> {tags.length === 0 ? 'Tag' : 'More'}
        </Button>
        {note === '' ? (
          <Button
            variant="quiet"
            className={styles.add}
            title="Write a note about this event (n)"
            onClick={() => ask({ what: 'note', key: eventKey })}
          >
            <NotebookPen size={14} aria-hidden /> Note
          </Button>
        ) : null}
      </div>
      {note === '' ? null : (
        <div className={styles.note}>
          <p>{note}</p>
          <Button
            variant="quiet"
            className={styles.add}
            title="Change the note (n)"
            onClick={() => ask({ what: 'note', key: eventKey })}
          >
            Change
          </Button>
        </div>
      )}
    </section>
  );
}
