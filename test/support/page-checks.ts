import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SIDEWAYS = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';

/**
 * What axe has against a page as it stands: WCAG 2.2 AA and good practice, or only the rules named. One line for each
 * rule, with the elements it is about.
 */
export async function axeProblems(page: Page, rules?: readonly string[]): Promise<string[]> {
  const runOnly = rules ? { type: 'rule' as const, values: [...rules] } : { type: 'tag' as const, values: WCAG };
  // Only violations are described, and in the page itself: pages here have no frames, and a second page takes as long again.
  const axe = new AxeBuilder({ page }).options({ runOnly, resultTypes: ['violations'] }).setLegacyMode(true);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Whether a reader would have to move the page sideways at its present width. */
export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(SIDEWAYS);
}
