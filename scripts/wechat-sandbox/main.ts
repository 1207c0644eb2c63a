/**
 * Runs the sandbox as a program: `node main.js [dataDir]`. The directory is the one that holds, or will hold,
 * the folder `wechat-sandbox`; naming that folder itself is the same. Without one nothing is kept. Settings
 * come from the environment: SANDBOX_PORT (3900), HOST (127.0.0.1), PORT (3000, where the shop's API is).
 */
import path from 'node:path';
import { startSandbox } from './sandbox.js';

function portFrom(name: string, fallback: number): number {
  const text = process.env[name] ?? '';
  const port = text === '' ? fallback : Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name} is not a port: ${text}`);
  return port;
}

function dataDirFrom(given: string | undefined): string | null {
  if (given === undefined || given === '') return null;
  return path.basename(given) === 'wechat-sandbox' ? path.dirname(given) : given;
}

async function main(): Promise<void> {
  const sandbox = await startSandbox({
    port: portFrom('SANDBOX_PORT', 3900),
    host: process.env['HOST'] || '127.0.0.1',
    dataDir: dataDirFrom(process.argv[2]),
    apiBaseUrl: `http://127.0.0.1:${portFrom('PORT', 3000)}`,
  });
  console.log(`wechat-sandbox: ready at ${sandbox.url}`);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('wechat-sandbox: could not stop cleanly', error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // A launcher that dies closes this channel; the sandbox does not outlive it.
  process.on('disconnect', stop);
}

main().catch((error: unknown) => {
  console.error(`wechat-sandbox: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
