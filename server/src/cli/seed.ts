import { loadConfig, loadMigrationConfig } from '../infra/config.js';
import { Log } from '../infra/log.js';
import { seedDemo } from './demo/demo-seed.js';

/**
 * Fills an empty shop with the demo when TUANLINK_SEED=demo. Run it while API, worker and WeChat sandbox run;
 * a shop that is in use stays as it is. Exit code 1 and a line that says why when it fails.
 */
const config = loadConfig();
const log = new Log(config.logLevel);
if (config.seed === 'none') {
  log.write('info', 'no demo shop is wanted: TUANLINK_SEED=none');
} else {
  try {
    const result = await seedDemo({
      config,
      migration: () => loadMigrationConfig(),
      log,
      say: (line) => log.write('info', `demo shop: ${line}`),
    });
    log.write('info', result === 'made' ? 'the demo shop is complete' : 'the shop is in use: nothing to do');
  } catch (error) {
    log.failure('the demo shop could not be made', error);
    process.exitCode = 1;
  }
}
