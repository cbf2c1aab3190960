import { describe, expect, it } from 'vitest';
import { onScreens, type WindowState } from './window-state.ts';

const main = { x: 0, y: 0, width: 1920, height: 1080 };
const right = { x: 1920, y: 0, width: 2560, height: 1440 };
const state: WindowState = { x: 100, y: 80, width: 1280, height: 800, maximised: false };

describe('the remembered window', () => {
  it('comes back where it was', () => {
    expect(onScreens(state, [main])).toEqual(state);
    const beside = { ...state, x: 2000, y: 300, maximised: true };
    expect(onScreens(beside, [main, right])).toEqual(beside);
  });

  it('is placed anew where its screen is gone, and keeps its size', () => {
    const beside = { ...state, x: 2000, y: 300 };
    expect(onScreens(beside, [main])).toEqual({ ...beside, x: null, y: null });
  });

  it('is placed anew where too little of it could be taken hold of', () => {
    for (const place of [
      { x: 1900, y: 80 },
      { x: -1250, y: 80 },
      { x: 100, y: -10 },
      { x: 100, y: 1060 },
    ])
      expect(onScreens({ ...state, ...place }, [main])).toMatchObject({ x: null, y: null });
  });

  it('is no larger than the largest screen, and no smaller than it can be used', () => {
    expect(onScreens({ ...state, width: 4000, height: 3000 }, [main])).toMatchObject({
      width: 1920,
      height: 1080,
    });
    expect(onScreens({ ...state, width: 10, height: 10 }, [main])).toMatchObject({ width: 880, height: 560 });
  });

  it('is left as it is where no screen is told of', () => {
    expect(onScreens({ ...state, x: null, y: null }, [])).toMatchObject({ width: 1280, height: 800 });
  });
});
