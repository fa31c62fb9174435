import type { JSX } from 'preact';
import { builtOf, totalOf } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';
import type { Dossier } from './dossier.js';
import { without } from './versions.view.js';

/** The project in facts. */
export function Brief({ dossier }: { dossier: Dossier }): JSX.Element {
  const reading = useReading();
  const { say, number, money, date, href } = reading;
  const { face, words, wonBy } = dossier;
  const { project, milestones } = face.plan;
  const last = milestones.at(-1)?.plannedOn;
  return (
    <section>
      <h2>{say('project.brief')}</h2>
      <Facts
        rows={[
          ...(project.summary ? [[say('project.what'), <Written text={project.summary} />] as const] : []),
          ...(project.peopleServed ? [[say('project.for-whom'), say('project.people', { n: project.peopleServed, count: number(project.peopleServed) })] as const] : []), // prettier-ignore
          ...(last ? [[say('project.when'), say('project.until', { date: date(last) })] as const] : []),
          [say('project.cost'), money(totalOf(face.plan))],
          ...builtRow(dossier, reading),
          ...wonRow(wonBy, reading),
          [say('project.checks'), <Checker words={words} />],
          [
            say('project.where-is-it'),
            <>
              <a href={href(`${face.path}/register`)}>{say('project.register-link')}</a>
              <span class="hint">{say('project.where-how')}</span>
            </>,
          ],
        ]}
      />
    </section>
  );
}

function Checker({ words: all }: Pick<Dossier, 'words'>): JSX.Element {
  const { say, href } = useReading();
  const words = all.filter(({ until }) => until === null);
  if (words.length === 0) return <>{say('project.checks-nobody')}</>;
  return (
    <>
      {words.map(({ association: { id, slug, name } }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <a href={href(`/a/${slug}`)}>
            <Written text={name} />
          </a>
        </span>
      ))}
      <span class="hint">{say(words.length > 1 ? 'joint.checks-how' : 'project.checks-how')}</span>
    </>
  );
}

/** By how many neighbours it was chosen; nothing where no vote did. */
function wonRow(won: Dossier['wonBy'], { say, href }: Reading) {
  const words = won && (
    <a href={href(`/budget-votes/${won.voteId}`)}>{say('project.won-by', { votes: won.votes, voters: won.voters })}</a>
  );
  return won ? [[say('project.won'), words] as const] : [];
}

/** Which smaller version is built, what it costs and what is not done; nothing where all of it is, or may be. */
function builtRow({ face: { plan } }: Dossier, reading: Reading) {
  const built = builtOf(plan);
  if (!built) return [];
  const words = (
    <>
      <Written text={built.name} />, {reading.money(built.amount)}
      <span class="hint">{without(reading, plan, built)}</span>
    </>
  );
  return [[reading.say('project.version.now'), words] as const];
}

/** Why it is needed, in the town hall's words. */
export function Why({ dossier }: { dossier: Dossier }): JSX.Element | null {
  const { say, text, lang } = useReading();
  const { why } = dossier.face.plan.project;
  if (!why) return null;
  const words = text(why);
  return (
    <section class="stack narrow" lang={words.lang === lang ? undefined : words.lang}>
      <h2 lang={lang}>{say('project.why')}</h2>
      {words.text.split(/\n{2,}/).map((paragraph, index) => (
        <p key={index}>{paragraph}</p>
      ))}
    </section>
  );
}
