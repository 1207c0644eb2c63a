import { refusalText } from '@tuanlink/shared/errors';
import type { Language } from '@tuanlink/shared/errors';
import { routeTable } from '@tuanlink/shared/routes';
import type { RouteName } from '@tuanlink/shared/routes';
import { approvalKinds } from '@tuanlink/shared/states';
import { isRefusalCode } from '../../api/failure';
import { openText } from '../../i18n/text';
import type { Translate } from '../../i18n/text';

/** What operators did themselves, by the thing: the trail has it as `thing.verb`. */
const verbs: Readonly<Record<string, readonly string[]>> = {
  product: ['create', 'update'],
  campaign: ['create', 'update', 'publish', 'pause', 'resume', 'end'],
  group: ['extend', 'complete', 'dissolve'],
  order: ['ship'],
  refund: ['retry'],
  after_sale: ['approve', 'reject', 'receive', 'rules'],
  distributor: ['approve', 'reject', 'suspend', 'rate'],
  withdrawal: ['reject', 'stop'],
  payout_run: ['create', 'approve', 'cancel'],
  reconciliation: ['run', 'import'],
  difference: ['ask', 'resolve'],
  export: ['create'],
  job: ['retry'],
};

/** Steps of what needs a second person; the trail has them as `kind.step`. */
const steps = ['ask', 'approve', 'reject', 'withdraw'] as const;

/** Routes that change something; the trail has what they refused as `route.refused`. */
const changingRoutes = (Object.keys(routeTable) as RouteName[])
  .filter((name) => routeTable[name].access === 'operator' && routeTable[name].method !== 'GET')
  .map((name) => name.replace('console.', ''));

/** Every action that may stand on the trail: what was done first, what was refused last. */
export const auditActions: readonly string[] = [
  ...Object.entries(verbs).flatMap(([thing, done]) => done.map((verb) => `${thing}.${verb}`)),
  ...approvalKinds.flatMap((kind) => steps.map((step) => `${kind}.${step}`)),
  ...changingRoutes.map((route) => `${route}.refused`),
];

/** An action in words. */
export function actionText(t: Translate, action: string): string {
  if (action.endsWith('.refused')) {
    const route = action.slice(0, -'.refused'.length);
    return t('audit.refused', { what: openText(t, 'audit.action', route) });
  }
  const kind = approvalKinds.find((one) => action.startsWith(`${one}.`));
  const step = steps.find((one) => action === `${kind ?? ''}.${one}`);
  if (kind === undefined || step === undefined) return openText(t, 'audit.action', action);
  return t(`audit.step.${step}`, { what: t(`approval.kind.${kind}`) });
}

/**
 * The id of what an entry is about; null where there is only one of its kind. What was refused stands below
 * its route and has the id in its outcome.
 */
export function subjectIdOf(entry: {
  subjectKind: string;
  subjectId: string;
  after: unknown;
}): string | null {
  const { id } = Object(entry.after) as { id?: unknown };
  const subject = entry.subjectKind === 'route' ? id : entry.subjectId;
  return typeof subject === 'string' && /\d/.test(subject) ? subject : null;
}

/** Why an action was refused, in words; null for everything else. */
export function refusalOf(entry: { subjectKind: string; after: unknown }, language: Language): string | null {
  const { code } = Object(entry.after) as { code?: unknown };
  if (entry.subjectKind !== 'route' || typeof code !== 'string') return null;
  return isRefusalCode(code) ? refusalText(code, language) : code;
}

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
