import type { CommandLine } from 'electron';
import { switchValue } from '../options.ts';
import { HostEmitter } from '../unsupported.ts';

/** Electron's `app.commandLine`: switches for Chromium, and those the app was started with. */
export class HostCommandLine
  extends HostEmitter
  implements Pick<CommandLine, 'appendSwitch' | 'hasSwitch' | 'getSwitchValue' | 'removeSwitch'>
{
  readonly appended: string[] = [];
  readonly #given: string[];

  constructor(given: readonly string[]) {
    super();
    this.#given = given.filter((arg) => arg.startsWith('--'));
  }

  appendSwitch(name: string, value?: string): void {
    this.appended.push(value ? `--${name}=${value}` : `--${name}`);
  }

  appendArgument(value: string): void {
    this.appended.push(value);
  }

  hasSwitch(name: string): boolean {
    return switchValue([...this.#given, ...this.appended], `--${name}`) !== undefined;
  }

  getSwitchValue(name: string): string {
    return switchValue([...this.#given, ...this.appended], `--${name}`) ?? '';
  }

  removeSwitch(name: string): void {
    for (const list of [this.appended, this.#given]) {
      const kept = list.filter((arg) => arg !== `--${name}` && !arg.startsWith(`--${name}=`));
      list.splice(0, list.length, ...kept);
    }
  }
}
