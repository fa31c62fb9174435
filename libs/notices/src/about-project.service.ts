import { Injectable } from '@nestjs/common';
import type { PersonId, ProjectId } from '#libs/kernel/src/index.js';
import { Database, type Lang, type WordParams } from '#libs/platform/src/index.js';
import { type FollowId, FollowsService } from '#libs/voice/src/index.js';
import { Composers } from './composers.js';
import type { Composer, Letter } from './letter.js';
import { unfollowPath } from './letter.paths.js';
import { LetterContext, type ProjectNamed } from './letter-context.service.js';

/** What one kind of letter says beside the project and its place, and where it leads. */
export interface More {
  readonly params?: WordParams;
  readonly path?: string;
}

/** Who reads a letter about a project, and which project it is. */
export interface Reader {
  readonly lang: Lang;
  readonly named: ProjectNamed;
  readonly letter: Letter;
}

/** The project that a letter is about, by the letter's subject. */
export type Finder = (letter: Letter) => Promise<ProjectId | null> | ProjectId | null;

/** What a kind adds; null when there is nothing to say any more. */
export type Adds = (reader: Reader) => Promise<More | null> | More | null;

/** Kinds that people get because they follow: each says how to stop it. */
const FOLLOWED = new Set([
  'update',
  'delay',
  'tranche-released',
  'completed',
  'followed-cancelled',
  'campaign-extended',
]);

/** The subject is the project. */
export const itself: Finder = ({ subject }) => subject as ProjectId;

/** What all letters about a project have in common: its name, its place, the reader's language, how to stop them. */
@Injectable()
export class AboutProject {
  constructor(
    private readonly composers: Composers,
    private readonly context: LetterContext,
    private readonly db: Database,
    private readonly follows: FollowsService,
  ) {}

  /** `more` adds to the letters of this kind, about the project that `find` finds. */
  on(kind: string, find: Finder, more: Adds): void {
    this.composers.on(kind, this.about(find, more));
  }

  private about(find: Finder, more: Adds): Composer {
    return async (letter) => {
      const person = await this.context.person(letter.personId);
      const projectId = await find(letter);
      const named = person && projectId && (await this.context.project(projectId, person.lang));
      const added = named && (await more({ lang: person.lang, named, letter }));
      if (!person || !named || !added) return null;
      const { email, lang } = person;
      const params = { project: named.title, place: named.place, ...added.params };
      const unfollow = FOLLOWED.has(letter.kind) ? await this.unfollowPath(person.id, named.project.id, lang) : null;
      return this.context.composed(letter.kind, { email, lang, params, why: 'office', unfollow, ...(added.path && { path: added.path }) }); // prettier-ignore
    };
  }

  /** The way to stop these letters, for those who get them because they follow. */
  private async unfollowPath(personId: PersonId, projectId: ProjectId, lang: Lang): Promise<string | null> {
    const [follow] = await this.db.rows<{ id: FollowId }>(
      'select id from voice.follow where project_id = $1 and person_id = $2 and until is null',
      [projectId, personId],
    );
    return follow ? unfollowPath(lang, this.follows.tokenOf(follow.id)) : null;
  }
}
