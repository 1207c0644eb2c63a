import { isStorable } from '../../infra/text.js';

/** What is wrong with one field of a request: its path (`lines.0.quantity`) and the rule it breaks. */
export interface InvalidField {
  path: string;
  rule: string;
}

/** Deeper than any request of ours; much deeper ones would exhaust the stack. */
const DEPTH_MAX = 20;

/** Names that would reach an object's prototype. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Finds the first thing in parsed input that no rule of ours could ever accept: text that the database
 * cannot hold, holes in lists, lists of lists, dangerous names, endless nesting. Null when there is none.
 */
export function findBadValue(value: unknown, path = '', depth = 0): InvalidField | null {
  if (typeof value === 'string') return isStorable(value) ? null : { path, rule: 'text' };
  if (typeof value !== 'object' || value === null) return null;
  if (depth === DEPTH_MAX) return { path: '', rule: 'depth' };
  for (const [key, child] of Object.entries(value)) {
    if (FORBIDDEN_KEYS.has(key) || !isStorable(key)) return { path, rule: 'name' };
    const childPath = path === '' ? key : `${path}.${key}`;
    if (Array.isArray(value) && (child === null || Array.isArray(child))) {
      return { path: childPath, rule: child === null ? 'null' : 'list' };
    }
    const bad = findBadValue(child, childPath, depth + 1);
    if (bad !== null) return bad;
  }
  return null;
}
