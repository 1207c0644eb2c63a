const chinaOffsetMs = 8 * 3_600_000;
const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Whether a text is a complete RFC 3339 time that names a real moment. */
export function isRfc3339(text: string): boolean {
  return pattern.test(text) && !Number.isNaN(Date.parse(text));
}

/** China's clock, which WeChat writes its times in, to the second: `2026-11-22T13:00:00+08:00`. */
export function toChinaTime(at: Date): string {
  return `${chinaIso(at).slice(0, 19)}+08:00`;
}

/** As {@link toChinaTime} with milliseconds, which the shipping interface asks for. */
export function toChinaTimeWithMs(at: Date): string {
  return `${chinaIso(at).slice(0, 23)}+08:00`;
}

/** China has one time zone and no summer time, so the offset is a constant. */
function chinaIso(at: Date): string {
  return new Date(at.getTime() + chinaOffsetMs).toISOString();
}
