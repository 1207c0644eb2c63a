export type Values = Readonly<Record<string, string | number>>;

/**
 * Fills a text: `{name}` is replaced by its value, `{n|day|days}` by the first word when n is 1 and by the
 * second otherwise. A name without a value stays as it is, so that a mistake is seen.
 */
export function fill(template: string, values: Values = {}): string {
  return template.replace(
    /\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g,
    (whole: string, name: string, one?: string, many?: string) => {
      const value = values[name];
      if (value === undefined) {
        return whole;
      }
      return one === undefined || many === undefined ? String(value) : Number(value) === 1 ? one : many;
    },
  );
}
