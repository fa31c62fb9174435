import type { JSX } from 'preact';
import type { PlatformBooks } from '#libs/books/src/index.js';
import type { PublishedHead } from '#libs/ledger/src/index.js';
import { moneyBand } from '../art/gift-band.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { SumsStrip } from '../layout/parts.view.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { WovenBand } from '../pledging/gift-money.view.js';
import { capital } from '../projects/capital.js';
import type { FeeRow } from './fees.view.js';
import { Paragraph } from './about.view.js';

/** What the page shows of the day: a gift as an example, what the books have, and the day's head. */
export interface HowView {
  /** Null while there are no rates. */
  readonly example: FeeRow | null;
  readonly books: PlatformBooks;
  readonly head: PublishedHead | null;
}

/** The steps of a leu, in the order in which it goes. */
const STEPS = ['promised', 'held', 'released', 'spent', 'proven'] as const;
/** How a gift comes without a card, or for no project yet. */
const WAYS = ['transfer', 'cash', 'message', 'fund'] as const;
const TROUBLES = ['short', 'falls', 'back', 'bank', 'mistake', 'rate'] as const;
/** Where one checks by himself: the words and the address. */
const CHECKS = [
  ['receipt', '/v'],
  ['register', '/books'],
  ['head', '/books/heads'],
  ['verify', '/books/recount'],
] as const;

/** How the money works: where it lies at each step, who can move it, what happens when something goes wrong, how to check it. */
export function howPage(reading: Reading, view: HowView): Page {
  const { say } = reading;
  return page({
    title: say('how.title'),
    description: say('how.lead'),
    nav: 'how',
    body: (
      <>
        <div class="wrap sect stack">
          <h1 class="h-page">{say('how.title')}</h1>
          <p class="lead">{say('how.lead')}</p>
          <Path />
        </div>
        <Now books={view.books} />
        <div class="wrap narrow-page sect stack loose">
          <Part title={say('how.weaves')}>
            <Weave name="promised" />
            <Weave name="held" />
            <p>{say('how.weaves.never')}</p>
          </Part>
          <Part title={say('how.pay')}>
            <Paragraph text={say('how.p1')} />
            <Paragraph text={say('how.p2')} />
            <Paragraph text={say('how.p3')} />
            {view.example && <Example row={view.example} />}
          </Part>
          <Part title={say('how.ways')}>
            <Answers to={WAYS.map((way) => `how.way.${way}` as const)} />
          </Part>
          <Part title={say('how.troubles')}>
            <Answers to={TROUBLES.map((trouble) => `how.trouble.${trouble}` as const)} />
          </Part>
          <Checks head={view.head} />
        </div>
      </>
    ),
  });
}

/** The way of a leu: a band that is woven tighter with each step, then where it lies and who can move it. */
function Path(): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <WovenBand woven={moneyBand(STEPS.map((name) => ({ name, part: 1n })))} words={say('how.path')} />
      <DeskTable
        title={say('how.path')}
        head={['step', 'where', 'who'].map((name) => say(`how.path.${name}`))}
        rows={STEPS.map((step, index) => ({
          key: step,
          cells: [
            `${index + 1}. ${capital(say(`term.leu.${step}`))}`,
            say(`how.where.${step}`),
            say(`how.who.${step}`),
          ],
        }))}
      />
    </>
  );
}

function Now({ books }: { books: PlatformBooks }): JSX.Element | null {
  const { say, moneyShort, moment } = useReading();
  const sums = [
    ...books.owes
      .filter(({ owner, account }) => owner === 'project' && account === 'claim')
      .map(({ amount }) => [say('books.for-projects'), moneyShort(amount)] as const),
    ...books.has
      .filter(({ account, amount }) => account === 'balance' && !amount.isZero())
      .map(({ owner, amount }) => [say(`books.where.${owner}`, { currency: amount.currency }), moneyShort(amount)] as const), // prettier-ignore
  ];
  return sums.length > 0 ? <SumsStrip label={say('how.now')} sums={sums} note={say('books.as-of', { at: moment(books.asOf) })} /> : null; // prettier-ignore
}

/** As on every project: what is promised is an outline, what is held is woven. */
function Weave({ name }: { name: 'promised' | 'held' }): JSX.Element {
  const { say } = useReading();
  const words = say(`how.weave.${name}`);
  return (
    <figure class="stack tight">
      <progress class={`woven ${name}`} max="1" value="1" aria-label={words} />
      <figcaption>{words}</figcaption>
    </figure>
  );
}

/** A question or a case each, with its answer below. */
function Answers({ to }: { to: readonly string[] }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      {to.map((key) => (
        <section class="stack tight" key={key}>
          <h3>{say(key)}</h3>
          <p>{say(`${key}.answer`)}</p>
        </section>
      ))}
    </>
  );
}

function Example({ row: { example } }: { row: FeeRow }): JSX.Element {
  const { say, money, href } = useReading();
  const { gift, fee, total, lei } = example;
  return (
    <p>
      {say('how.example', { gift: money(gift), fee: money(fee), total: money(total), lei: money(lei) })}{' '}
      <a href={href('/fees')}>{say('fees.title')}</a>
    </p>
  );
}

function Checks({ head }: { head: PublishedHead | null }): JSX.Element {
  const { say, href, lang } = useReading();
  const at = (path: string) => (path === '/v' ? `/v?lang=${lang}` : href(path));
  return (
    <Part title={say('how.check')}>
      <ul class="stack">
        {CHECKS.map(([name, path]) => (
          <li key={name}>
            {say(`how.check.${name}`)} <a href={at(path)}>{say(`how.check.${name}.link`)}</a>
            {name === 'head' && head && <p class="small hash">{`${head.n}:${head.hash}`}</p>}
          </li>
        ))}
      </ul>
    </Part>
  );
}
