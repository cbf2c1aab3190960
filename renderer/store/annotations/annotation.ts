/** What analysts say of an event: kept beside it, whatever versions of it come. */
export interface Annotation {
  tags: readonly string[];
  /** Empty is none. */
  note: string;
}

/** What is to be said of events beside what is said of them already. */
export interface AnnotationChange {
  addTags?: readonly string[];
  removeTags?: readonly string[];
  /** Takes the place of the note that is there; empty is none. */
  note?: string;
}

export const noAnnotation: Annotation = { tags: [], note: '' };

export const longestTag = 60;
export const longestNote = 10_000;
/** An event with more tags than this is marked as nothing any more. */
export const mostTags = 50;

/** Tags as they are typed, with commas between them: without what is too much, each once in any case. */
export function readTags(text: string): string[] {
  const tags: string[] = [];
  for (const part of text.split(',')) {
    const tag = part.replaceAll(/\s+/g, ' ').trim().slice(0, longestTag).trim();
    if (tag !== '' && !hasTag(tags, tag)) tags.push(tag);
  }
  return tags.slice(0, mostTags);
}

/** Whether a tag is among some, in any case. */
export function hasTag(tags: readonly string[], tag: string): boolean {
  const lower = tag.toLowerCase();
  return tags.some((one) => one.toLowerCase() === lower);
}

/** An annotation with a change made: the same object where it says nothing new. */
export function annotated(annotation: Annotation, change: AnnotationChange): Annotation {
  const { addTags = [], removeTags = [], note = annotation.note } = change;
  const kept = annotation.tags.filter((tag) => !hasTag(removeTags, tag));
  const tags = [...kept, ...addTags.filter((tag) => !hasTag(kept, tag))].slice(0, mostTags);
  const written = note.slice(0, longestNote).trim();
  const isSame = tags.length === annotation.tags.length && tags.every((tag, i) => tag === annotation.tags[i]);
  return isSame && written === annotation.note ? annotation : { tags, note: written };
}

/** What is said in two places of one event: the tags of both, and both notes, unless one has the other in it. */
export function joined(here: Annotation, there: Annotation): Annotation {
  const note = here.note.includes(there.note)
    ? here.note
    : there.note.includes(here.note)
      ? there.note
      : `${here.note}\n\n${there.note}`;
  return annotated(here, { addTags: there.tags, note });
}
