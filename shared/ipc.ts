import { z } from 'zod';
import { detectionPatchSchema, detectionSchema, newAlertsSchema, raisedAlertSchema } from './detection.ts';
import { importCountsSchema, importedSchema, newImportSchema } from './imports.ts';
import { batchNoticeSchema, batchOutcomeSchema } from './journal-batch.ts';
import { newOutgoingSchema, outgoingFileSchema, outgoingIdSchema } from './outgoing-file.ts';
import { credentialsSchema } from './proofpoint/credentials.ts';
import { domainSchema } from './proofpoint/domain.ts';
import { troubleSchema } from './proofpoint/trouble.ts';
import { settingsPatchSchema, settingsSchema } from './settings.ts';
import { showSchema } from './show.ts';
import {
  cadenceSchema,
  sourceIdSchema,
  sourceNameSchema,
  sourceViewSchema,
  stallSettingsSchema,
} from './source.ts';
import { archiveDaySchema, removalSchema, storageStatusSchema } from './storage.ts';
import { viewsSchema } from './view.ts';

/** Outcome of *Test connection*. */
export const connectionTestSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), sentence: z.string() }),
  z.object({ ok: z.literal(false), trouble: troubleSchema }),
]);

export type ConnectionTest = z.infer<typeof connectionTestSchema>;

/** Whether the OS keychain can hold a secret, and if not, why and what to do. */
export const keychainStatusSchema = z.object({
  available: z.boolean(),
  /** Empty when available. */
  sentence: z.string(),
});

export type KeychainStatus = z.infer<typeof keychainStatusSchema>;

const connectionSchema = credentialsSchema.extend({ domain: domainSchema });

const newSourceSchema = connectionSchema.extend({
  name: sourceNameSchema,
  /** Keep the credentials in memory for this run: offered only where there is no keychain. */
  memoryOnly: z.boolean(),
});

export const aboutSchema = z.object({
  version: z.string(),
  host: z.string(),
  node: z.string(),
  /** The operating system and the processor. */
  system: z.string(),
  dataFolder: z.string(),
  logFile: z.string(),
  packaged: z.boolean(),
});

export type About = z.infer<typeof aboutSchema>;

/** What only the page knows of the store: for the diagnostics file. */
export const pageFactsSchema = z.object({
  /** Whether the browser promised not to evict the database; null before it has answered. */
  persisted: z.boolean().nullable(),
  events: z.number().int().nullable(),
  databaseBytes: z.number().nullable(),
});

export type PageFacts = z.infer<typeof pageFactsSchema>;

/** Where a file was saved; null where the analyst thought better of it. */
const savedSchema = z.object({ path: z.string(), bytes: z.number() }).nullable();
/** Names one database: another one, after it was evicted or damaged, has another. */
export const storeIdSchema = z.uuid();

/** What went wrong in the store, so that the monitor can say it natively; null once it works again. */
export const storeTroubleSchema = z.string().max(2000).nullable();

/**
 * Every call from the renderer to main: its arguments and its result. Main and preload are derived from it, and
 * both sides check what arrives against it. Secrets can be set, tested and deleted; no call gives one back.
 */
export const ipcCalls = {
  'app.about': { args: z.tuple([]), result: aboutSchema },
  'settings.get': { args: z.tuple([]), result: settingsSchema },
  'settings.change': { args: z.tuple([settingsPatchSchema]), result: settingsSchema },
  'app.openDataFolder': { args: z.tuple([]), result: z.void() },
  /** Asks where, and writes the diagnostics file there. */
  'diagnostics.save': { args: z.tuple([pageFactsSchema]), result: savedSchema },
  /** Asks where, and writes all that is archived there as one file. */
  'data.export': { args: z.tuple([]), result: savedSchema },
  /** Removes sources with their credentials, journal and archive; what is stored is the renderer's to remove. */
  'data.wipe': { args: z.tuple([z.literal('wipe')]), result: z.void() },
  /** Which rules run; the analyst's own are among them. */
  'detection.get': { args: z.tuple([]), result: detectionSchema },
  'detection.change': { args: z.tuple([detectionPatchSchema]), result: detectionSchema },
  /** Alerts that are new or more severe, for native notifications. */
  'alerts.raised': { args: z.tuple([z.array(raisedAlertSchema).max(10_000)]), result: z.void() },
  /** How many alerts wait for somebody to look at them, for the tray and the app's icon. */
  'alerts.new': { args: z.tuple([newAlertsSchema]), result: z.void() },
  'keychain.status': { args: z.tuple([]), result: keychainStatusSchema },
  'sources.list': { args: z.tuple([]), result: z.array(sourceViewSchema) },
  'sources.test': { args: z.tuple([connectionSchema]), result: connectionTestSchema },
  'sources.create': { args: z.tuple([newSourceSchema]), result: sourceViewSchema },
  'sources.createSample': { args: z.tuple([]), result: sourceViewSchema },
  'sources.rename': { args: z.tuple([sourceIdSchema, sourceNameSchema]), result: z.void() },
  'sources.changeStall': { args: z.tuple([sourceIdSchema, stallSettingsSchema]), result: z.void() },
  /** Shows the notification of a stall, marked as a test. */
  'sources.showStall': { args: z.tuple([sourceIdSchema]), result: z.void() },
  'sources.pause': { args: z.tuple([sourceIdSchema]), result: z.void() },
  'sources.resume': { args: z.tuple([sourceIdSchema]), result: z.void() },
  'sources.pollNow': { args: z.tuple([sourceIdSchema]), result: z.void() },
  'sources.changeCredentials': {
    args: z.tuple([sourceIdSchema, connectionSchema.extend({ memoryOnly: z.boolean() })]),
    result: z.void(),
  },
  'sources.changeCadence': { args: z.tuple([sourceIdSchema, cadenceSchema]), result: z.void() },
  /** The second says whether its events go too: those in the archive, here; those stored are the renderer's. */
  'sources.delete': { args: z.tuple([sourceIdSchema, z.boolean()]), result: z.void() },
  'delivery.ready': { args: z.tuple([]), result: z.array(batchNoticeSchema) },
  'delivery.acknowledge': {
    args: z.tuple([sourceIdSchema, z.number().int().nonnegative(), batchOutcomeSchema]),
    result: z.void(),
  },
  'delivery.damaged': {
    args: z.tuple([sourceIdSchema, z.number().int().nonnegative(), z.string().max(2000)]),
    result: z.void(),
  },
  /** The database was opened; the answer is what it has to be rebuilt from, if it is another than last time. */
  'store.opened': { args: z.tuple([storeIdSchema]), result: z.array(archiveDaySchema) },
  /** All that the archive holds, for a rebuild that the analyst asked for. */
  'store.archived': { args: z.tuple([]), result: z.array(archiveDaySchema) },
  /**
   * The database cannot be opened. The answer says whether it was put aside, so that the page, loaded again, makes
   * a new one.
   */
  'store.unreadable': { args: z.tuple([]), result: z.boolean() },
  'store.rebuilt': { args: z.tuple([storeIdSchema]), result: z.void() },
  'store.removed': { args: z.tuple([removalSchema]), result: z.void() },
  'storage.status': { args: z.tuple([]), result: storageStatusSchema },
  'imports.list': { args: z.tuple([]), result: z.array(importedSchema) },
  'imports.begin': { args: z.tuple([newImportSchema]), result: importedSchema },
  'imports.finish': { args: z.tuple([sourceIdSchema, importCountsSchema]), result: z.void() },
  'imports.rename': { args: z.tuple([sourceIdSchema, sourceNameSchema]), result: z.void() },
  'imports.remove': { args: z.tuple([sourceIdSchema]), result: z.void() },
  /** Asks the analyst where a file is to be written and begins it; null where they would rather not. */
  'files.begin': { args: z.tuple([newOutgoingSchema]), result: outgoingFileSchema.nullable() },
  /** All of the file has been written: it takes its name. */
  'files.finish': { args: z.tuple([outgoingIdSchema]), result: z.void() },
  'files.abandon': { args: z.tuple([outgoingIdSchema]), result: z.void() },
  'views.list': { args: z.tuple([]), result: viewsSchema },
  /** Keeps a copy of all saved views, in place of the one before. */
  'views.keep': { args: z.tuple([viewsSchema]), result: z.void() },
  'store.trouble': { args: z.tuple([storeTroubleSchema]), result: z.void() },
} as const;

/** Everything main tells the renderer of its own accord. */
export const ipcEvents = {
  'sources.changed': z.array(sourceViewSchema),
  'settings.changed': settingsSchema,
  'delivery.waiting': batchNoticeSchema,
  'app.show': showSchema,
  'detection.changed': detectionSchema,
  'imports.changed': z.array(importedSchema),
} as const;

export type IpcCall = keyof typeof ipcCalls;
export type IpcEvent = keyof typeof ipcEvents;

/** Arguments as the caller writes them. */
export type IpcArgs<C extends IpcCall> = z.input<(typeof ipcCalls)[C]['args']>;
/** Arguments as the handler gets them. */
export type IpcParsedArgs<C extends IpcCall> = z.output<(typeof ipcCalls)[C]['args']>;
export type IpcResult<C extends IpcCall> = z.output<(typeof ipcCalls)[C]['result']>;
export type IpcPayload<E extends IpcEvent> = z.output<(typeof ipcEvents)[E]>;

/** An error that is meant for the analyst's eyes: its message is a clear sentence and is shown as it is. */
export const ipcAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), sentence: z.string() }),
]);

/** What crosses the bridge for a call: its value, or a sentence on why there is none. */
export type IpcAnswer = z.infer<typeof ipcAnswerSchema>;
