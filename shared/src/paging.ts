/** Lists are pages: newest first, `?cursor=&limit=`, and a cursor for the next page or null at the end. */

export const PAGE_LIMIT_DEFAULT = 20;
export const PAGE_LIMIT_MAX = 100;

export interface Page<T> {
  items: T[];
  /** Opaque; give it back as `cursor` to read on. Null when this was the last page. */
  nextCursor: string | null;
}
