import type { JSX } from 'preact';
import type { BankLine, LineThing, Suggested } from '#libs/banking/src/index.js';
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
          class="row"
          key={`${one.meaning} ${one.refersTo}`}
        >
          <input type="hidden" name="meaning" value={one.meaning} />
          {one.refersTo && <input type="hidden" name="refersTo" value={one.refersTo} />}
          <button class="btn line">{say(`operator.meaning.${one.meaning}`)}</button>
          {one.thing && <Why thing={one.thing} why={one.why} />}
        </form>
      ))}
    </Part>
  );
}

function Why({ thing, why }: { thing: LineThing; why: Suggested['why'] }): JSX.Element {
  const { say, money, dateShort } = useReading();
  const facts = [money(Money.ofMinor(thing.minor, thing.currency)), thing.name, thing.reference, thing.on && dateShort(thing.on)]; // prettier-ignore
  const known = facts.filter((fact) => Boolean(fact));
  return <span>{[...known, say(`operator.naming.why.${why}`)].join(' · ')}</span>;
}

/** What became of a receipt, by what has claimed it. */
const BECAME: Readonly<Record<string, string>> = {
  pledge: 'gift',
  order: 'unidentified-returned',
  deposit: 'deposit',
  settlement: 'settlement',
  return: 'town-hall-return',
};

/** What a line means by now, as the end of its word's key: a receipt is what has become of it. */
export function becomeOf({ meaning, claimedBy }: BankLine): string {
  return BECAME[claimedBy?.split(':')[0] ?? ''] ?? meaning;
}
