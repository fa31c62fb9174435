import type { JSX } from 'preact';
import type { StatementPage } from '#libs/books/src/index.js';
import type { Need, PublicFundGift } from '#libs/funds/src/index.js';
import { placeName, townOrVillage } from '#libs/hometowns/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { useReading } from '../layout/context.js';
import { Crumbs, Facts } from '../layout/parts.view.js';
import { downToLei } from '../pledging/promise-words.js';
import { PublicGiftItem } from '../pledging/public-words.view.js';
import { StatementLines } from '../projects/statement.view.js';
import type { FundFace } from './fund-faces.js';
import { NeedList } from './need-line.view.js';

/** How a fund is called: "Fondul satului Mihăileni". */
export function fundTitle({ say, lang }: Pick<Reading, 'say' | 'lang'>, { place }: Pick<FundFace, 'place'>): string {
  return say('fund.title', { place: placeName(lang, place), kind: townOrVillage(place) });
}

/** A town's fund. */
export function fundPage(
  reading: Reading,
  face: FundFace,
  { needs, gifts, statement }: { needs: readonly Need[]; gifts: readonly PublicFundGift[]; statement: StatementPage },
): Page {
  const { say, href, lang } = reading;
  const { place, hall } = face;
  const title = fundTitle(reading, face);
  const lead = say('fund.lead', { place: placeName(lang, place), kind: townOrVillage(place) });
  const body = (
    <div class="wrap sect stack loose">
      <div class="stack">
        <Crumbs
          links={[
            [href('/map'), say('map.title')],
            [href(`/t/${place.slug}`), placeLine(reading, place)],
          ]}
        />
        <h1 class="h-page">{title}</h1>
        {hall ? <p class="lead">{lead}</p> : <p class="empty">{say('fund.none', { place: placeName(lang, place) })}</p>}
        {face.whole && <Whole whole={face.whole} />}
        {hall && (
          <p>
            <a class="btn give" href={href(`${face.path}/give`)}>
              {say('fund.give')}
            </a>
          </p>
        )}
      </div>
      <Figures face={face} />
      {needs.length > 0 && <Where needs={needs} />}
      {gifts.length > 0 && <Gifts gifts={gifts} />}
      <Entries face={face} statement={statement} />
    </div>
  );
  return page({ title, description: lead, nav: 'map', body });
}

/** Leads from the fund of a village to that of its commune. */
function Whole({ whole }: { whole: NonNullable<FundFace['whole']> }): JSX.Element {
  const reading = useReading();
  const { say, href, moneyShort } = reading;
  return (
    <p>
      {say('fund.whole', { sum: moneyShort(downToLei(whole.held)), kind: townOrVillage(whole.place) })}{' '}
      <a href={href(`/t/${whole.place.slug}/fund`)}>{fundTitle(reading, whole)}</a>
    </p>
  );
}

/** Where its money went, and what waits for an answer. */
function Where({ needs }: { needs: readonly Need[] }): JSX.Element {
  const { say } = useReading();
  return (
    <section class="stack">
      <h2>{say('fund.where')}</h2>
      <NeedList needs={needs} />
    </section>
  );
}

/** The newest gifts, each as public as its donor wished. */
function Gifts({ gifts }: { gifts: readonly PublicFundGift[] }): JSX.Element {
  const { say, date } = useReading();
  return (
    <section class="stack">
      <h2>{say('project.gifts')}</h2>
      <ul class="gifts">
        {gifts.map((gift, index) => (
          <PublicGiftItem
            gift={gift}
            key={index}
            who={gift.name ?? say('giving.anonymous')}
            when={[date(gift.at), gift.monthly && `, ${say('fund.every-month')}`]}
          />
        ))}
      </ul>
    </section>
  );
}

function Entries({ face, statement }: { face: FundFace; statement: StatementPage }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack">
      <h2>{say('fund.entries')}</h2>
      {statement.lines.length > 0 && (
        <p>
          <a href={href(`${face.path}/register.csv`)}>{say('register.csv')}</a>
        </p>
      )}
      <StatementLines lines={statement.lines} />
      {statement.next && (
        <p>
          <a href={`${href(face.path)}?after=${statement.next}`}>{say('register.more')}</a>
        </p>
      )}
    </section>
  );
}

function Figures({ face: { totals } }: { face: FundFace }): JSX.Element {
  const { say, money, moneyShort, number } = useReading();
  return (
    <section class="stack tight">
      <h2>{say('fund.figures')}</h2>
      <Facts
        rows={[
          [say('fund.held'), <b key="held">{money(totals.held)}</b>],
          [say('fund.given'), money(totals.given)],
          ...(totals.moved.isPositive() ? [[say('fund.moved'), moneyShort(downToLei(totals.moved))] as const] : []),
          ...(totals.used.isPositive() ? [[say('fund.used'), money(totals.used)] as const] : []),
          ...(totals.lost.isPositive() ? [[say('fund.lost'), money(totals.lost)] as const] : []),
          [say('fund.people'), number(totals.givers)],
          [say('fund.monthly'), number(totals.monthly)],
        ]}
      />
    </section>
  );
}
