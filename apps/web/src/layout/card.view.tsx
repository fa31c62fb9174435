import type { ComponentChildren, JSX } from 'preact';
import type { FileId, Money } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import { sceneOf } from '../art/scene-of.js';
import { downToLei } from '../pledging/promise-words.js';
import { useReading } from './context.js';

/**
 * How far a campaign is: money that is here in full weave, money that is promised in outline on a line of its own. The
 * two are never added.
 */
export function Band({
  held,
  promised,
  target,
  big,
}: {
  held: Money;
  promised?: Money;
  target: Money;
  big?: boolean;
}): JSX.Element {
  const { say, moneyShort } = useReading();
  const line = (value: Money, kind: 'held' | 'promised') => (
    <progress
      class={`woven ${kind}${big ? ' big' : ''}`}
      max={(target.isPositive() ? target.minor : 1n).toString()}
      value={value.min(target).minor.toString()}
      aria-label={say(`band.${kind}`, { sum: moneyShort(value), target: moneyShort(target) })}
    >
      {moneyShort(value)}
    </progress>
  );
  return (
    <div class="bands">
      {(held.isPositive() || !promised?.isPositive()) && line(held, 'held')}
      {promised?.isPositive() && line(promised, 'promised')}
    </div>
  );
}

/** A short mark: plain, `ok` (verified, done), `now` (happening), `bad` (late, refused). */
export function Tag({ tone, children }: { tone?: 'ok' | 'now' | 'bad'; children: ComponentChildren }): JSX.Element {
  return <span class={tone ? `tag ${tone}` : 'tag'}>{children}</span>;
}

const TONES: Readonly<Record<string, 'ok' | 'now' | 'bad'>> = {
  objections: 'now',
  campaign: 'now',
  collecting: 'now',
  'in-delivery': 'now',
  funded: 'ok',
  completed: 'ok',
  failed: 'bad',
  cancelled: 'bad',
};

/** The state of a project as people call it: where no association votes, the public is asked for objections. */
export function shownState({ state, noAssociation }: { state: string; noAssociation: boolean }): string {
  return state === 'endorsement' && noAssociation ? 'objections' : state;
}

/** The message that names a state of a project. */
export function stateKey(state: string): string {
  return `term.state.${state === 'in-delivery' ? 'delivery' : state}`;
}

/** The state of a project as a mark, with the days it is late. */
export function StateTag({ state, lateDays = 0 }: { state: string; lateDays?: number }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <Tag tone={TONES[state]}>{say(stateKey(state))}</Tag>
      {lateDays > 0 && (
        <>
          {' '}
          <Tag tone="bad">{say('project.late', { n: lateDays })}</Tag>
        </>
      )}
    </>
  );
}

/** Text that somebody wrote: in the reader's language when there is one, else marked with the language it is in. */
export function Written({ text }: { text: Multilingual }): JSX.Element {
  const reading = useReading();
  const shown = reading.text(text);
  return shown.lang === reading.lang ? <>{shown.text}</> : <span lang={shown.lang}>{shown.text}</span>;
}

/** In which language something was written, where that is not the reader's. */
export function WrittenIn({ text }: { text: Multilingual }): JSX.Element | null {
  const reading = useReading();
  const { lang } = reading.text(text);
  return lang === reading.lang ? null : <p class="small mute">{reading.say('text.written-in', { lang })}</p>;
}

/** Above a list of what several wrote: that each of it is in its own language, where some of it is not in the reader's. */
export function AsWritten({ texts }: { texts: readonly Multilingual[] }): JSX.Element | null {
  const reading = useReading();
  if (texts.every((text) => reading.text(text).lang === reading.lang)) return null;
  return <p class="small mute">{reading.say('text.as-written')}</p>;
}

/** A locality's own carpet, woven from its code. Decorative: the name stands beside it. */
export function Carpet({ code, size = 44 }: { code: string; size?: 44 | 88 | 160 }): JSX.Element {
  return <img class="carpet" src={`/carpet/${code}.svg`} alt="" width={size} height={size} loading="lazy" />;
}

/** The first photo of a project, or until there is one the picture woven for what it is about. */
export function Cover({
  photo,
  sector,
  code,
  alt,
  eager,
}: {
  photo: FileId | null;
  sector: string | null;
  code: string;
  alt?: string;
  eager?: boolean;
}): JSX.Element {
  const { say } = useReading();
  const src = photo ? `/files/${photo}/small` : `/cover/${sceneOf(sector)}/${code}.svg`;
  const words = alt ?? (photo ? '' : say(`cover.${sceneOf(sector)}`));
  return <img src={src} alt={words} width="640" height="360" loading={eager ? undefined : 'lazy'} />;
}

/** What a card of a project shows. `promised` is left out where nothing can be only promised. */
export interface CardView {
  readonly href: string;
  readonly code: string;
  readonly title: Multilingual;
  readonly place: string;
  readonly sector: string | null;
  readonly photo: FileId | null;
  readonly state: string;
  readonly lateDays: number;
  readonly illustrative: boolean;
  /** `built`: what the smaller version costs, where that is done. */
  readonly money: { readonly held: Money; readonly promised?: Money; readonly target: Money; readonly built?: Money | undefined } | null; // prettier-ignore
  /** "312 de donatori · mai sunt 23 de zile". */
  readonly line: string;
}

/** A project in a list: the cover is the cloth, there is no box. */
export function ProjectCard({ card }: { card: CardView }): JSX.Element {
  return (
    <li class="card">
      <Cover photo={card.photo} sector={card.sector} code={card.code} alt="" />
      <p class="small mute">
        <StateTag state={card.state} lateDays={card.lateDays} /> <Example card={card} />
        {card.place}
      </p>
      <h3>
        <a href={card.href}>
          <Written text={card.title} />
        </a>
      </h3>
      {card.money && <CardMoney {...card.money} />}
      <p class="small mute">{card.line}</p>
    </li>
  );
}

/** The label of a project whose figures are invented. */
function Example({ card }: { card: CardView }): JSX.Element | null {
  const { say } = useReading();
  return card.illustrative ? <><Tag tone="bad">{say('term.illustrative')}</Tag> </> : null; // prettier-ignore
}

function CardMoney({ held, promised, target, built }: NonNullable<CardView['money']>): JSX.Element {
  const { say, money, moneyShort } = useReading();
  const onlyPromised = promised?.isPositive() && !held.isPositive();
  const of = built ? 'card.held-built' : onlyPromised ? 'card.promised-of' : 'card.held-of';
  return (
    <>
      <Band held={held} promised={promised} target={target} />
      <p class="money">
        <strong class="num">{moneyShort(downToLei(onlyPromised && promised ? promised : held))}</strong>{' '}
        <small>{say(of, { target: money(built ?? target) })}</small>
      </p>
      {promised?.isPositive() && !onlyPromised && (
        <p class="small mute">{say('card.promised-too', { sum: moneyShort(downToLei(promised)) })}</p>
      )}
    </>
  );
}
