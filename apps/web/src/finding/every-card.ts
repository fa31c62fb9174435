import type { ProjectCard, ProjectsQueries } from '#libs/projects/src/index.js';

const MANY = 100;

/** Every public project, the newest first, read page by page. */
export async function everyCard(projects: ProjectsQueries): Promise<ProjectCard[]> {
  const cards: ProjectCard[] = [];
  for (;;) {
    const some = await projects.list({}, cards.at(-1)?.id ?? null, MANY);
    cards.push(...some);
    if (some.length < MANY) return cards;
  }
}
