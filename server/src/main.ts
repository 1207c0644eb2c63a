import { createApp } from './app.js';
import { loadConfig } from './infra/config.js';
import { Log } from './infra/log.js';
import { endInOrder } from './infra/shutdown.js';

/** The API and the web faces, on HOST and PORT until SIGTERM. */
const config = loadConfig();
const log = new Log(config.logLevel);
const app = await createApp({ config, log });
endInOrder(() => app.close(), log);
await app.listen({ port: config.port, host: config.host });
log.write('info', 'the API is listening', { url: await app.getUrl(), pid: process.pid });
