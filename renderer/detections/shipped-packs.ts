import { type Pack, readPack } from '../../shared/rules/pack.ts';

const texts = import.meta.glob<string>('../../shared/rules/packs/*/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The order packs are shown in: what is on by default first. */
const order = ['essentials', 'clicks', 'targets', 'delivered-after-all'];

function filesOf(pack: string): Map<string, string> {
  const marker = `/packs/${pack}/`;
  return new Map(
    Object.entries(texts).flatMap(([path, text]) => {
      const at = path.indexOf(marker);
      return at < 0 ? [] : [[path.slice(at + marker.length), text] as const];
    }),
  );
}

/** The packs that the app is shipped with. */
export const shippedPacks: readonly Pack[] = order.flatMap((id) => readPack(id, filesOf(id)).pack ?? []);

/** The text of a shipped rule's file, by the rule's id. */
export function shippedText(rule: string): string | undefined {
  return Object.values(texts).find((text) => text.startsWith(`id: ${rule}\n`));
}
