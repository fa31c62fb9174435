import type { JSX } from 'preact';
import type { Assembly } from '#libs/assemblies/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Chapter, OfficeTerm, Statute } from '#libs/hometowns/src/index.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { countryName } from '../layout/countries.js';
import { FoldOut } from '../layout/parts.view.js';

/** The statute in force and how it came to be; the versions before it are there to be opened. */
export function Statutes({ statutes: [latest, ...before] }: { statutes: readonly Statute[] }): JSX.Element {
  const { say } = useReading();
  if (!latest) return <p class="empty">{say('statute.none')}</p>;
  return (
    <>
      <StatuteLine statute={latest} />
      {before.length > 0 && (
        <FoldOut summary={say('statute.before', { n: before.length })}>
          {before.map((one) => (
            <StatuteLine statute={one} key={one.id} />
          ))}
        </FoldOut>
      )}
    </>
  );
}

function StatuteLine({ statute: { fileId, version, decision, decidedOn, at } }: { statute: Statute }): JSX.Element {
  const { say, date } = useReading();
  return (
    <p>
      <a href={`/files/${fileId}/original`}>{say('statute.version', { n: version })}</a>
      <span class="hint">
        {decision && decidedOn ? say('statute.decision', { number: decision, date: date(decidedOn) }) : say('statute.published', { date: date(at) })}
      </span>
    </p>
  ); // prettier-ignore
}

/** Who leads by which office and until when. Names are for members: the public sees offices. */
export function Offices({
  offices,
  assemblies,
  names,
}: {
  offices: readonly OfficeTerm[];
  /** In which somebody was elected: his term leads to the vote. */
  assemblies: readonly Assembly[];
  names?: ReadonlyMap<PersonId, string>;
}): JSX.Element {
  const { say, date, href } = useReading();
  const votes = electionsOf(assemblies);
  return (
    <>
      <ul class="tasks">
        {offices.map(({ membershipId, personId, role, from, until, decision, elected, over }) => (
          <li key={membershipId}>
            <span>
              {names ? `${names.get(personId) ?? '–'}, ` : ''}
              {say(`role.${role}`, { g: 'other' })}
              <span class="hint">
                {from && until ? say('term.line', { from: date(from), until: date(until), decision: decision! }) : say('term.unknown')}
                {elected && votes.has(decision!) && <> <a href={href(`/votes/${votes.get(decision!)!}`)}>{say('term.see-vote')}</a></>}
              </span>
            </span>
            {over && <Tag tone="bad">{say('term.over')}</Tag>}
          </li>
        ))}
      </ul>
      {offices.some(({ over }) => over) && <p class="hint">{say('term.over-hint')}</p>}
    </>
  ); // prettier-ignore
}

/** The votes by which officers were elected, by the number of their decision. */
function electionsOf(assemblies: readonly Assembly[]): ReadonlyMap<string, string> {
  return new Map(
    assemblies.flatMap(({ number, items }) =>
      items.flatMap(({ kind, position, voteId }) => (kind === 'officers' && voteId ? [[`${number}.${position}`, voteId] as const] : [])),
    ),
  ); // prettier-ignore
}

/** Chapters by country, each with its number where that is told. `end`: where officers end them. */
export function Chapters({
  chapters,
  names,
  end,
}: {
  chapters: readonly Chapter[];
  names?: ReadonlyMap<PersonId, string>;
  end?: string;
}): JSX.Element {
  const { say, lang } = useReading();
  if (chapters.length === 0) return <p class="empty">{say('chapter.empty')}</p>;
  const nameOf = ({ coordinator }: Chapter) => (coordinator && names?.get(coordinator)) ?? '–';
  return (
    <ul class="tasks">
      {chapters.map((one) => (
        <li key={one.id}>
          <span>
            {say('chapter.name', { country: countryName(lang, one.country) })}
            <span class="hint">{one.members === null ? say('chapter.few') : say('unit.members', { n: one.members })}</span>
            {names && <span class="hint">{say('chapter.coordinator', { name: nameOf(one) })}</span>}
          </span>
          {end && (
            <form method="post" action={`${end}/${one.id}/end`}>
              <button class="btn line" aria-label={say('chapter.end-of', { country: countryName(lang, one.country) })}>{say('chapter.end')}</button>
            </form>
          )}
        </li>
      ))}
    </ul>
  ); // prettier-ignore
}
