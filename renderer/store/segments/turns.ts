/** Lets tasks run one after the other. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs a task when all before it are done. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task, task);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
