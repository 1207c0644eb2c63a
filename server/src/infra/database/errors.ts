/** Network failures towards the server, as Node names them. */
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND']);

/** SQLSTATEs of a server that is going, coming or full: operator intervention, connection trouble. */
const AWAY = /^(57P0[0-5]|08\w{3}|53300)$/;

const LOST = /^(Connection terminated|timeout e|Client has encountered a connection error|Cannot use a pool)/;

/** SQLSTATE or system code of a driver's error, also when TypeORM wrapped it. */
export function databaseCode(error: unknown): string | undefined {
  const { code, driverError } = Object(error) as { code?: unknown; driverError?: { code?: unknown } };
  const found = driverError?.code ?? code;
  return typeof found === 'string' ? found : undefined;
}

/** Whether an error means that the database cannot be reached at this moment, rather than that we erred. */
export function isDatabaseDown(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.some(isDatabaseDown)) return true;
  const code = databaseCode(error);
  if (code !== undefined && (NETWORK.has(code) || AWAY.test(code))) return true;
  return error instanceof Error && LOST.test(error.message);
}
