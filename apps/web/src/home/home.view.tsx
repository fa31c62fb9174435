import type { JSX } from 'preact';
import type { Money } from '#libs/kernel/src/index.js';
import { assetUrl } from '../art/assets.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { SearchBox } from '../finding/search.view.js';
import { type CardView, ProjectCard } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Door, SumsStrip } from '../layout/parts.view.js';
import { downToLei } from '../pledging/promise-words.js';
import { Village, type VoteHere } from './village.view.js';

/** The four totals and when they were counted. */
export interface HomeSums {
  readonly raised: Money;
  readonly open: number;
  readonly work: number;
  readonly done: number;
  readonly asOf: Date;
}

interface HomeView {
  readonly votes: readonly VoteHere[];
  /** Open to objections. */
  readonly asked: readonly CardView[];
  readonly open: readonly CardView[];
  readonly soon: readonly CardView[];
  readonly work: readonly CardView[];
  readonly done: readonly CardView[];
  readonly sums: HomeSums;
}

/** The first page: what this is, and where my village is. */
export function homePage(reading: Reading, view: HomeView): Page {
  const { say } = reading;
  return page({
    title: say('home.title'),
    body: (
      <>
        <Hero />
        <Sums sums={view.sums} />
        <Open cards={view.open} />
        <Village votes={view.votes} />
        <Road />
        {view.asked.length > 0 && (
          <Shelf
            title={say('term.state.objections')}
            lead={say('projects.asked-lead')}
            cards={view.asked}
            all="/projects?state=objections"
          />
        )}
        {view.soon.length > 0 && <Shelf title={say('home.soon')} cards={view.soon} />}
        {view.work.length > 0 && <Shelf title={say('home.work')} cards={view.work} />}
        {view.done.length > 0 && <Shelf title={say('home.done')} cards={view.done} />}
        <Doors />
      </>
    ),
  });
}

/** The two ways in for those who bring projects and those who check them. */
function Doors(): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="sect">
      <div class="wrap doors">
        <Door
          title={say('home.hall-door')}
          text={say('home.hall-door-text')}
          href={href('/apply?kind=town-hall')}
          action={say('home.hall-door-go')}
        />
        <Door
          title={say('home.hta-door')}
          text={say('home.hta-door-text')}
          href={href('/apply?kind=association')}
          action={say('home.hta-door-go')}
        />
      </div>
    </section>
  );
}

function Hero(): JSX.Element {
  const { say } = useReading();
  return (
    <section class="hero">
      <div class="wrap">
        <h1>{say('home.h1')}</h1>
        <p class="lead narrow">{say('home.lead')}</p>
        <SearchBox />
      </div>
      <img
        class="scene"
        src={assetUrl('plai.svg')}
        alt={say('home.scene')}
        width="1200"
        height="264"
        fetchpriority="high"
      />
    </section>
  );
}

function Sums({ sums }: { sums: HomeSums }): JSX.Element {
  const { say, moneyShort, number, moment, href } = useReading();
  const counted = (key: 'open' | 'work' | 'done') =>
    [say(`home.sum-${key}`, { n: sums[key] }), number(sums[key])] as const;
  return (
    <SumsStrip
      label={say('home.sums')}
      sums={[
        [say('home.sum-raised'), moneyShort(downToLei(sums.raised))],
        counted('open'),
        counted('work'),
        counted('done'),
      ]}
      note={
        <>
          {say('home.as-of', { moment: moment(sums.asOf) })} <a href={href('/books')}>{say('home.register')}</a>
        </>
      }
    />
  );
}

function Open({ cards }: { cards: readonly CardView[] }): JSX.Element {
  const { say, href } = useReading();
  if (cards.length > 0) return <Shelf title={say('home.open')} cards={cards} all="/projects" />;
  return (
    <section class="sect">
      <div class="wrap stack">
        <h2>{say('home.open')}</h2>
        <p class="empty">
          {say('home.none-open')} <a href={href('/projects')}>{say('home.all')}</a>
        </p>
      </div>
    </section>
  );
}

function Shelf({
  title,
  lead,
  cards,
  all,
}: {
  title: string;
  lead?: string;
  cards: readonly CardView[];
  all?: string;
}): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="sect">
      <div class="wrap">
        <header>
          <h2>{title}</h2>
          {all && <a href={href(all)}>{say('home.all')}</a>}
          {lead && <p class="mute whole">{lead}</p>}
        </header>
        <ul class="grid">
          {cards.map((card) => (
            <ProjectCard card={card} key={card.code} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function Road(): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="sect wall">
      <div class="wrap">
        <header>
          <h2>{say('home.money')}</h2>
          <a href={href('/how')}>{say('home.rules')}</a>
        </header>
        <ol class="road">
          {[1, 2, 3, 4].map((step) => (
            <li class="stack tight" key={step}>
              <h3>{say(`home.road${step}`)}</h3>
              <p>{say(`home.road${step}-text`)}</p>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
