import type { Page } from 'playwright-core';
import { follow } from './chromium.js';

/** Types a card on the sandbox's payment page and presses its button. */
export async function payBy(page: Page, card: string): Promise<void> {
  await page.waitForSelector('[name=number]');
  for (const [name, value] of Object.entries({ number: card, expiry: '12/34', cvc: '123', name: 'Ion' })) {
    await page.fill(`[name=${name}]`, value);
  }
  await follow(page, 'button[type=submit]');
}
