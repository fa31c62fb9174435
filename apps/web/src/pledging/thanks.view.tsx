import type { JSX } from 'preact';
import type { Pledge } from '#libs/pledges/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { Band, Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Facts } from '../layout/parts.view.js';
import { Copyable, Share } from '../layout/share.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { giftRows } from './gift-rows.view.js';
import { stateWords } from './gift-state.js';
import { ENDED } from './paths.js';

const REFRESH_SECONDS = 4;

/** After the payment page: what has become of the gift, by our own books. */
export function thanksPage(reading: Reading, pledge: Pledge, face: ProjectFace): Page {
  const { say } = reading;
  const replaced = pledge.state === 'promised' && reading.query.get('card') === 'new';
  const waiting = isOnItsWay(pledge) || (replaced && pledge.cardId !== pledge.checkoutId);
  const [title, lead] = replaced
    ? replacedWords(reading, { pledge, face, waiting })
    : [say(titleOf(pledge)), leadOf(reading, pledge, face)];
  return page({
    title,
    index: false,
    plain: { back: reading.href(face.path), label: say('giving.back') },
    refreshSeconds: waiting ? REFRESH_SECONDS : undefined,
    body: (
      <div class="wrap narrow sect stack loose">
        <div class="stack">
          <h1 class="h-page">{title}</h1>
          {lead !== title && (
            <p class="lead" role="status">
              {lead}
            </p>
          )}
          {waiting && <Waiting />}
        </div>
        <Facts rows={giftRows(reading, pledge, face)} />
        {!waiting && <After pledge={pledge} face={face} />}
      </div>
    ),
  });
}

/** Whoever comes back here has paid on the page that is open: for a card that refused before, that is the news to wait for. */
function isOnItsWay({ state, checkoutId, cardId }: Pledge): boolean {
  return state === 'started' || (state === 'declined' && checkoutId !== null && checkoutId !== cardId);
}

/** Another card for a promise that stands: the card is the news, not the promise. */
function replacedWords(
  { say, money, text }: Reading,
  { pledge, face, waiting }: { pledge: Pledge; face: ProjectFace; waiting: boolean },
): [string, string] {
  if (waiting) return [say('thanks.pending-save-title'), say('thanks.card-pending')];
  const project = text(face.plan.project.title).text;
  return [say('thanks.card-new'), say('thanks.card-new-lead', { sum: money(pledge.gift), project })];
}

function titleOf(pledge: Pledge): string {
  const { state, way } = pledge;
  if (state === 'declined' && isOnItsWay(pledge)) return 'thanks.pending';
  if (state === 'started') return way === 'card-later' ? 'thanks.pending-save-title' : 'thanks.pending';
  if (state === 'promised') return 'thanks.promised';
  if (state === 'charging') return 'thanks.charging';
  return state === 'counted' || state === 'moved' ? 'thanks.title' : stateWords(pledge);
}

function leadOf({ say, money, text }: Reading, pledge: Pledge, { plan }: ProjectFace): string {
  const params = { sum: money(pledge.gift), project: text(plan.project.title).text, ref: pledge.ref };
  switch (pledge.state) {
    case 'started':
      return say(pledge.way === 'card-later' ? 'thanks.pending-save' : 'pay.pending');
    case 'promised':
      return say('thanks.promised-lead', params);
    case 'charging':
      return say('thanks.charging-lead', params);
    case 'declined':
      return isOnItsWay(pledge) ? say('pay.pending') : say('thanks.declined-lead', params);
    case 'counted':
    case 'moved':
      return say('pay.thanks', { ...params, sum: money(pledge.came) });
    case 'abandoned':
      return say('pay.nothing_taken');
    default:
      return say(stateWords(pledge));
  }
}

function Waiting(): JSX.Element {
  const { say, url } = useReading();
  return (
    <p class="row">
      <a class="btn line" href={url}>
        {say('thanks.reload')}
      </a>
      <span class="small mute">{say('thanks.refresh')}</span>
    </p>
  );
}

function After({ pledge, face }: { pledge: Pledge; face: ProjectFace }): JSX.Element {
  const reading = useReading();
  const { say, href } = reading;
  const next = nextOf(reading, pledge, face);
  const { project } = face.plan;
  return (
    <>
      <div class="stack">
        <p class="small mute">{say('thanks.ref')}</p>
        <Copyable text={pledge.ref} label={say('thanks.ref')} />
      </div>
      <Again pledge={pledge} face={face} />
      {next && (
        <section class="stack tight">
          <h2>{say('thanks.next')}</h2>
          <p>{next}</p>
        </section>
      )}
      <section class="stack tight">
        <h2>{say(pledge.state === 'counted' ? 'thanks.band' : 'thanks.project')}</h2>
        <p>
          <a href={href(face.path)}>
            <Written text={project.title} />
          </a>
          <br />
          {placeLine(reading, face.place)}
        </p>
        {face.target && <Band held={face.totals.raised} promised={face.totals.promised} target={face.target} big />}
      </section>
      <PassOn face={face} given={pledge.state === 'counted'} />
      <p>
        <a href={href('/account')}>{say('thanks.account')}</a>
        <br />
        <span class="small mute">{say('thanks.account-hint')}</span>
      </p>
    </>
  );
}

/** A gift that came to nothing, once more: its sum alone, for whoever knows a reference need not be its donor. */
function Again({ pledge, face }: { pledge: Pledge; face: ProjectFace }): JSX.Element | null {
  const { say, href } = useReading();
  if (face.daysLeft === null || !(ENDED.includes(pledge.state) || pledge.state === 'abandoned')) return null;
  const query = new URLSearchParams({ sum: pledge.gift.toString(), currency: pledge.currency });
  return (
    <p>
      <a class="btn give" href={href(`${face.path}/give?${query.toString()}`)}>
        {say('gift.again')}
      </a>
    </p>
  );
}

/** Only who has paid says that his share is in. */
function PassOn({ face, given }: { face: ProjectFace; given: boolean }): JSX.Element {
  const reading = useReading();
  const { say, text, href } = reading;
  const { project } = face.plan;
  const url = reading.absolute(href(face.path));
  const words = { project: text(project.title).text, place: placeLine(reading, face.place), url };
  return (
    <section class="stack tight">
      <p>{say('thanks.share')}</p>
      <Share url={url} text={say(given ? 'share.text' : 'project.share-text', words)} /> {/* prettier-ignore */}
    </section>
  );
}

function nextOf({ say, money, date }: Reading, pledge: Pledge, { campaign, plan }: ProjectFace): string | null {
  if (pledge.state === 'counted') return say('thanks.next-counted');
  if (pledge.state !== 'promised' || !campaign) return null;
  return say('thanks.next-promised', {
    sum: money(pledge.gross),
    target: money(campaign.threshold),
    date: date(plan.campaign.closesOn ?? campaign.closesAt),
  });
}
