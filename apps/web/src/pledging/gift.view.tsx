import type { ComponentChildren, JSX } from 'preact';
import type { WaterfallRow } from '#libs/books/src/index.js';
import { townOrVillage } from '#libs/hometowns/src/index.js';
import type { Pledge, WordsToRead } from '#libs/pledges/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { ErrorSummary } from '../layout/form.view.js';
import { Crumbs, Facts, Note } from '../layout/parts.view.js';
import { capital } from '../projects/capital.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { PublicWordsFields } from './give-fields.view.js';
import { giftRows } from './gift-rows.view.js';
import { againPath, ENDED } from './paths.js';

interface GiftView {
  readonly face: ProjectFace;
  readonly form: Form;
  readonly people: WaterfallRow;
  readonly words: WordsToRead | null;
  /** Whether the donor's bank is asking the money back now. */
  readonly disputed: boolean;
  /** "?token=…" for whoever came by a link, else "". */
  readonly query: string;
}

const TONES = { counted: 'ok', promised: 'now', awaited: 'now', charging: 'now', declined: 'bad' } as const;

/** The tone of a gift's state. */
export function toneOf(state: Pledge['state']): 'ok' | 'now' | 'bad' | undefined {
  return (TONES as Partial<Record<Pledge['state'], 'ok' | 'now' | 'bad'>>)[state];
}

/** A gift as its donor sees it: where it stands, where the money is, what can still be done. */
export function giftPage(reading: Reading, pledge: Pledge, view: GiftView): Page {
  const { say, money, date } = reading;
  const title = say('gift.title', { ref: pledge.ref });
  const body = (
    <div class="wrap narrow sect stack loose">
      <div class="stack">
        <h1 class="h-page">{title}</h1>
        <ErrorSummary form={view.form} />
        <p>
          <Tag tone={toneOf(pledge.state)}>{say(`gift.state.${pledge.state}`)}</Tag>
        </p>
        {pledge.state === 'declined' && (
          <Note tone="bad">
            {say('gift.declined-lead', { sum: money(pledge.gross), date: date(pledge.repairUntil!) })}
          </Note>
        )}
        {view.disputed && <Note>{say('gift.disputed')}</Note>}
        {pledge.state === 'lost' && <Note>{say('gift.lost')}</Note>}
        {pledge.state === 'withdrawn' && <Note tone="ok">{say('gift.withdrawn')}</Note>}
        <Actions pledge={pledge} view={view} />
      </div>
      <Facts rows={[...giftRows(reading, pledge, view.face), ...words(reading, pledge, view)]} />
      {pledge.countedAt && (
        <p>
          <a class="btn line" href={reading.href(`/gift/${pledge.id}/receipt.pdf${view.query}`)} download>
            {say('gift.paper')}
          </a>
        </p>
      )}
      {pledge.state === 'counted' && <Where people={view.people} />}
      {pledge.state === 'counted' && !view.disputed && <p class="small mute">{say('gift.refund')}</p>}
    </div>
  );
  return page({ title, nav: 'account', index: false, body });
}

/** Where a donor writes what stands beside his gift in public. */
export function wordsPage(reading: Reading, pledge: Pledge, { form, query }: Pick<GiftView, 'form' | 'query'>): Page {
  const { say, href } = reading;
  const title = say('gift.words.title', { ref: pledge.ref });
  const body = (
    <div class="wrap narrow sect stack">
      <Crumbs links={[[href(`/gift/${pledge.id}${query}`), say('gift.title', { ref: pledge.ref })]]} />
      <h1 class="h-page">{title}</h1>
      <ErrorSummary form={form} />
      <p class="lead">{say('gift.words.lead')}</p>
      <form method="post" action={href(`/gift/${pledge.id}/words${query}`)} novalidate>
        <PublicWordsFields form={form} />
        <p class="fld">
          <button class="btn">{say('settings.save')}</button>
        </p>
      </form>
    </div>
  );
  return page({ title, nav: 'account', index: false, body });
}

/** Asks once more before a promise is taken back. */
export function withdrawPage(
  reading: Reading,
  pledge: Pledge,
  { face, form, query }: Omit<GiftView, 'people' | 'words' | 'disputed'>,
): Page {
  const { say, money, date, text, href } = reading;
  const closes = face.plan.campaign.closesOn ?? face.now;
  const params = { sum: money(pledge.gift), project: text(face.plan.project.title).text, date: date(closes) };
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{say('gift.withdraw-title')}</h1>
      <ErrorSummary form={form} />
      <p class="lead">{say('gift.withdraw-lead', params)}</p>
      <form method="post" action={href(`/gift/${pledge.id}/withdraw${query}`)} class="row">
        <button class="btn">{say('gift.withdraw')}</button>
        <a class="btn line" href={href(`/gift/${pledge.id}${query}`)}>
          {say('gift.withdraw-keep')}
        </a>
      </form>
    </div>
  );
  return page({ title: say('gift.withdraw-title'), nav: 'account', index: false, body });
}

function words(
  { say, date, href }: Reading,
  pledge: Pledge,
  { face, words: said, query }: GiftView,
): (readonly [string, ComponentChildren])[] {
  const fate = say(`give.choice.${pledge.shortfall}`, { kind: townOrVillage(face.place) });
  return [
    [say('gift.made'), date(pledge.madeAt)],
    [say('gift.fate'), fate],
    [
      say('gift.public'),
      <>
        {pledge.publicName ?? say('giving.anonymous')}
        <br />
        <a href={href(`/gift/${pledge.id}/words${query}`)}>{say('gift.words.change')}</a>
      </>,
    ],
    ...(pledge.dedication
      ? [[capital(say('term.dedication')), say('project.quoted', { text: pledge.dedication })] as const]
      : []),
    ...(said?.verdict === 'hidden'
      ? [[say('gift.words'), say('gift.words.hidden', { why: say(`words.why.${said.reason!}`) })] as const]
      : []),
    ...(said?.waits ? [[say('gift.words'), say('gift.words.unseen')] as const] : []),
  ];
}

function Actions({ pledge, view }: { pledge: Pledge; view: GiftView }): JSX.Element | null {
  const { say, href } = useReading();
  const open = view.face.daysLeft !== null;
  const card = { promised: open && 'gift.card', declined: 'gift.repair', started: open && 'gift.finish', abandoned: open && 'gift.finish' } as Partial<Record<Pledge['state'], string | false>>; // prettier-ignore
  const toCard = card[pledge.state];
  const withdraw = open && (pledge.state === 'promised' || pledge.state === 'awaited');
  const again = open && ENDED.includes(pledge.state);
  if (!toCard && !withdraw && !again) return null;
  return (
    <div class="row">
      {toCard && (
        <form method="post" action={href(`/gift/${pledge.id}/card${view.query}`)}>
          <button class={pledge.state === 'promised' ? 'btn line' : 'btn give'}>{say(toCard)}</button>
        </form>
      )}
      {again && (
        <a
          class="btn give"
          href={href(againPath(view.face.path, pledge, new URLSearchParams(view.query).get('token')))}
        >
          {say('gift.again')}
        </a>
      )}
      {pledge.state === 'awaited' && (
        <a class="btn" href={href(`/thanks/${pledge.ref}`)}>
          {say('transfer.title')}
        </a>
      )}
      {withdraw && (
        <a class="btn line" href={href(`/gift/${pledge.id}/withdraw${view.query}`)}>
          {say('gift.withdraw')}
        </a>
      )}
    </div>
  );
}

function Where({ people }: { people: WaterfallRow }): JSX.Element {
  const { say, moneyShort } = useReading();
  const places = ['held', 'released', 'spent', 'proven'] as const;
  return (
    <section class="stack tight">
      <h2>{say('gift.where')}</h2>
      <Facts rows={places.map((place) => [capital(say(`term.leu.${place}`)), moneyShort(people[place]!)] as const)} />
    </section>
  );
}
