import type { ComponentChildren, JSX } from 'preact';
import type { PlaceReckoning, Reckoning } from '#libs/books/src/index.js';
import type { Money } from '#libs/kernel/src/index.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts, Note } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';

/** Where each cause is looked into, below the desk. */
const PATHS: Readonly<Record<string, string>> = {
  'moved-since': '/money#unbooked',
  unbooked: '/money#unbooked',
  'by-hand': '/bank',
  clearing: '/audit',
  payout: '/bank',
  disputed: '/disputes',
  order: '/orders',
  exchange: '/bank',
};

/** One currency three ways, side by side. */
export function Reckoned({ reckoning }: { reckoning: Reckoning }): JSX.Element {
  const { currency, stripe, bank, way, books } = reckoning;
  // Money that was never at Stripe is not waited for there.
  const atStripe = stripe.said !== null || stripe.causes.length > 0 || !stripe.books.isZero();
  return (
    <Part title={currency}>
      <div class="grid">
        {atStripe && <Place name="stripe" place={stripe} />}
        <Place name="bank" place={bank} />
        <Books stripe={stripe} bank={bank} way={way} books={books} />
      </div>
    </Part>
  );
}

function Place({ name, place }: { name: 'stripe' | 'bank'; place: PlaceReckoning }): JSX.Element {
  const { say, money, moment, date, href } = useReading();
  const { said, parts, at, silence, causes, books, unexplained } = place;
  const rows: (readonly [ComponentChildren, ComponentChildren])[] = [
    ...(parts
      ? (['available', 'pending'] as const).map((part) => [say(`operator.reckoning.${part}`), money(parts[part])] as const)
      : []),
    ...causes.map(
      ({ kind, amount, ...cause }) =>
        [<Name words={say(`operator.reckoning.cause.${kind}`)} to={href(`/operator${PATHS[kind]}`)} {...cause} />, money(amount)] as const, // prettier-ignore
    ),
    [say('operator.reckoning.in-books'), money(books)],
    unexplainedRow(say('operator.reckoning.unexplained'), unexplained, money(unexplained)),
  ]; // prettier-ignore
  const when = at && say(`operator.reckoning.at-${name}`, { at: name === 'bank' ? date(at) : moment(at) });
  return (
    <section class="stack tight">
      <h3>{say(`operator.reckoning.${name}`)}</h3>
      <p class="num">{said ? money(said) : '–'}</p>
      <p class="small mute">{when ?? say(`operator.reckoning.unsaid-${name}`)}</p>
      {silence && (at || silence === 'no-answer') && (
        <Note tone={silence === 'no-answer' ? 'bad' : undefined}>{say(`operator.reckoning.silence.${silence}`)}</Note>
      )}
      {name === 'stripe' && books.minor < 0n && <Note>{say('operator.reckoning.below')}</Note>}
      {(said || causes.length > 0 || !books.isZero()) && <Facts rows={rows} />}
    </section>
  );
}

function Books({ stripe, bank, way, books }: Pick<Reckoning, 'stripe' | 'bank' | 'way' | 'books'>): JSX.Element {
  const { say, money, href } = useReading();
  const rows: (readonly [ComponentChildren, ComponentChildren])[] = [
    [say('operator.reckoning.of-stripe'), money(stripe.books)],
    [say('operator.reckoning.of-bank'), money(bank.books)],
    ...way.map(
      ({ kind, amount, books: booked, unexplained, ...cause }) =>
        [
          <Name words={say(`operator.reckoning.way.${kind}`)} to={href(`/operator${PATHS[kind]}`)} {...cause} />,
          unexplained.isZero() ? (
            money(booked)
          ) : (
            <>
              <Tag tone="bad">{money(booked)}</Tag> {say('operator.reckoning.papers', { sum: money(amount) })}
            </>
          ),
        ] as const,
    ),
  ];
  return (
    <section class="stack tight">
      <h3>{say('operator.reckoning.books')}</h3>
      <p class="num">{money(books)}</p>
      <Facts rows={rows} />
    </section>
  );
}

/** The words of a cause, where to look, how many things it is and how old. */
function Name({
  words,
  to,
  things,
  since,
}: {
  words: string;
  to: string;
  things: number;
  since: Date | null;
}): JSX.Element {
  const { say, dateShort } = useReading();
  return (
    <>
      <a href={to}>{words}</a>
      {since && <p class="small mute">{say('operator.reckoning.things', { n: things, at: dateShort(since) })}</p>}
    </>
  );
}

function unexplainedRow(words: string, sum: Money, shown: string): readonly [ComponentChildren, ComponentChildren] {
  return [words, sum.isZero() ? <Tag tone="ok">{shown}</Tag> : <Tag tone="bad">{shown}</Tag>];
}
