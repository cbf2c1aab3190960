import type { Rectangle } from 'electron';
import { z } from 'zod';

export const windowStateSchema = z.object({
  x: z.number().int().nullable().default(null),
  y: z.number().int().nullable().default(null),
  width: z.number().int().positive().default(1280),
  height: z.number().int().positive().default(800),
  maximised: z.boolean().default(false),
});

/** Where the window was; without a place, the desktop chooses one. */
export type WindowState = z.infer<typeof windowStateSchema>;

export const smallest = { width: 880, height: 560 };

/** So much of the window's top has to lie on a screen for it to be seen and dragged, px. */
const grip = { width: 120, height: 40 };

function hasGrip(state: Rectangle, area: Rectangle): boolean {
  const across = Math.min(state.x + state.width, area.x + area.width) - Math.max(state.x, area.x);
  return across >= grip.width && state.y >= area.y && state.y + grip.height <= area.y + area.height;
}

/**
 * The remembered state on the screens there are now. A window whose screen is gone is placed anew by the desktop,
 * and none is larger than the largest screen.
 * @param areas what of each screen windows may take
 */
export function onScreens(state: WindowState, areas: readonly Rectangle[]): WindowState {
  const { x, y } = state;
  const within = (size: number, of: 'width' | 'height') =>
    Math.max(
      smallest[of],
      Math.min(size, ...(areas.length > 0 ? [Math.max(...areas.map((area) => area[of]))] : [])),
    );
  const fitted = { ...state, width: within(state.width, 'width'), height: within(state.height, 'height') };
  if (x === null || y === null) return fitted;
  const isSeen = areas.some((area) => hasGrip({ ...fitted, x, y }, area));
  return isSeen ? fitted : { ...fitted, x: null, y: null };
}
