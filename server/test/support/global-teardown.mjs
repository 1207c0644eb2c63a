/** Runs once after all tests: stops the server that `global-setup.mjs` started. Jest calls the default export. */
import { unlock } from '../../../scripts/lib/lock.mjs';

export default async function globalTeardown() {
  const { server, folder } = globalThis.testServer;
  await server.stop();
  unlock(`${folder}.lock`);
}
