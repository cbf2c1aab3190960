/**
 * `npm run detect -- --rules DIR --input EVENTS.ndjson` runs rules over events and prints one alert a line:
 * `{rule, severity, title, dedup, identities}`. What cannot be read is said on standard error as FILE:LINE, and the
 * rest goes on.
 */
import { createReadStream, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { normalised } from '../shared/files/normalised.ts';
import { readEvents } from '../shared/files/read-events.ts';
import { alertsOf } from '../shared/rules/alerts.ts';
import { Arrivals } from '../shared/rules/engine/arrival.ts';
import { Detector } from '../shared/rules/engine/detector.ts';
import type { Detection } from '../shared/rules/engine/rule-run.ts';
import { type ProblemInFile, readRules } from '../shared/rules/pack.ts';
import { type Lists, listsSchema, type Rule } from '../shared/rules/rule.ts';
import { YamlText } from '../shared/rules/yaml-text.ts';
import { ruleFilesIn } from './rule-files.ts';

const help = `npm run detect -- --rules DIR --input EVENTS [--lists FILE]

Runs rules over events and prints one alert a line, as JSON:
{"rule", "severity", "title", "dedup", "identities"}

  --rules DIR    a folder of rules (YAML, one a file, ours or Sigma's, folders below it too), or one file; may be
                 given several times
  --input FILE   raw SIEM events: an answer of the API, an array, one event, or NDJSON of these, gzip'd or not; "-"
                 is standard input; may be given several times, and is read in this order
  --lists FILE   the organisation's own lists (YAML or JSON), such as executives: [ceo@example.com]
  --help         this

Exit code: 0 when all was read, 1 when something could not be (it is said as FILE:LINE, the rest goes on),
2 when there is nothing to run.
`;

/** Something without which there is nothing to run. */
class UsageError extends Error {}

function read<T>(path: string, reader: () => T): T {
  try {
    return reader();
  } catch (error) {
    throw new UsageError(`${path}: cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}

function optionsOf(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        rules: { type: 'string', multiple: true, default: [] },
        input: { type: 'string', multiple: true, default: [] },
        lists: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

let failures = 0;

function complain({ file, line, column, message }: ProblemInFile): void {
  failures += 1;
  process.stderr.write(`${file}:${line}:${column}: ${message}\n`);
}

function readLists(path: string): Lists {
  const yaml = new YamlText(read(path, () => readFileSync(path, 'utf8')));
  const parsed = listsSchema.safeParse(yaml.value ?? {});
  const problems = [...yaml.problems, ...(parsed.success ? [] : yaml.problemsOf(parsed.error))];
  for (const problem of problems) complain({ file: path, ...problem });
  return parsed.success ? parsed.data : {};
}

function readAllRules(paths: readonly string[]): Rule[] {
  const files = new Map(paths.flatMap((path) => [...read(path, () => ruleFilesIn(path))]));
  if (files.size === 0) throw new UsageError(`No rules (*.yaml) in ${paths.join(', ')}.`);
  const { rules, problems } = readRules(files);
  for (const problem of problems) complain(problem);
  return rules;
}

async function detect(detector: Detector, inputs: readonly string[]): Promise<Detection[]> {
  const known = new Arrivals();
  const found: Detection[] = [];
  for (const input of inputs) {
    const fetched = Date.now();
    const complainOf = (line: number, reason: string) => {
      failures += 1;
      process.stderr.write(`${input}:${line}: ${reason}\n`);
    };
    try {
      for await (const entry of readEvents(input === '-' ? process.stdin : createReadStream(input))) {
        const event = entry.ok ? normalised(entry, fetched) : undefined;
        if (!event || !('raw' in event)) {
          complainOf(entry.line, entry.ok ? 'an entry that could not be read as an event' : entry.reason);
          continue;
        }
        const arrival = known.of(event, input, fetched);
        if (arrival) found.push(...detector.take([arrival]));
      }
    } catch (error) {
      throw new UsageError(`${input}: cannot be read: ${error instanceof Error ? error.message : error}`);
    }
  }
  return found;
}

async function run(args: string[]): Promise<void> {
  const options = optionsOf(args);
  if (options.help) {
    process.stdout.write(help);
    return;
  }
  if (options.rules.length === 0) throw new UsageError('Name the rules: --rules DIR.');
  if (options.input.length === 0)
    throw new UsageError('Name the events: --input FILE ("-" for standard input).');
  const lists = options.lists === undefined ? {} : readLists(options.lists);
  const detector = new Detector(readAllRules(options.rules), { lists });
  const alerts = alertsOf(await detect(detector, options.input));
  process.stdout.write(alerts.map((alert) => `${JSON.stringify(alert)}\n`).join(''));
  for (const { rule, reason } of detector.suspensions) {
    failures += 1;
    process.stderr.write(`${rule}: suspended. ${reason}\n`);
  }
  if (failures > 0) process.exitCode = 1;
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\nnpm run detect -- --help says more.\n`);
  process.exitCode = 2;
}
