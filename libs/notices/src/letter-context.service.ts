import { Injectable } from '@nestjs/common';
import { placeName, PlacesQueries } from '#libs/hometowns/src/index.js';
import { type PersonCard, PersonsService } from '#libs/identity/src/index.js';
import type { PersonId, ProjectId } from '#libs/kernel/src/index.js';
import { Config, formatDate, type Lang, sayIn, textIn, type WordParams } from '#libs/platform/src/index.js';
import { type Project, ProjectsQueries } from '#libs/projects/src/index.js';
import type { Composed } from './letter.js';
import { projectPath } from './letter.paths.js';

/** A project as a letter names it. */
export interface ProjectNamed {
  readonly project: Project;
  readonly title: string;
  readonly place: string;
  readonly path: string;
}

/** To whom, with which words, leading where. */
export interface Draft {
  readonly email: string;
  readonly lang: Lang;
  readonly params?: WordParams;
  /** Where the one action leads. */
  readonly path?: string;
  /** The page that ends these letters, for those that may be ended. */
  readonly unfollow?: string | null;
}

/** The last day that still belongs to a deadline: its moment is already outside. */
export function lastDay(lang: Lang, deadline: Date): string {
  return formatDate(lang, new Date(deadline.getTime() - 1));
}

/** What every letter needs: names of people, projects and places, and the words of its kind. */
@Injectable()
export class LetterContext {
  constructor(
    private readonly config: Config,
    private readonly persons: PersonsService,
    private readonly projects: ProjectsQueries,
    private readonly places: PlacesQueries,
  ) {}

  /** The person's card, or null when he is gone. */
  async person(id: PersonId | null): Promise<PersonCard | null> {
    return id ? ((await this.persons.cards([id]))[0] ?? null) : null;
  }

  /** The project in a reader's language, or null. */
  async project(id: ProjectId, lang: Lang): Promise<ProjectNamed | null> {
    const project = await this.projects.find(id);
    const place = project && (await this.places.byCode(project.placeCode));
    if (!project || !place) return null;
    return {
      project,
      title: textIn(lang, project.title).text,
      place: placeName(lang, place),
      path: projectPath(lang, place.slug, project.slug),
    };
  }

  /** The letter of a kind in its catalogue's words: `letter.<kind>.subject`, `.body` and, with a path, `.action`. */
  composed(kind: string, { email, lang, params = {}, path, unfollow }: Draft): Composed {
    const say = sayIn(lang);
    const url = (to: string) => this.config.publicUrl + to;
    return {
      to: { email, lang },
      subject: say(`letter.${kind}.subject`, params).replace(/\s+/g, ' '),
      text: [say('letter.hello'), ...say(`letter.${kind}.body`, params).split('\n\n')],
      ...(path && { action: { label: say(`letter.${kind}.action`), url: url(path) } }),
      after: [say('letter.questions'), ...(unfollow ? [say('letter.unfollow', { url: url(unfollow) })] : [])],
      ...(unfollow && { unsubscribe: url(unfollow) }),
    };
  }
}
