import { createWorker } from './app.js';
import { loadConfig } from './infra/config.js';
import { JobRunner } from './infra/jobs/job-runner.js';
import { Log } from './infra/log.js';
import { endInOrder } from './infra/shutdown.js';

/** Runs jobs until SIGTERM. Any number of these processes may run. */
const config = loadConfig();
const log = new Log(config.logLevel);
const worker = await createWorker({ config, log });
endInOrder(() => worker.close(), log);
await worker.get(JobRunner).start();
log.write('info', 'the worker is running', { pid: process.pid });
