import type { JSX } from 'preact';
import { placeName, townOrVillage } from '#libs/hometowns/src/index.js';
import type { Neighbour, RollSizes, TwinsFaced } from '#libs/neighbours/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { placeLine } from '../finding/place-line.js';
import { useReading } from '../layout/context.js';
import { Choices, ErrorSummary, Field } from '../layout/form.view.js';
import { Crumbs, Facts, FoldOut, Note } from '../layout/parts.view.js';
import type { TownOf } from './town-of.service.js';
import { TwinNotice } from './twins.view.js';

/** Joining a town: one choice, no papers. For who has joined: what he said, and the way out. */
export function joinPage(
  reading: Reading,
  town: TownOf,
  view: { form: Form; sizes: RollSizes; vouchPath: string | null; phones: boolean; twin: TwinsFaced | null },
): Page {
  const { say, lang, href } = reading;
  const { place, me } = town;
  const { form, sizes, vouchPath, phones, twin } = view;
  const title = say('neighbours.title', { place: placeName(lang, place), kind: townOrVillage(place) });
  const body = (
    <div class="wrap narrow sect stack">
      <Crumbs links={[[href(`/t/${place.slug}`), placeLine(reading, place)]]} />
      <h1 class="h-page">{title}</h1>
      {reading.query.get('saved') && <Note tone="ok">{say('neighbours.saved')}</Note>}
      <p class="lead">{say('neighbours.lead')}</p>
      <p class="mute">{say('neighbours.sizes', { residents: sizes.resident, natives: sizes.native })}</p>
      {me && <Me me={me} vouchPath={vouchPath} phonePath={phones ? href(`/t/${place.slug}/phone`) : null} />}
      {twin ? <TwinNotice pair={twin} form={form} slug={place.slug} /> : <JoiningForm town={town} form={form} />}
      {me && (
        <form method="post" action={href(`/t/${place.slug}/leave`)}>
          <p class="hint">{say('neighbours.leave-hint')}</p>
          <button class="btn line">{say('neighbours.leave')}</button>
        </form>
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

/** Somebody asks for one's word; who may not give it is told so when he tries. */
export function vouchPage(reading: Reading, { town, me }: { town: string; me: Neighbour }, form: Form): Page {
  const { say } = reading;
  const title = say('neighbours.vouch-title');
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{title}</h1>
      <ErrorSummary form={form} />
      <p class="lead">{say('neighbours.vouch-lead', { place: town })}</p>
      <Facts rows={[[say('neighbours.roll'), say(`neighbours.roll.${me.roll}`)]]} />
      <form method="post">
        <button class="btn">{say('neighbours.vouch')}</button>
      </form>
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
  const { say, date, absolute } = useReading();
  const vouched = me.proofs.includes('vouched');
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
      {!vouched && vouchPath && (
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
