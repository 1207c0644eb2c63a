/**
 * Runs the sandbox as a program: `node main.js [dataDir]`. Settings come from the environment: SANDBOX_PORT
 * (3900), HOST (127.0.0.1), PORT (3000, where the application's API is). Without a directory nothing is kept.
 */
import { startSandbox } from './sandbox.js';

function portFrom(name: string, fallback: number): number {
  const text = process.env[name] ?? '';
  const port = text === '' ? fallback : Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name} is not a port: ${text}`);
  return port;
}

async function main(): Promise<void> {
  const sandbox = await startSandbox({
    port: portFrom('SANDBOX_PORT', 3900),
    host: process.env['HOST'] || '127.0.0.1',
    dataDir: process.argv[2] ?? null,
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
