import { PAGE_LIMIT_DEFAULT } from '@tuanlink/shared/paging';

/** Page sizes an operator may choose. */
export const PAGE_SIZES: readonly number[] = [20, 50, 100];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Tells whether a text can be an id. */
export function isId(text: string): boolean {
  return UUID.test(text);
}

/** An id from the address, or nothing when it is none. */
export function idParam(value: string | undefined): string | undefined {
  return value !== undefined && isId(value) ? value : undefined;
}

/** A value from the address, if it is one of those that are known. */
export function oneOf<T extends string>(value: string | undefined, known: readonly T[]): T | undefined {
  return known.find((candidate) => candidate === value);
}

/** The page size in an address; the default for anything that is not offered. */
export function limitOf(params: URLSearchParams): number {
  const limit = Number(params.get('limit'));
  return PAGE_SIZES.includes(limit) ? limit : PAGE_LIMIT_DEFAULT;
}

/** The address after setting filters; an empty value removes one, and the list starts from its beginning. */
export function withFilters(
  params: URLSearchParams,
  changes: Readonly<Record<string, string | undefined>>,
): URLSearchParams {
  const next = new URLSearchParams(params);
  next.delete('cursor');
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/** The address of the page that a cursor leads to; without a cursor, of the first page. */
export function withCursor(params: URLSearchParams, cursor: string | undefined): URLSearchParams {
  return cursor === undefined ? withFilters(params, {}) : setParam(params, 'cursor', cursor);
}

/** The address with one value changed and the place in the list kept, as for the drawer that is open. */
export function setParam(params: URLSearchParams, name: string, value: string | undefined): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value === undefined) next.delete(name);
  else next.set(name, value);
  return next;
}
