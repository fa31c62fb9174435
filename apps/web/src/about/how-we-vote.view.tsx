import type { JSX } from 'preact';
import { tally } from '#libs/budgeting/src/index.js';
import { Money } from '#libs/kernel/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { Paragraph, Prose } from './about.view.js';

/** In the order in which a project meets them. */
const KINDS = ['need', 'budget', 'endorsement', 'release', 'own'] as const;
const LEU = 100n;

/** A village of ten, small enough to reckon along: two things for the main street, one for the hill. */
const VILLAGE = {
  budget: 60_000n * LEU,
  unit: LEU,
  options: [
    { id: '01', cost: 30_000n * LEU },
    { id: '02', cost: 30_000n * LEU },
    { id: '03', cost: 20_000n * LEU },
  ],
  ballots: [...Array.from({ length: 6 }, () => ['01', '02']), ...Array.from({ length: 4 }, () => ['03'])],
};

/** How we vote: on what, who, how a budget is chosen under, what a rule of an association says, what is secret, how to recount. */
export function howWeVotePage(reading: Reading): Page {
  const { say, href } = reading;
  return page({
    title: say('voting.title'),
    description: say('voting.lead'),
    nav: 'how',
    body: (
      <>
        <div class="wrap sect stack loose">
          <h1 class="h-page">{say('voting.title')}</h1>
          <p class="lead narrow">{say('voting.lead')}</p>
          <Part title={say('voting.kinds')}>
            <DeskTable
              title={say('voting.kinds')}
              head={['what', 'who', 'how'].map((name) => say(`voting.kinds.${name}`))}
              rows={KINDS.map((kind) => ({ key: kind, cells: ['', '.who', '.how'].map((of) => say(`voting.kind.${kind}${of}`)) }))}
            />
          </Part>
        </div>
        <div class="wrap narrow-page sect stack loose">
          <Prose name="voting.rolls" paragraphs={4} />
          <Example />
          <Prose name="voting.ties" paragraphs={2} />
          <Prose name="voting.quorum" paragraphs={7} />
          <Prose name="voting.secret" paragraphs={3} />
          <Prose name="voting.paper" paragraphs={3} />
          <Prose name="voting.through" paragraphs={1} />
          <Prose name="voting.trust" paragraphs={3} />
          <Prose name="voting.recount" paragraphs={3}>
            <a href="/recount-budget.mjs" download>recount-budget.mjs</a> · <a href="/recount.mjs" download>recount.mjs</a> · <a href={href('/books/recount')}>{say('voting.recount.books')}</a>
          </Prose>
        </div>
      </>
    ),
  }); // prettier-ignore
}

/** Counted when the page is made, by the program that counts every vote: what the story tells is what would come out. */
function Example(): JSX.Element {
  const { say, money, number } = useReading();
  const [shares, ticks] = [tally(VILLAGE, 'mes_add1u'), tally(VILLAGE, 'greedy_votes')];
  const sum = (bani: bigint) => money(Money.lei(bani));
  const [path, , well] = shares.options;
  const each = VILLAGE.budget / BigInt(VILLAGE.ballots.length);
  const words = {
    ...{ budget: sum(VILLAGE.budget), each: sum(each), big: sum(path!.cost), small: sum(well!.cost) },
    ...{ path: sum(path!.share!.floor()), well: sum(well!.share!.floor()), left: sum(each - path!.share!.floor()) },
    ...{ together: sum((each - path!.share!.floor()) * BigInt(path!.votes)), all: sum(path!.cost * 2n + well!.cost) },
    ...{ total: sum(shares.totalCost), rest: sum(VILLAGE.budget - shares.totalCost) },
  };
  return (
    <Part title={say('voting.shares')}>
      <Paragraph text={say('voting.shares.p1', words)} />
      <DeskTable
        title={say('voting.shares')}
        head={['option', 'cost', 'ticks', 'shares', 'simple'].map((name) => say(`voting.shares.${name}`))}
        numbers={[1, 2]}
        rows={shares.options.map(({ id, cost, votes }) => ({
          key: id,
          cells: [
            say(`voting.village.${id}`),
            sum(cost),
            number(votes),
            ...[shares, ticks].map(({ winners }) => (winners.includes(id) ? say('budget.yes') : '–')),
          ],
        }))}
      />
      {[2, 3, 4, 5, 6].map((n) => (
        <Paragraph text={say(`voting.shares.p${n}`, words)} key={n} />
      ))}
    </Part>
  );
}
