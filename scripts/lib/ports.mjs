import net from 'node:net';

/**
 * Listens for a moment: tells whether a port can be had, or which one is free.
 * @param {number} port 0 for any free one
 * @param {string} host
 * @returns {Promise<number | undefined>} the port; undefined when it is taken
 */
function tryListen(port, host) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen({ port, host, exclusive: true }, () => {
      const address = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(address.port));
    });
  });
}

/**
 * True when a port can be listened on.
 * @param {number} port
 * @param {string} [host]
 */
export const isFree = async (port, host = '127.0.0.1') => (await tryListen(port, host)) !== undefined;

/**
 * A port of the loopback address that nobody listens on at this moment.
 * @returns {Promise<number>}
 */
export const freePort = async () => /** @type {number} */ (await tryListen(0, '127.0.0.1'));
