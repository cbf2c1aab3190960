import { EventEmitter } from 'node:events';

/** The error of everything Electron has and this host has not. */
export function notSupported(what: string): Error {
  return new Error(`not supported by the Chromium host: ${what}`);
}

/** Names that interop helpers, promises, serialisers and inspectors look up on any object. */
const PROBES = new Set([
  'then',
  'default',
  'toJSON',
  'nodeType',
  'asymmetricMatch',
  'inspect',
  'domain',
  'dock',
]);

/** Whether a missing property is only being probed, so that the answer must be `undefined`. */
export function isProbe(property: string | symbol): boolean {
  return (
    typeof property === 'symbol' ||
    property.startsWith('_') ||
    property.startsWith('$') ||
    PROBES.has(property)
  );
}

/**
 * Stands at the end of the prototype chain: a name that no class before it has is one the host lacks.
 * There it says so when called, instead of leaving "x is not a function".
 */
const lastResort = new Proxy(EventEmitter.prototype, {
  get(target, property, receiver) {
    if (property in target || isProbe(property)) return Reflect.get(target, property, receiver);
    const owner = (receiver as { constructor: { name: string } }).constructor.name;
    return () => {
      throw notSupported(`${owner}.${String(property)}`);
    };
  },
});

/** Base of every object handed to the app: an event emitter whose missing methods say that they are missing. */
export class HostEmitter extends EventEmitter {}
Object.setPrototypeOf(HostEmitter.prototype, lastResort);

/** A whole Electron export that the host lacks: any use of it throws. */
export function unsupportedExport(name: string): unknown {
  return new Proxy(class {}, {
    get(target, property) {
      if (isProbe(property)) return undefined;
      if (property === 'prototype') return Reflect.get(target, property);
      throw notSupported(`${name}.${String(property)}`);
    },
    apply() {
      throw notSupported(name);
    },
    construct() {
      throw notSupported(name);
    },
  });
}

/** An Electron event object: what a listener gets first, with `preventDefault`. */
export class HostEvent<T extends object = object> {
  defaultPrevented = false;

  constructor(details?: T) {
    if (details) Object.assign(this, details);
  }

  /** Keeps the host from doing what it would do after the event. */
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}
