import { isId, type ProjectId } from '#libs/kernel/src/index.js';
import type { Home } from '#libs/pledges/src/index.js';

/** Whose loss a path names: a project's by its id, a town's fund's by its place's code. */
export function homeOf(id: string): Home | null {
  if (isId(id)) return { kind: 'project', id: id as ProjectId };
  return /^\d{7}$/.test(id) ? { kind: 'town', id } : null;
}
