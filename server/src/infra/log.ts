import type { LoggerService } from '@nestjs/common';
import type { Config } from './config.js';

const LEVELS = { debug: 10, info: 20, warn: 30, error: 40, silent: 100 } as const;
type Level = Exclude<keyof typeof LEVELS, 'silent'>;

/**
 * One JSON object per line on stdout. Whoever logs sees to it that no personal data, no body and no query
 * value is among the fields.
 */
export class Log implements LoggerService {
  private readonly threshold: number;

  constructor(
    level: Config['logLevel'],
    private readonly sink: (line: string) => void = (line) => process.stdout.write(line),
  ) {
    this.threshold = LEVELS[level];
  }

  /** Writes one line, unless its level is below the configured one. */
  write(level: Level, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (LEVELS[level] < this.threshold) return;
    // The machine's own time, also where the shop's clock was moved.
    const at = new Date(performance.timeOrigin + performance.now()).toISOString();
    this.sink(`${JSON.stringify({ at, level, message, ...fields })}\n`);
  }

  /** A failure with its stack, for things that must not happen. */
  failure(message: string, error: unknown, fields: Readonly<Record<string, unknown>> = {}): void {
    this.write('error', message, { ...fields, error: describe(error) });
  }

  log(message: unknown): void {
    this.write('debug', String(message));
  }

  error(message: unknown, stack?: unknown): void {
    this.write('error', String(message), typeof stack === 'string' ? { stack } : {});
  }

  warn(message: unknown): void {
    this.write('warn', String(message));
  }

  debug(message: unknown): void {
    this.write('debug', String(message));
  }
}

/** Stack and causes; parameters of statements are left out, they may be personal. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${describe(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
