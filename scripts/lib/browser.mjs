/** A real headless browser for tests and screenshots. */
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { run } from './command.mjs';
import { ensureFonts } from './fonts.mjs';
import { withLock } from './lock.mjs';
import { CACHE_DIR, fromRoot } from './paths.mjs';

/** Programs of an installed Chromium or Chrome. */
const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_PATH = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** `--no-sandbox` lets it run as root; the rest keeps it quiet and off the network. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

/** Unpacks a package's Chromium into the folder TMPDIR, which only a process of its own can set. */
const UNPACK = "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())";

/** @returns {string | undefined} the path of an installed browser */
function installedBrowser() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = SYSTEM_NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...candidates, MAC_PATH].find((file) => fs.existsSync(file));
}

/**
 * The Chromium that npm brought, unpacked once into the cache (200 MB). It comes with the libraries that a
 * bare machine lacks.
 */
async function packagedBrowser() {
  const manifest = fromRoot('node_modules/@sparticuz/chromium/package.json');
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  const folder = path.join(CACHE_DIR, `chromium-${version}`);
  await withLock(`${folder}.lock`, async () => {
    if (!fs.existsSync(folder)) {
      const unfinished = `${folder}.unfinished`;
      fs.rmSync(unfinished, { recursive: true, force: true });
      fs.mkdirSync(unfinished, { recursive: true });
      const env = { ...process.env, TMPDIR: unfinished, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
      await run(process.execPath, ['--input-type=module', '--eval', UNPACK], { env });
      fs.renameSync(unfinished, folder);
    }
  });
  return { executablePath: path.join(folder, 'chromium'), libraries: path.join(folder, 'al2023', 'lib') };
}

/**
 * Starts a browser: the one CHROME_PATH names, else an installed Chromium or Chrome, else the one from npm.
 * Pages have a Chinese font. Close it when done; it also ends with this process.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const installed = process.env.CHROME_PATH || installedBrowser();
  const { executablePath, libraries } = installed
    ? { executablePath: installed, libraries: undefined }
    : await packagedBrowser();
  return chromium.launch({
    executablePath,
    headless: true,
    args: FLAGS,
    env: {
      ...process.env,
      FONTCONFIG_FILE: ensureFonts(),
      ...(libraries
        ? { LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':') }
        : {}),
    },
  });
}
