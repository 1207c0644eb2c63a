/** The id of an element if it has one; a browser would call an absent one "undefined". */
export function elementId(id: string | undefined): { id?: string } {
  return id === undefined ? {} : { id };
}
