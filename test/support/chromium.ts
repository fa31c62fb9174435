import fs from 'node:fs';
import path from 'node:path';
import { describe } from '@jest/globals';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]; // prettier-ignore

/** A busy machine takes its time; a wait ends when what it waits for is there. */
const PATIENCE_MS = 120_000;

/** Where a Chromium is: CHROMIUM_PATH, else the usual names on the PATH and in /usr/bin; null when there is none. */
export function chromiumPath(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named) return fs.existsSync(named) ? named : null;
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(path.delimiter)];
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const all = [...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))), mac];
  return all.find((file) => fs.existsSync(file)) ?? null;
}

/** Starts Chromium. Close it in `afterAll`. */
export async function openChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (!executablePath) throw new Error('No Chromium found; name one in CHROMIUM_PATH.');
  const browser = await chromium.launch({ executablePath, args: FLAGS, timeout: PATIENCE_MS });
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS));
  return browser;
}

/** Clicks on what leads to another page and waits until that one stands: a click alone may return before. */
export async function follow(page: Page, what: string | Locator): Promise<void> {
  const target = typeof what === 'string' ? page.locator(what) : what;
  await Promise.all([page.waitForEvent('load'), target.first().click()]);
}

/**
 * `describe` for what needs a browser: without one its tests are reported as skipped, by name. Where CHROMIUM_REQUIRED=1
 * they run in any case, and fail without one.
 */
export const describeInBrowser: typeof describe.skip =
  chromiumPath() || process.env.CHROMIUM_REQUIRED === '1' ? describe : describe.skip;
