/** One value that an operator's action changed. */
export interface Change {
  /** Path inside the thing: "skus.0.priceFen". */
  path: string;
  before: unknown;
  after: unknown;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function leaves(value: unknown, path: string, into: Map<string, unknown>): Map<string, unknown> {
  const entries = isRecord(value) ? Object.entries(value) : [];
  if (entries.length === 0) {
    if (path !== '' && value !== undefined) into.set(path, value);
    return into;
  }
  for (const [key, part] of entries) leaves(part, path === '' ? key : `${path}.${key}`, into);
  return into;
}

/** Every value that differs between two states of a thing. What one of them lacks counts as null there. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const old = leaves(before, '', new Map());
  const now = leaves(after, '', new Map());
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => JSON.stringify(old.get(path) ?? null) !== JSON.stringify(now.get(path) ?? null))
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }));
}

/** What a value is, judged by the name of its field. */
export type ShownValue =
  | { kind: 'none' }
  | { kind: 'amount'; fen: number }
  | { kind: 'rate'; bp: number }
  | { kind: 'time'; at: string }
  | { kind: 'text'; text: string };

/** A moment as the wire carries it. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** How a value of the audit log is shown: amounts and rates with their units, times by the clock. */
export function shownValue(path: string, value: unknown): ShownValue {
  if (value === undefined || value === null || value === '') return { kind: 'none' };
  if (typeof value === 'number' && path.endsWith('Fen')) return { kind: 'amount', fen: value };
  if (typeof value === 'number' && path.endsWith('Bp')) return { kind: 'rate', bp: value };
  if (typeof value === 'string' && MOMENT.test(value)) return { kind: 'time', at: value };
  return { kind: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) };
}
