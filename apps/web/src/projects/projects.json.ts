import { Money } from '#libs/kernel/src/index.js';
import type { PublicGift } from '#libs/pledges/src/index.js';
import type { Project } from '#libs/projects/src/index.js';

/** A project as the API shows it: without the person who began it, sums as money. */
export function projectJson(project: Project) {
  const { upkeepMinor, createdBy, ...rest } = project;
  void createdBy;
  return { ...rest, upkeep: upkeepMinor === null ? null : Money.lei(upkeepMinor) };
}

/** A gift as the API shows it to everybody. */
export function giftJson({ key, ...gift }: PublicGift) {
  void key;
  return gift;
}
