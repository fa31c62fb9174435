import type { JSX } from 'preact';
import { Money } from '#libs/kernel/src/index.js';
import { RULED_PARTIES } from '#libs/programmes/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { DeskTable, Part } from '../layout/table.view.js';
import { Paragraph, Prose } from './about.view.js';

// The frame of the lamps is real, its split is illustrative: the page says so beside it.
const EXAMPLE = { state: 25_000_000n, town: 13_000_000n, partner: 18_950_000n, people: 7_950_000n } as const;
const FLOOR_PERCENT = 10n;

/** Who pays what: each payer with who guards its money, the states that are never added up, floors, matches, fees, shortfall. */
export function whoPaysPage(reading: Reading): Page {
  const { say, href } = reading;
  return page({
    title: say('who.title'),
    description: say('who.lead'),
    nav: 'how',
    body: (
      <>
        <div class="wrap sect stack loose">
          <h1 class="h-page">{say('who.title')}</h1>
          <p class="lead narrow">{say('who.lead')}</p>
          <Part title={say('who.parties')}>
            <Payers />
          </Part>
        </div>
        <div class="wrap narrow-page sect stack loose">
          <Prose name="who.states" paragraphs={4} />
          <Prose name="who.floor" paragraphs={2}>
            <a href={href('/programmes')}>{say('who.floor.link')}</a>
          </Prose>
          <Prose name="who.match" paragraphs={2}>
            <a href={href('/calls')}>{say('sponsors.title')}</a>
          </Prose>
          <Prose name="who.fees" paragraphs={1}>
            <a href={href('/fees')}>{say('fees.title')}</a>
          </Prose>
          <Prose name="who.short" paragraphs={3} />
          <Example />
        </div>
      </>
    ),
  });
}

function Payers(): JSX.Element {
  const { say } = useReading();
  const row = (name: string, words: string) => ({
    key: name,
    cells: [words, say(`who.guard.${name}`), say(`who.by.${name}`)],
  });
  return (
    <DeskTable
      title={say('who.parties')}
      head={['who', 'guard', 'by'].map((name) => say(`who.parties.${name}`))}
      rows={[
        ...RULED_PARTIES.map((name) => row(name, say(`programme.party.${name}`))),
        row('sponsor', say('who.sponsor')),
      ]}
    />
  );
}

/** One project from beginning to end, in sums that add up. */
function Example(): JSX.Element {
  const { say, money, number, percent } = useReading();
  const whole = Object.values<bigint>(EXAMPLE).reduce((sum, part) => sum + part);
  const others = whole - EXAMPLE.people;
  const share = (part: bigint) => percent(String(Number((part * 1000n + whole / 2n) / whole) / 10));
  const sum = (part: bigint) => money(Money.lei(part));
  const params = {
    ...{ people: sum(EXAMPLE.people), others: sum(others), state: sum(EXAMPLE.state) },
    ...{ floor: sum((whole * FLOOR_PERCENT) / 100n), share: percent(String(FLOOR_PERCENT)) },
    x: number((Number(others) / Number(EXAMPLE.people)).toFixed(2)),
  };
  return (
    <Part title={say('who.example')}>
      <p class="hint">{say('who.example.note', { total: sum(whole) })}</p>
      <DeskTable
        title={say('who.example')}
        head={[...['who.parties.who'], ...['sum', 'share', 'before'].map((name) => `who.example.${name}`)].map((key) => say(key))}
        numbers={[1, 2]}
        rows={[
          ...(Object.keys(EXAMPLE) as (keyof typeof EXAMPLE)[]).map((party) => ({
            key: party,
            cells: [
              say(party === 'partner' ? 'who.example.partner' : `programme.party.${party}`),
              sum(EXAMPLE[party]),
              share(EXAMPLE[party]),
              say(`who.example.is.${party}`),
            ],
          })),
          { key: 'whole', cells: [say('who.example.whole'), sum(whole), share(whole), ''] },
        ]}
      />
      {[1, 2, 3].map((n) => (
        <Paragraph text={say(`who.example.p${n}`, params)} key={n} />
      ))}
    </Part>
  ); // prettier-ignore
}
