import type { JSX } from 'preact';
import type { BudgetVoteId } from '#libs/budgeting/src/index.js';
import { placeName, townOrVillage } from '#libs/hometowns/src/index.js';
import { type Asker, type Neighbour, ROLL_DAYS, type RollSizes, type TwinsFaced } from '#libs/neighbours/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { useReading } from '../layout/context.js';
import { Check, Choices, ErrorSummary, Field } from '../layout/form.view.js';
import { Crumbs, Facts, FoldOut, Note } from '../layout/parts.view.js';
import type { TownOf } from './town-of.service.js';
import { TwinNotice } from './twins.view.js';

interface JoinView {
  readonly form: Form;
  readonly sizes: RollSizes;
  readonly vouchPath: string | null;
  readonly phones: boolean;
  readonly twin: TwinsFaced | null;
  /** The vote that is open in the town; null while none is. */
  readonly openVote: BudgetVoteId | null;
}

/** Joining a town: one choice, no papers. For who has joined: what he can do now, what he said, and the way out. */
export function joinPage(reading: Reading, town: TownOf, view: JoinView): Page {
  const { say, lang, href } = reading;
  const { place, me } = town;
  const { form, sizes, vouchPath, phones, twin, openVote } = view;
  const title = say('neighbours.title', { place: placeName(lang, place), kind: townOrVillage(place) });
  const body = (
    <div class="wrap narrow sect stack">
      <Crumbs links={[[href(`/t/${place.slug}`), placeLine(reading, place)]]} />
      <h1 class="h-page">{title}</h1>
      {reading.query.get('saved') && <Note tone="ok">{say('neighbours.saved')}</Note>}
      {me ? <Doors slug={place.slug} openVote={openVote} /> : <p class="lead">{say('neighbours.lead')}</p>}
      <p class="mute">{say('neighbours.sizes', { residents: sizes.resident, natives: sizes.native })}</p>
      {me && <Me me={me} vouchPath={vouchPath} phonePath={phones ? href(`/t/${place.slug}/phone`) : null} />}
      {twin && <TwinNotice pair={twin} form={form} slug={place.slug} />}
      {!twin && !me && <JoiningForm town={town} form={form} />}
      {me && (
        <FoldOut summary={say('neighbours.change-said')} open={form.errors.length > 0}>
          {!twin && <JoiningForm town={town} form={form} />}
          <form method="post" action={href(`/t/${place.slug}/leave`)}>
            <p class="hint">{say('neighbours.leave-hint')}</p>
            <button class="btn line">{say('neighbours.leave')}</button>
          </form>
        </FoldOut>
      )}
      <FoldOut summary={say('neighbours.help-title')}>
        {['p1', 'p2', 'p3', 'p5', 'p4'].map((p) => (
          <p key={p}>{say(`neighbours.help.${p}`)}</p>
        ))}
      </FoldOut>
    </div>
  );
  return page({ title, nav: 'map', body });
}

/** What a neighbour can do. */
function Doors({ slug, openVote }: { slug: string; openVote: BudgetVoteId | null }): JSX.Element {
  const { say, href } = useReading();
  return (
    <p class="row">
      {openVote && (
        <a class="btn" href={href(`/budget-votes/${openVote}`)}>
          {say('budget.vote-now')}
        </a>
      )}
      <a class={openVote ? 'btn line' : 'btn'} href={href(`/t/${slug}/needs`)}>
        {say('needs.block')}
      </a>
      <a class="btn line" href={href(`/t/${slug}/needs/new`)}>
        {say('needs.propose')}
      </a>
    </p>
  );
}

function JoiningForm({ town: { place, me, parts }, form }: { town: TownOf; form: Form }): JSX.Element {
  const { say, href } = useReading();
  return (
    <form method="post" action={href(`/t/${place.slug}/join`)} class="stack" novalidate>
      <ErrorSummary form={form} />
      <RollChoice form={form} />
      <PartField form={form} parts={parts} />
      <button class="btn">{say(me ? 'neighbours.change' : 'neighbours.join', { kind: townOrVillage(place) })}</button>
    </form>
  );
}

/** Somebody asks for one's word for his name; who may not give it is told so when he tries, and whose own link it is at once. */
export function vouchPage(
  reading: Reading,
  { town, asker, own }: { town: string; asker: Asker; own: boolean },
  form: Form,
): Page {
  const { say, date } = reading;
  const { name, part } = asker;
  const title = say('neighbours.vouch-title');
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{title}</h1>
      <ErrorSummary form={form} />
      <p class="lead">{own ? say('neighbours.vouch-own') : say('neighbours.vouch-lead', { place: town })}</p>
      {!own && (
        <>
          <Facts
            rows={[
              [say('twins.name'), name],
              [say('neighbours.roll-of'), say(`neighbours.roll-of.${asker.roll}`)],
              ...(part ? [[say('twins.part'), part] as const] : []),
              [say('neighbours.since'), date(asker.since)],
            ]}
          />
          <form method="post" class="stack" novalidate>
            <input type="hidden" name="name" value={name} />
            <Check form={form} name="known" label={say('neighbours.vouch-known', { name })} />
            <button class="btn">{say('neighbours.vouch')}</button>
          </form>
        </>
      )}
    </div>
  );
  return page({ title, index: false, body });
}

/** The word was given. */
export function vouchedPage(reading: Reading): Page {
  const { say } = reading;
  const title = say('neighbours.vouched');
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{title}</h1>
      <p class="lead">{say('neighbours.vouched-lead')}</p>
    </div>
  );
  return page({ title, index: false, body });
}

/** Where one lives: here or elsewhere. Nobody is asked where. `label` for whoever writes down what another says. */
export function RollChoice({ form, label }: { form: Form; label?: string }): JSX.Element {
  const { say } = useReading();
  return (
    <Choices
      form={form}
      name="roll"
      label={label ?? say('neighbours.roll')}
      hint={label ? undefined : say('neighbours.roll-change', { days: ROLL_DAYS })}
      options={[
        ['resident', say('neighbours.roll.resident'), say('neighbours.roll.resident-hint')],
        ['native', say('neighbours.roll.native'), say('neighbours.roll.native-hint')],
      ]}
    />
  );
}

/** The part of the town, in one's own words. */
export function PartField({ form, parts }: { form: Form; parts: readonly string[] }): JSX.Element {
  const { say } = useReading();
  const known = parts.length > 0 ? ` ${say('neighbours.part-known', { parts: parts.join(', ') })}` : '';
  return (
    <Field
      form={form}
      name="part"
      label={say('neighbours.part')}
      hint={say('neighbours.part-hint') + known}
      maxlength={60}
    />
  );
}

interface MeProps {
  readonly me: Neighbour;
  readonly vouchPath: string | null;
  /** Null where no codes are sent. */
  readonly phonePath: string | null;
}

function Me({ me, vouchPath, phonePath }: MeProps): JSX.Element {
  const { say, href, date, absolute, viewer } = useReading();
  const vouched = me.proofs.includes('vouched');
  const named = Boolean(viewer?.name);
  return (
    <section class="stack">
      <Facts
        rows={[
          [say('neighbours.since'), date(me.since)],
          [say('neighbours.roll'), say(`neighbours.roll.${me.roll}`)],
          [say('neighbours.proofs'), me.proofs.map((proof) => say(`neighbours.proof.${proof}`)).join(', ')],
        ]}
      />
      {phonePath && !me.proofs.includes('phone') && (
        <p>
          <a class="btn line" href={phonePath}>
            {say('neighbours.phone-do')}
          </a>
        </p>
      )}
      {!vouched && vouchPath && !named && (
        <p class="hint">
          {say('neighbours.vouch-name-first')} <a href={href('/account/settings')}>{say('term.settings')}</a>
        </p>
      )}
      {!vouched && vouchPath && named && (
        <p class="hint">
          {say('neighbours.vouch-link')}{' '}
          <a class="hash" href={vouchPath}>
            {absolute(vouchPath)}
          </a>
        </p>
      )}
    </section>
  );
}
