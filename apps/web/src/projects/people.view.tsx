import type { JSX } from 'preact';
import type { PublicGift } from '#libs/pledges/src/index.js';
import type { VoteView } from '#libs/voting/src/index.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Quote } from '../layout/parts.view.js';
import { lineWords, poolNames, poolWords } from '../pledging/gift-rows.view.js';
import { PublicGiftItem } from '../pledging/public-words.view.js';
import type { Dossier } from './dossier.js';

const REASONS = 3;
import { UpdateWords } from '../voice/update.view.js';

/** How the association of each town voted on taking the project on, and what its members wrote. */
export function AssociationWord({ dossier: { words } }: { dossier: Dossier }): JSX.Element | null {
  const { say } = useReading();
  if (words.length === 0) return null;
  const now = words.filter(({ until }) => until === null);
  return (
    <section class="stack">
      <h2>{say(words.length > 1 ? 'joint.association-words' : 'project.association-word')}</h2>
      {now.length > 1 && <p class="small mute">{say('joint.vote-rule')}</p>}
      {words.map((one) => (
        <OneWord word={one} key={one.association.id} />
      ))}
    </section>
  );
}

function OneWord({ word: { association, vote, reasons, until } }: { word: Dossier['words'][number] }): JSX.Element {
  const { say, date } = useReading();
  const by = (
    <>
      <strong>
        <Written text={association.name} />
      </strong>
      {vote && (
        <>
          <br />
          <VoteLine vote={vote} />
        </>
      )}
      {until && <span class="hint">{say('dissolution.answered-until', { date: date(until) })}</span>}
    </>
  );
  if (reasons.length === 0) return <p>{by}</p>;
  return (
    <Quote by={by}>
      {reasons.slice(0, REASONS).map((reason, index) => (
        <span key={index}>
          {say('project.quoted', { text: reason })}
          <br />
        </span>
      ))}
    </Quote>
  );
}

function VoteLine({ vote: { id, result, closesAt } }: { vote: VoteView }): JSX.Element {
  const { say, date, until, href } = useReading();
  return (
    <>
      {result
        ? `${say('project.vote-of', { date: date(result.closedAt) })}: ${say('vote.result', { yes: result.yes, no: result.no, abstain: result.abstain })}`
        : say('joint.vote-runs', { until: until(closesAt) })}{' '}
      <a href={href(`/votes/${id}`)}>{say('project.see-vote')}</a>
    </>
  ); // prettier-ignore
}

/** The newest gifts, each as public as its donor wished. */
export function Gifts({ dossier }: { dossier: Dossier }): JSX.Element {
  const reading = useReading();
  const { say, moneyRound, href, lang } = reading;
  const { gifts, giftsByMessage, countries, face } = dossier;
  return (
    <section>
      <h2>{say('project.gifts')}</h2>
      {gifts.length === 0 && giftsByMessage.messages === 0 && (
        <p class="empty">{say(face.daysLeft === null ? 'project.no-gifts' : 'empty.first_gift')}</p>
      )}
      <ul class="gifts">
        {gifts.map((gift, index) => (
          <OneGift key={index} gift={gift} face={face} />
        ))}
        {giftsByMessage.messages > 0 && (
          <li>
            <span>{say('messages.arrived', { n: giftsByMessage.messages })}</span>
            <strong>{moneyRound(giftsByMessage.lei)}</strong>
          </li>
        )}
      </ul>
      <p class="small">
        {countries.length > 0 && `${say('project.countries', { countries: countryLine(countries, lang) })} `}
        <a href={href(`${face.path}/register`)}>{say('project.all-gifts')}</a>
      </p>
    </section>
  );
}

function OneGift({ gift, face }: { gift: PublicGift; face: Dossier['face'] }): JSX.Element {
  const reading = useReading();
  const { say, date } = reading;
  const { pool, line } = gift;
  return (
    <PublicGiftItem
      gift={gift}
      who={pool ? poolWords(reading, pool.name, pool.people) : (gift.name ?? say('giving.anonymous'))}
      when={[
        date(gift.at),
        gift.state === 'promised' && `, ${say('term.leu.promised')}`,
        line && partOf(reading, line, face),
      ]}
      names={pool ? poolNames(reading, pool) : undefined}
    />
  );
}

function partOf(reading: Reading, { id, units }: NonNullable<PublicGift['line']>, face: Dossier['face']): string {
  const words = lineWords(reading, { lineId: id, units }, face);
  return words ? ` · ${words}` : '';
}

function countryLine(countries: Dossier['countries'], lang: string): string {
  const names = new Intl.DisplayNames(lang, { type: 'region' });
  return countries.map(({ country, donors }) => `${names.of(country) ?? country} (${donors})`).join(', ');
}

/** News, latest first. */
export function Updates({ dossier }: { dossier: Dossier }): JSX.Element | null {
  const { say, date } = useReading();
  const { updates, face } = dossier;
  const { state } = face.plan.project;
  if (updates.length === 0 && ['endorsement', 'published', 'campaign'].includes(state)) return null;
  return (
    <section>
      <h2>{say('project.updates')}</h2>
      {updates.length === 0 && <p class="empty">{say('update.none')}</p>}
      <div class="stack loose">
        {updates.map((update) => (
          <article class="stack tight" key={update.id}>
            <p class="small mute">
              {say(`update.office.${update.office}`)}, {date(update.at)}
            </p>
            {update.photo && (
              <img src={`/files/${update.photo}/small`} alt="" width="640" height="360" loading="lazy" />
            )}
            <UpdateWords update={update} />
          </article>
        ))}
      </div>
    </section>
  );
}
