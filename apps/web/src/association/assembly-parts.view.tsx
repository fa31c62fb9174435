import type { JSX } from 'preact';
import { type Assembly, type Item, ruleLines } from '#libs/assemblies/src/index.js';
import type { VoteRule } from '#libs/hometowns/src/index.js';
import type { PersonId } from '#libs/kernel/src/index.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { FoldOut } from '../layout/parts.view.js';

const TONES: Readonly<Partial<Record<Assembly['state'], 'ok' | 'now' | 'bad'>>> = {
  proposed: 'now',
  called: 'now',
  open: 'now',
  closed: 'ok',
  'called-off': 'bad',
};

/** What an assembly is called: its number, once its members have notice. */
export function assemblyName({ say }: Reading, { number, state }: Assembly): string {
  if (number !== null) return say('assembly.numbered', { n: number });
  return say(state === 'draft' ? 'assembly.unnumbered' : 'assembly.proposal');
}

/** How far an assembly is. */
export function StateOf({ assembly: { state, calledAt } }: { assembly: Assembly }): JSX.Element {
  const { say } = useReading();
  const words = state === 'lapsed' && calledAt ? 'not-held' : state;
  return <Tag tone={TONES[state]}>{say(`assembly.state.${words}`)}</Tag>;
}

/** When it opens, opened or ended. */
export function AssemblyLine({ assembly }: { assembly: Assembly }): JSX.Element {
  const { say, date } = useReading();
  const { state, opensOn, calledAt, openedAt, closedAt, calledOffAt, why } = assembly;
  if (state === 'closed') return <>{say('assembly.closed', { date: date(closedAt!) })}</>;
  if (state === 'open') return <>{say('assembly.opened', { date: date(openedAt!) })}</>;
  if (state === 'lapsed') return <>{say(calledAt ? 'assembly.not-held' : 'assembly.lapsed')}</>;
  if (state === 'called-off') return <>{say('assembly.called-off', { date: date(calledOffAt!), why: why! })}</>;
  return <>{say('assembly.opens', { date: date(opensOn) })}</>;
}

/** A voting rule, line by line. */
export function RuleLines({ rule }: { rule: VoteRule }): JSX.Element {
  const { say } = useReading();
  return (
    <ul class="bullets">
      {ruleLines(say, rule).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** The points of an agenda with what became of each. Names of candidates are for members: where there are none, offices stand alone. */
export function AgendaPoints({
  assembly,
  names,
  remove = false,
}: {
  assembly: Assembly;
  names?: ReadonlyMap<PersonId, string>;
  remove?: boolean;
}): JSX.Element {
  const { say } = useReading();
  if (assembly.items.length === 0) return <p class="empty">{say('agenda.empty')}</p>;
  return (
    <ol class="tasks">
      {assembly.items.map((item) => (
        <li key={item.id}>
          <span>
            {item.position}. <Written text={item.question} />
            {item.candidate && names && <span class="hint">{say('agenda.stands', { name: names.get(item.candidate) ?? '–' })}</span>}
            {item.candidate && assembly.state === 'draft' && <span class="hint">{say(`agenda.said.${item.says ?? 'none'}`)}</span>}
            {item.effect && <span class="hint">{say(`agenda.effect.${item.effect}`)}</span>}
          </span>
          <Became item={item} />
          {remove && <Remove assembly={assembly} item={item} />}
        </li>
      ))}
    </ol>
  ); // prettier-ignore
}

function Became({ item: { voteId, outcome } }: { item: Item }): JSX.Element | null {
  const { say, href } = useReading();
  if (!voteId) return null;
  if (!outcome) return <a class="btn line" href={href(`/votes/${voteId}`)}>{say('agenda.vote')}</a>; // prettier-ignore
  return <a href={href(`/votes/${voteId}`)}>{say(`vote.outcome.${outcome}`)}</a>;
}

function Remove({ assembly: { id, associationId }, item }: { assembly: Assembly; item: Item }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={href(`/association/${associationId}/assemblies/${id}/items/${item.id}/end`)}>
      <button class="btn line">{say('agenda.remove')}</button>
    </form>
  );
}

/** By which rule an assembly votes: that of its notice. */
export function ByRule({ rule }: { rule: VoteRule }): JSX.Element {
  const { say } = useReading();
  return (
    <FoldOut summary={say('assembly.rule')} hint={say('assembly.rule-hint')}>
      <RuleLines rule={rule} />
    </FoldOut>
  );
}

/** Who has signed the minutes, and when. */
export function signatureRows(
  { say, moment }: Reading,
  { signatures }: Assembly,
  names: ReadonlyMap<PersonId, string>,
): (readonly [string, string])[] {
  return (['chair', 'secretary'] as const).map((office) => {
    const found = signatures.find((one) => one.office === office);
    const by = found && say('minutes.signed', { name: names.get(found.personId) ?? '–', date: moment(found.at) });
    return [say(`minutes.${office}`), by ?? say('minutes.unsigned')];
  });
}

/** Assemblies as everybody sees them: agenda and results, without names. */
export function PublicAssemblies({ all }: { all: readonly Assembly[] }): JSX.Element {
  const reading = useReading();
  const { say } = reading;
  if (all.length === 0) return <p class="empty">{say('assembly.none')}</p>;
  return (
    <>
      {all.map((one) => (
        <article class="stack" key={one.id}>
          <h3>
            {assemblyName(reading, one)} <StateOf assembly={one} />
          </h3>
          <p class="small mute">
            <AssemblyLine assembly={one} /> {one.signatures.length === 2 && `${say('minutes.public')}.`}
          </p>
          <AgendaPoints assembly={one} />
          {one.rule && ['called', 'open'].includes(one.state) && <ByRule rule={one.rule} />}
        </article>
      ))}
    </>
  );
}
