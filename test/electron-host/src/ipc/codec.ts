/** How a function or a promise is carried, where the two sides can. */
export interface CodecExtension {
  /** Text that stands for the value, or undefined where it cannot be carried. */
  pack(value: object): string | undefined;
  unpack(text: string): unknown;
}

/** Turns values into text and back, as a structured clone would. */
export interface Codec {
  encode(value: unknown, extension?: CodecExtension): string;
  decode(text: string, extension?: CodecExtension): unknown;
}

/**
 * Makes the codec of IPC arguments. What a structured clone would refuse (functions, symbols, promises, weak
 * collections, DOM nodes) is refused here. The function refers to nothing outside itself, because its source is
 * also run inside the page.
 */
export function makeCodec(): Codec {
  type Node = string | number | boolean | null | [tag: string, ...rest: unknown[]];
  const ARRAYS = [
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
    'Float32Array',
    'Float64Array',
    'BigInt64Array',
    'BigUint64Array',
  ];
  const ERRORS = ['EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'];

  const refuse = (what: string): never => {
    throw new Error(`An object could not be cloned. (${what})`);
  };

  const toBase64 = (bytes: Uint8Array): string => {
    let binary = '';
    for (let start = 0; start < bytes.length; start += 0x8000) {
      binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
    }
    return btoa(binary);
  };
  const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
    return bytes;
  };

  const encode = (input: unknown, extension?: CodecExtension): string => {
    const seen = new Map<object, number>();

    const members = (value: object): [string, Node][] =>
      Object.keys(value).map((key) => [key, visit((value as Record<string, unknown>)[key])]);

    const visitNumber = (value: number): Node => {
      if (Object.is(value, -0)) return ['n', '-0'];
      return Number.isFinite(value) ? value : ['n', String(value)];
    };

    const visitObject = (value: object): Node => {
      const packed = extension?.pack(value);
      if (packed !== undefined) return ['x', packed];
      if (typeof value === 'function') return refuse(`function ${value.name}`);
      const known = seen.get(value);
      if (known !== undefined) return ['r', known];
      const tag = Object.prototype.toString.call(value).slice(8, -1);
      seen.set(value, seen.size);
      if (Array.isArray(value)) return ['a', value.length, ...Array.from(value, visit)];
      if (tag === 'Date') return ['d', visitNumber((value as Date).getTime())];
      if (tag === 'RegExp') return ['g', (value as RegExp).source, (value as RegExp).flags];
      if (tag === 'Map')
        return ['m', ...[...(value as Map<unknown, unknown>)].map(([k, v]) => [visit(k), visit(v)])];
      if (tag === 'Set') return ['s', ...[...(value as Set<unknown>)].map(visit)];
      if (tag === 'ArrayBuffer') return ['y', tag, toBase64(new Uint8Array(value as ArrayBuffer))];
      if (tag === 'DataView' || ARRAYS.includes(tag)) {
        const view = value as Uint8Array;
        return ['y', tag, toBase64(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))];
      }
      if (tag === 'Error' || value instanceof Error) {
        const error = value as Error;
        const cause = 'cause' in error ? [visit(error.cause)] : [];
        return ['e', String(error.name), String(error.message), String(error.stack ?? ''), ...cause];
      }
      if (tag === 'Boolean' || tag === 'Number' || tag === 'String')
        return ['w', visit((value as { valueOf(): unknown }).valueOf())];
      return tag === 'Object' ? ['o', ...members(value)] : refuse(tag);
    };

    const visit = (value: unknown): Node => {
      switch (typeof value) {
        case 'string':
        case 'boolean':
          return value;
        case 'number':
          return visitNumber(value);
        case 'undefined':
          return ['u'];
        case 'bigint':
          return ['b', String(value)];
        case 'symbol':
          return refuse(String(value));
        default:
          return value === null ? null : visitObject(value as object);
      }
    };

    return JSON.stringify(visit(input));
  };

  const decode = (text: string, extension?: CodecExtension): unknown => {
    const seen: unknown[] = [];

    const remember = <T>(value: T): T => {
      seen.push(value);
      return value;
    };

    const visitBytes = (tag: string, base64: string): unknown => {
      const { buffer } = fromBase64(base64);
      if (tag === 'ArrayBuffer') return buffer;
      const constructors = globalThis as unknown as Record<string, new (source: ArrayBuffer) => unknown>;
      const View = constructors[tag];
      return View ? new View(buffer) : refuse(tag);
    };

    const visitError = (name: string, message: string, stack: string): Error => {
      const constructors = globalThis as unknown as Record<string, ErrorConstructor>;
      const Constructor = (ERRORS.includes(name) ? constructors[name] : undefined) ?? Error;
      const error = new Constructor(message);
      if (error.name !== name)
        Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
      Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
      return error;
    };

    const visitTagged = (tag: string, rest: readonly unknown[]): unknown => {
      const [first, second, third] = rest as [string, string, string];
      switch (tag) {
        case 'u':
          return undefined;
        case 'n':
          return Number(first);
        case 'b':
          return BigInt(first);
        case 'r':
          return seen[Number(first)];
        case 'x':
          return extension ? extension.unpack(first) : refuse('a function or promise');
        case 'd':
          return remember(new Date(visit(first) as number));
        case 'g':
          return remember(new RegExp(first, second));
        case 'w':
          return remember(Object(visit(first)) as unknown);
        case 'y':
          return remember(visitBytes(first, second));
        default:
          return visitContainer(tag, rest, third);
      }
    };

    const visitContainer = (tag: string, rest: readonly unknown[], third: string): unknown => {
      if (tag === 'a') {
        const array = remember([] as unknown[]);
        for (const item of rest.slice(1)) array.push(visit(item));
        return array;
      }
      if (tag === 'm') {
        const map = remember(new Map());
        for (const [key, value] of rest as [unknown, unknown][]) map.set(visit(key), visit(value));
        return map;
      }
      if (tag === 's') {
        const set = remember(new Set());
        for (const item of rest) set.add(visit(item));
        return set;
      }
      if (tag === 'e') {
        const error = remember(visitError(String(rest[0]), String(rest[1]), third));
        if (rest.length > 3) error.cause = visit(rest[3]);
        return error;
      }
      const object = remember({} as Record<string, unknown>);
      for (const [key, value] of rest as [string, unknown][]) {
        // Not an assignment: a key named __proto__ must stay an ordinary key.
        Object.defineProperty(object, key, {
          value: visit(value),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return object;
    };

    const visit = (node: unknown): unknown =>
      Array.isArray(node) ? visitTagged(String(node[0]), node.slice(1)) : node;

    return visit(JSON.parse(text));
  };

  return { encode, decode };
}
