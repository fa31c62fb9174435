import type { JSX } from 'preact';
import { placeName, type PlaceRow, townOrVillage } from '#libs/hometowns/src/index.js';
import { lastDayOf } from '#libs/kernel/src/index.js';
import type { TownNeed, TownNeedId, TownOption } from '#libs/needs/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { AsWritten, Tag, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Crumbs, Rows } from '../layout/parts.view.js';
import { PosterLinks } from '../papers/poster.view.js';
import type { TownOf } from '../neighbours/town-of.service.js';

interface Board {
  readonly town: TownOf;
  readonly needs: readonly TownNeed[];
  readonly options: readonly TownOption[];
  readonly mine: ReadonlySet<TownNeedId>;
  readonly days: number;
  /** Whether the reader gets letters about it; null for somebody who is not signed in. */
  readonly letters: boolean | null;
}

/** What a town's people need: those with most supporters first, then the town hall's priced options. */
export function boardPage(reading: Reading, board: Board): Page {
  const { say, lang, href } = reading;
  const { town, options } = board;
  const { place } = town;
  const title = say('needs.title', { place: placeName(lang, place), kind: townOrVillage(place) });
  const body = (
    <div class="wrap narrow-page sect stack loose">
      <header class="stack">
        <Crumbs links={[[href(`/t/${place.slug}`), placeLine(reading, place)]]} />
        <h1 class="h-page">{title}</h1>
        <p class="lead">{say('needs.lead')}</p>
        <p class="row">
          <a class="btn" href={href(`/t/${place.slug}/needs/new`)}>
            {say('needs.propose')}
          </a>
          <a class="btn line" href={href(`/t/${place.slug}/join`)}>
            {say(town.me ? 'neighbours.mine' : 'neighbours.join', { kind: townOrVillage(place) })}
          </a>
        </p>
        <p class="small mute">
          {town.hall ? say('needs.answers-in', { n: board.days }) : say('needs.no-hall')} {say('needs.no-petition')}
        </p>
      </header>
      <NeedList board={board} />
      {options.length > 0 && <Options options={options} />}
      <div>
        <PosterLinks at={`/t/${place.slug}/needs/poster.pdf`} />
        {town.hall && <PosterLinks at={`/t/${place.slug}/needs/form.pdf`} label="papers.print" />}
      </div>
      {board.letters !== null && <Letters slug={place.slug} wanted={board.letters} />}
    </div>
  );
  return page({ title, description: say('needs.lead'), nav: 'map', body });
}

function Letters({ slug, wanted }: { slug: string; wanted: boolean }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={href(`/t/${slug}/needs/letters`)} id="letters" class="stack">
      <input type="hidden" name="wanted" value={wanted ? 'no' : 'yes'} />
      <p class="hint">{say(wanted ? 'needs.letters-on' : 'needs.letters-off')}</p>
      <p>
        <button class="btn line">{say(wanted ? 'unfollow.button' : 'needs.letters-again')}</button>
      </p>
    </form>
  );
}

function NeedList({ board: { town, needs, mine } }: { board: Board }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack">
      <h2>{say('needs.list', { n: needs.length })}</h2>
      {needs.length === 0 && <p class="empty">{say('needs.none')}</p>}
      <AsWritten texts={needs.map(({ title }) => title)} />
      {needs.length > 0 && (
        <Rows
          rows={needs.map((need) => ({
            title: (
              <a href={href(`/t/${town.place.slug}/needs/${need.id}`)}>
                <Written text={need.title} />
              </a>
            ),
            line: <NeedLine need={need} mine={mine.has(need.id)} />,
            end: <NeedTag need={need} />,
          }))}
        />
      )}
    </section>
  );
}

/** How many support a need on each roll, where it is, whether the reader does too. */
export function NeedLine({ need, mine }: { need: TownNeed; mine: boolean }): JSX.Element {
  const { say } = useReading();
  const { resident, native } = need.supporters;
  const words = [
    [resident > 0 && say('needs.residents', { n: resident }), native > 0 && say('needs.natives', { n: native })]
      .filter(Boolean)
      .join(', '),
    need.onPaper > 0 ? say('needs.on-paper', { n: need.onPaper }) : null,
    need.part,
    need.offers > 0 ? say('needs.offers-n', { n: need.offers }) : null,
    mine ? say('needs.mine') : null,
  ];
  return <>{words.filter(Boolean).join(' · ')}</>;
}

/** What the town hall said, or a vote, whichever is the later; else by when the town hall will; late is said. */
export function NeedTag({ need: { answer, chosen, answerBy, late } }: { need: TownNeed }): JSX.Element | null {
  const { say, date } = useReading();
  if (chosen && !(answer && answer.kind !== 'planned' && answer.at > chosen.at))
    return <Tag tone="ok">{say('needs.chosen', { date: date(lastDayOf(chosen.at)) })}</Tag>;
  if (answer) return <Tag tone={answer.kind === 'not' ? 'now' : 'ok'}>{say(`needs.answer.${answer.kind}`)}</Tag>;
  if (!answerBy) return null;
  return <Tag tone={late ? 'bad' : 'now'}>{say(late ? 'needs.late' : 'needs.by', { date: date(answerBy) })}</Tag>;
}

/** Priced options, each with where its price is from and what a vote said of it. */
export function Options({ options }: { options: readonly TownOption[] }): JSX.Element {
  const { say, money } = useReading();
  const free = options.filter(({ voted }) => !voted).length;
  const vote = free === 0 ? 'none' : free === options.length ? 'all' : 'some';
  return (
    <section class="stack">
      <h2>{say('needs.options')}</h2>
      <p>{say('needs.options-lead', { vote })}</p>
      <Rows
        rows={options.map((option) => ({
          title: <Written text={option.title} />,
          line: (
            <>
              <Written text={option.description} />
              <br />
              {[say('needs.source', { source: option.source }), option.part].filter(Boolean).join(' · ')}
              <Voted option={option} />
            </>
          ),
          end: <strong>{money(option.cost)}</strong>,
        }))}
      />
    </section>
  );
}

/** What the last vote said of an option, with the way there. */
function Voted({ option: { voted } }: { option: TownOption }): JSX.Element | null {
  const { say, href, date } = useReading();
  if (!voted) return null;
  return (
    <>
      <br />
      <a href={href(`/budget-votes/${voted.voteId}`)}>
        {say(voted.won ? 'needs.chosen' : 'needs.not-chosen', { date: date(lastDayOf(voted.at)) })}
      </a>
    </>
  );
}

/** On the page of a town, or of a village of it: what its people need most, and the way to the board. */
export function NeedsBlock({
  town,
  needs,
  of,
}: {
  town: PlaceRow;
  needs: readonly TownNeed[];
  of: PlaceRow;
}): JSX.Element {
  const { say, href, lang } = useReading();
  const { slug } = town;
  return (
    <section class="stack">
      <h2>{say('needs.block')}</h2>
      {town.code !== of.code && <p class="mute">{say('needs.of-commune', { place: placeName(lang, town) })}</p>}
      {needs.length === 0 && <p class="empty">{say('needs.none')}</p>}
      <AsWritten texts={needs.map(({ title }) => title)} />
      {needs.length > 0 && (
        <Rows
          rows={needs.map((need) => ({
            title: (
              <a href={href(`/t/${slug}/needs/${need.id}`)}>
                <Written text={need.title} />
              </a>
            ),
            line: <NeedLine need={need} mine={false} />,
            end: <NeedTag need={need} />,
          }))}
        />
      )}
      <p class="row">
        {(['see', 'propose'] as const).map((what) => (
          <a class="btn line" href={href(`/t/${slug}/needs${what === 'see' ? '' : '/new'}`)} key={what}>
            {say(`needs.${what}`)}
          </a>
        ))}
      </p>
    </section>
  );
}
