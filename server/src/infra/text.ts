/** Half a surrogate pair: with the `u` flag whole pairs do not match. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether PostgreSQL can store a text: it takes neither NUL nor half a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !LONE_SURROGATE.test(text);
}
