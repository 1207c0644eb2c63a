import { randomInt } from 'node:crypto';
import net from 'node:net';

/**
 * Where free ports are looked for: below the ports that operating systems give to outgoing connections, one
 * of which could take a port between the moment it was found and the moment somebody listens on it.
 */
const FIRST = 20_000;
const LAST = 32_767;

/**
 * Anywhere, so that neither processes that look at the same moment meet, nor somebody who asks again gets the
 * port of a server that is still closing: connections that are kept to it would reach it instead.
 */
let next = randomInt(FIRST, LAST + 1);

/**
 * True when a port can be listened on.
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<boolean>}
 */
export function isFree(port, host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * A port of the loopback address that nobody listens on, never the same twice in a row.
 * @returns {Promise<number>}
 * @throws when a whole round found none
 */
export async function freePort() {
  for (let tries = FIRST; tries <= LAST; tries++) {
    const port = next;
    next = port < LAST ? port + 1 : FIRST;
    if (await isFree(port)) {
      return port;
    }
  }
  throw new Error(`no port from ${FIRST} to ${LAST} is free`);
}
