import { spawn, spawnSync } from 'node:child_process';
import type {
  MessageBoxOptions,
  MessageBoxReturnValue,
  OpenDialogOptions,
  OpenDialogReturnValue,
  SaveDialogOptions,
  SaveDialogReturnValue,
} from 'electron';
import { HostEmitter, notSupported } from '../unsupported.ts';

interface Answer {
  ok: boolean;
  text: string;
}

/** Electron's `dialog`, by zenity where the desktop has it. Each takes an optional window first, as Electron does. */
export class HostDialog extends HostEmitter {
  async showMessageBox(...args: unknown[]): Promise<MessageBoxReturnValue> {
    const options = args.at(-1) as MessageBoxOptions;
    const buttons = options.buttons?.length ? options.buttons : ['OK'];
    const text = [options.message, options.detail].filter(Boolean).join('\n\n');
    const extra = buttons.slice(1).map((button) => `--extra-button=${button}`);
    const asked = [
      '--question',
      '--no-markup',
      `--text=${text}`,
      `--title=${options.title ?? ''}`,
      '--switch',
      `--extra-button=${buttons[0]}`,
      ...extra,
    ];
    const answer = await zenity('dialog.showMessageBox', asked);
    const response = buttons.indexOf(answer.text);
    return {
      response: response >= 0 ? response : (options.cancelId ?? 0),
      checkboxChecked: options.checkboxChecked ?? false,
    };
  }

  async showOpenDialog(...args: unknown[]): Promise<OpenDialogReturnValue> {
    const options = args.at(-1) as OpenDialogOptions;
    const { properties = [] } = options;
    const answer = await zenity('dialog.showOpenDialog', [
      '--file-selection',
      '--separator=\n',
      ...(properties.includes('openDirectory') ? ['--directory'] : []),
      ...(properties.includes('multiSelections') ? ['--multiple'] : []),
      ...common(options),
    ]);
    return { canceled: !answer.ok, filePaths: answer.ok ? answer.text.split('\n').filter(Boolean) : [] };
  }

  async showSaveDialog(...args: unknown[]): Promise<SaveDialogReturnValue> {
    const options = args.at(-1) as SaveDialogOptions;
    const answer = await zenity('dialog.showSaveDialog', ['--file-selection', '--save', ...common(options)]);
    return { canceled: !answer.ok, filePath: answer.ok ? answer.text : '' };
  }

  /** Prints, as Electron does before it can show anything. */
  showErrorBox(title: string, content: string): void {
    console.error(`${title}\n${content}`);
  }
}

function common({
  title,
  defaultPath,
  filters = [],
}: Pick<SaveDialogOptions, 'title' | 'defaultPath' | 'filters'>): string[] {
  return [
    ...(title ? [`--title=${title}`] : []),
    ...(defaultPath ? [`--filename=${defaultPath}`] : []),
    ...filters.map(
      ({ name, extensions }) =>
        `--file-filter=${name} | ${extensions.map((extension) => `*.${extension}`).join(' ')}`,
    ),
  ];
}

function zenity(what: string, args: string[]): Promise<Answer> {
  if (spawnSync('zenity', ['--version'], { stdio: 'ignore' }).status !== 0)
    throw notSupported(`${what} (zenity is not here)`);
  return new Promise((resolve, reject) => {
    let text = '';
    const child = spawn('zenity', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += String(part);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ ok: code === 0, text: text.replace(/\n$/, '') }));
  });
}
