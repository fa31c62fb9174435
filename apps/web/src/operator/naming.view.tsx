import type { JSX } from 'preact';
import type { BankLine, Suggested } from '#libs/banking/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import { useReading } from '../layout/context.js';
import { Part } from '../layout/table.view.js';

/** What a line that stands apart may be: one tap says it, and a second person confirms. */
export function Naming({ line, suggested }: { line: BankLine; suggested: readonly Suggested[] }): JSX.Element | null {
  const { say, href } = useReading();
  if (suggested.length === 0) return null;
  return (
    <Part title={say('operator.naming')}>
      <p>{say('operator.naming.lead')}</p>
      {suggested.map((one) => (
        <form
          method="post"
          action={href(`/operator/bank/lines/${line.id}/meaning`)}
          key={`${one.meaning} ${one.refersTo}`}
        >
          <input type="hidden" name="meaning" value={one.meaning} />
          {one.refersTo && <input type="hidden" name="refersTo" value={one.refersTo} />}
          <button class="btn line">{say(`operator.meaning.${one.meaning}`)}</button> <Why one={one} />
        </form>
      ))}
    </Part>
  );
}

function Why({ one: { thing, why } }: { one: Suggested }): JSX.Element {
  const { say, money, dateShort } = useReading();
  const facts = thing
    ? [money(Money.ofMinor(thing.minor, thing.currency)), thing.name, thing.reference, thing.on && dateShort(thing.on)]
    : [];
  const known = facts.filter((fact) => Boolean(fact));
  return <span>{[...known, say(`operator.naming.why.${why}`)].join(' · ')}</span>;
}
