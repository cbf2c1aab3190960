import type { SourceState } from '../../electron/ingest/source-state.ts';
import type { FaultName, PlannedFault } from './fault-schedule.ts';
import type { World } from './world.ts';

const minute = 60_000;

/** How long after a fault's end what it delayed may still be on its way, ms. */
const recovery = 60 * minute;

/** How old the state is that is put back, ms. */
const rolledBack = 30 * minute;

/** Lets the planned faults happen in a world, and remembers when the world was not as it should be. */
export class Chaos {
  readonly #world: World;
  readonly counts: Partial<Record<FaultName, number>> = {};
  /** When something was wrong, or had just been: from, to, ms. */
  readonly troubled: { from: number; to: number }[] = [];
  #storms = 0;
  #refusals = 0;
  #wrongClocks = 0;
  #outages = 0;

  constructor(world: World) {
    this.#world = world;
  }

  plan(faults: readonly PlannedFault[]): void {
    for (const fault of faults) this.#world.agenda.add(fault.at, () => this.#begin(fault));
  }

  async #begin(fault: PlannedFault): Promise<void> {
    const world = this.#world;
    const needsApp = fault.does !== 'storm' && fault.does !== 'spoil' && fault.does !== 'clock';
    // What happens to an app that is not there does not happen.
    if (needsApp && !(world.isRunning && this.#outages === 0)) return;
    this.counts[fault.name] = (this.counts[fault.name] ?? 0) + 1;
    const from = world.time.now;
    const until = from + fault.lasts;
    const lasting = fault.does === 'reread' ? rolledBack : 0;
    this.troubled.push({ from, to: until + lasting + recovery });
    switch (fault.does) {
      case 'crash':
        await world.crash(fault.atWork);
        return this.#away(fault.lasts);
      case 'quit':
        await world.quit();
        return this.#away(fault.lasts);
      case 'sleep':
        world.setAsleep(true);
        this.#outages += 1;
        return world.agenda.add(until, () => {
          this.#outages -= 1;
          world.setAsleep(false);
        });
      case 'storm':
        this.#storms += 1;
        await world.service.storm(fault.statuses, fault.share, fault.retryAfter);
        return world.agenda.add(until, async () => {
          if (--this.#storms === 0) await world.service.calm();
        });
      case 'spoil':
        await world.service.spoil(fault.fault, fault.times);
        return;
      case 'refuse':
        this.#refusals += 1;
        world.store.refuses = 'The store refuses.';
        return world.agenda.add(until, () => {
          if (--this.#refusals === 0) world.store.refuses = undefined;
        });
      case 'reread':
        if (!fault.rollBack) return world.app.pollNow();
        return this.#rollBack(await world.rememberedState(), from + rolledBack);
      case 'clock':
        this.#wrongClocks += 1;
        world.time.wrongBy = fault.wrongBy;
        return world.agenda.add(until, () => {
          if (--this.#wrongClocks === 0) world.time.wrongBy = 0;
        });
    }
  }

  #rollBack(older: SourceState, at: number): void {
    const world = this.#world;
    world.agenda.add(at, async () => {
      if (!world.isRunning || this.#outages > 0) return;
      await world.crash(true);
      await world.restoreState(older);
      await world.startApp();
    });
  }

  async #away(ms: number): Promise<void> {
    const world = this.#world;
    if (ms === 0) return world.startApp();
    this.#outages += 1;
    world.agenda.add(world.time.now + ms, async () => {
      this.#outages -= 1;
      await world.startApp();
    });
  }
}
