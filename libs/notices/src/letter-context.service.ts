import { Injectable } from '@nestjs/common';
import { placeName, PlacesQueries, townOrVillage } from '#libs/hometowns/src/index.js';
import { type PersonCard, PersonsService } from '#libs/identity/src/index.js';
import { lastDayOf, type PersonId, type ProjectId } from '#libs/kernel/src/index.js';
import { HeadsQueries } from '#libs/ledger/src/index.js';
import { Config, formatDate, type Lang, sayIn, textIn, type WordParams } from '#libs/platform/src/index.js';
import { EndingQueries } from '#libs/pledges/src/index.js';
import { type Project, ProjectsQueries } from '#libs/projects/src/index.js';
import type { Composed } from './letter.js';
import { QUOTE } from './letter.render.js';
import { projectPath } from './letter.paths.js';

/** A project as a letter names it. */
export interface ProjectNamed {
  readonly project: Project;
  readonly title: string;
  readonly place: string;
  readonly kind: ReturnType<typeof townOrVillage>;
  readonly path: string;
}

/** Somebody whom a letter can reach. */
export interface Reachable extends PersonCard {
  readonly email: string;
}

/** To whom, with which words, leading where. */
export interface Draft {
  readonly email: string;
  readonly lang: Lang;
  readonly params?: WordParams;
  /** Where the one action leads. */
  readonly path?: string;
  /** A line under the action: the key of its words, and where their `url` leads. */
  readonly also?: { readonly key: string; readonly path: string };
  /** Why somebody gets it who does not follow: he gave, or he holds an office. */
  readonly why?: 'gift' | 'office';
  /** The page that ends these letters, for those that may be ended. */
  readonly unfollow?: string | null;
}

const SUBJECT_MAX = 60;
/** Params that somebody else has written. */
const SAID = ['text', 'reason', 'why', 'answer'];
/** Stands where somebody has begun a new line, so that he makes no paragraph that looks like ours. */
const LINE = '\u2028';

/** A letter's paragraphs. What somebody else has written is a quote where it stands alone, and one line where it does not. */
export function paragraphs(say: (params: WordParams) => string, params: WordParams): string[] {
  const said = Object.entries(params).flatMap(([name, value]) =>
    SAID.includes(name) && typeof value === 'string'
      ? [[name, value.trim().replaceAll(/\s*\n\s*/g, LINE)] as const]
      : [],
  );
  const words = new Set<string>(said.map(([, value]) => value).filter(Boolean));
  return say({ ...params, ...Object.fromEntries(said) })
    .split('\n\n')
    .map((part) => (words.has(part) ? quoted(part) : part.replaceAll(LINE, ' ')));
}

function quoted(words: string): string {
  return words
    .split(LINE)
    .map((line) => `${QUOTE}${line}`)
    .join('\n');
}

/** The last day that still belongs to a deadline: its moment is already outside. */
export function lastDay(lang: Lang, deadline: Date): string {
  return formatDate(lang, lastDayOf(deadline));
}

/**
 * A subject of at most sixty characters, which a phone shows whole: the name in it gives way, by whole words. NBSPs become
 * spaces, for mail programs that show them as boxes.
 */
export function fitting(say: (params: WordParams) => string, params: WordParams): string {
  const line = (words: WordParams) => [...say(words).replace(/\s+/g, ' ')];
  const whole = line(params);
  const over = whole.length - SUBJECT_MAX;
  const name = ['project', 'body'].find((key) => key in params && line({ ...params, [key]: '' }).length < whole.length);
  const text = name && params[name];
  if (over <= 0 || typeof text !== 'string') return whole.join('');
  const letters = [...text];
  return line({ ...params, [name!]: shortened(letters, Math.max(letters.length - over - 1, 1)) }).join('');
}

/** So many letters of a name at most, up to the end of a word where there is one, and that there is more. */
function shortened(letters: readonly string[], most: number): string {
  const cut = letters.slice(0, most).join('');
  const words = /\s/.test(letters[most] ?? '') ? cut : cut.replace(/\s+\S*$/, '');
  return `${words.replace(/[\s\p{P}]+$/u, '')}…`;
}

/** What every letter needs: names of people, projects and places, and the words of its kind. */
@Injectable()
export class LetterContext {
  constructor(
    private readonly config: Config,
    private readonly persons: PersonsService,
    private readonly projects: ProjectsQueries,
    private readonly places: PlacesQueries,
    private readonly heads: HeadsQueries,
    private readonly endings: EndingQueries,
  ) {}

  /** The person's card, or null when no letter can reach him. */
  async person(id: PersonId | null): Promise<Reachable | null> {
    const [card] = id ? await this.persons.cards([id]) : [];
    return card?.email ? { ...card, email: card.email } : null;
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
      kind: townOrVillage(place),
      path: projectPath(lang, place.slug, project.slug),
    };
  }

  /** What is built of a project by the last decision over its campaign: all of it, or a version and its name. */
  async scope(lang: Lang, projectId: ProjectId): Promise<{ readonly scope: 'whole' | 'smaller'; readonly version: string }> {
    const last = (await this.endings.decisions(projectId)).at(-1);
    const tier = last?.tierId && (await this.projects.plan(projectId))?.tiers.find(({ id }) => id === last.tierId);
    const scope = tier || last?.decision === 'funded-smaller' ? 'smaller' : 'whole';
    return { scope, version: tier ? textIn(lang, tier.name).text : 'none' };
  } // prettier-ignore

  /** The fingerprint of the books at this moment, for a receipt's reader to keep; "none" while nothing is sealed. */
  async head(lang: Lang): Promise<{ readonly head: string }> {
    const newest = await this.heads.newest();
    return { head: newest ? sayIn(lang)('letter.head', { head: `${newest.n}:${newest.hash}` }) : 'none' };
  }

  /** The letter of a kind in its catalogue's words: `letter.<kind>.subject`, `.body` and, with a path, `.action`. */
  composed(kind: string, { email, lang, params = {}, path, also, why, unfollow }: Draft): Composed {
    const say = sayIn(lang);
    const url = (to: string) => this.config.publicUrl + to;
    return {
      to: { email, lang },
      subject: fitting((words) => say(`letter.${kind}.subject`, words), params),
      text: [say('letter.hello'), ...paragraphs((words) => say(`letter.${kind}.body`, words), params)],
      ...(path && { action: { label: say(`letter.${kind}.action`), url: url(path) } }),
      after: [
        ...(also ? [say(also.key, { url: url(also.path) })] : []),
        say('letter.questions'),
        ...(unfollow ? [say('letter.unfollow', { url: url(unfollow) })] : why ? [say(`letter.why.${why}`)] : []),
      ],
      ...(unfollow && { unsubscribe: url(unfollow) }),
    };
  }
}
