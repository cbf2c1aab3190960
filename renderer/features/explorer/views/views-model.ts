import { z } from 'zod';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { type View, viewSchema, viewsSchema } from '../../../../shared/view.ts';
import { bringViewsTo, type ViewsCopy } from '../../../model/kept-views.ts';
import { didThis } from '../deeds.ts';
import { useExplorer } from '../explorer-model.ts';
import { showLook } from '../look-changes.ts';
import { useTableLayout } from '../table-layout.ts';

const keptSchema = z.object({ views: viewsSchema });

/** Under which the browser has them. */
const storageName = 'lurescope.views';

export const longestName = 80;

interface Views {
  /** By name. */
  views: readonly View[];
  /** The view that was opened or saved last; what is shown may have moved on from it. */
  active: string | undefined;
  /** The dialog that is open. */
  dialog: { is: 'save' } | { is: 'rename'; id: string } | undefined;
  ask(dialog: Views['dialog']): void;
}

/** Saved views, remembered from one start of the app to the next. */
export const useViews = create<Views>()(
  persist(
    (set): Views => ({
      views: [],
      active: undefined,
      dialog: undefined,
      ask: (dialog) => set({ dialog }),
    }),
    {
      name: storageName,
      version: 1,
      partialize: ({ views }) => ({ views }),
      merge: (kept, now) => {
        const parsed = keptSchema.safeParse(kept);
        return parsed.success ? { ...now, views: parsed.data.views } : now;
      },
    },
  ),
);

type Look = Omit<View, 'id' | 'name'>;

function lookNow(): Look {
  const { valid, sort } = useExplorer.getState();
  const { shown, pinned, widths } = useTableLayout.getState().layout;
  return { query: valid, sort, columns: { shown: [...shown], pinned, widths: { ...widths } } };
}

function sorted(views: readonly View[]): View[] {
  return views.toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Puts views in place of those that are there, and tells what was done with a way back. */
function replaceViews(views: readonly View[], active: string | undefined, title: string): void {
  const before = useViews.getState();
  useViews.setState({ views: sorted(views), active });
  didThis(title, () => useViews.setState({ views: before.views, active: before.active }));
}

/** A view of a name, in any case. */
export function viewNamed(views: readonly View[], name: string): View | undefined {
  const wanted = name.trim().toLowerCase();
  return views.find((view) => view.name.toLowerCase() === wanted);
}

/** Keeps what is looked at under a name; a view that has it already is replaced. */
export function saveView(name: string): void {
  const { views } = useViews.getState();
  const same = viewNamed(views, name);
  const view: View = { id: same?.id ?? crypto.randomUUID(), name: name.trim(), ...lookNow() };
  const others = views.filter((one) => one !== same);
  replaceViews([...others, view], view.id, `${same ? 'Replaced' : 'Saved'} the view ${view.name}`);
}

/** Puts what is looked at now into a view. */
export function replaceView(id: string): void {
  const { views } = useViews.getState();
  const view = views.find((one) => one.id === id);
  if (view) saveView(view.name);
}

export function renameView(id: string, name: string): void {
  const { views, active } = useViews.getState();
  const view = views.find((one) => one.id === id);
  if (!view || view.name === name.trim()) return;
  const renamed = views.map((one) => (one === view ? { ...view, name: name.trim() } : one));
  replaceViews(renamed, active, `Renamed the view ${view.name} to ${name.trim()}`);
}

export function deleteView(id: string): void {
  const { views, active } = useViews.getState();
  const view = views.find((one) => one.id === id);
  if (!view) return;
  const others = views.filter((one) => one !== view);
  replaceViews(others, active === id ? undefined : active, `Deleted the view ${view.name}`);
}

/** Shows what a view holds: a step that leads back like any other. */
export function openView({ id, query, sort, columns }: View): void {
  showLook(query, sort);
  useTableLayout.getState().setColumns(columns);
  useViews.setState({ active: id });
}

/** Whether what is looked at is what a view holds. */
export function isShown(view: View): boolean {
  const { query, sort, columns } = lookNow();
  const [a, b] = [columns, view.columns];
  const sameColumns = a.shown.join() === b.shown.join() && a.pinned === b.pinned;
  return sameColumns && query === view.query && JSON.stringify(sort) === JSON.stringify(view.sort);
}

/** Keeps the views with main too, from which they come back when the browser has lost them. */
async function copyTo(copy: ViewsCopy): Promise<void> {
  const keep = () => void copy.keep([...useViews.getState().views]).catch(() => undefined);
  useViews.subscribe((now, before) => {
    if (now.views !== before.views) keep();
  });
  if (localStorage.getItem(storageName) !== null) {
    keep();
    return;
  }
  const views = await copy.read();
  // One may have been saved meanwhile.
  if (views.length > 0 && useViews.getState().views.length === 0) useViews.setState({ views });
}

bringViewsTo({
  copyTo,
  clear: () => useViews.setState({ views: [], active: undefined }),
  read: () => [...useViews.getState().views],
  add(found) {
    const { views } = useViews.getState();
    const added = found.flatMap((one) => viewSchema.safeParse(one).data ?? []);
    const fresh = added.filter(({ name }) => !viewNamed(views, name));
    useViews.setState({
      views: sorted([...views, ...fresh.map((view) => ({ ...view, id: crypto.randomUUID() }))]),
    });
    return fresh.length;
  },
});
