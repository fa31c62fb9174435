import type { JSX } from 'preact';
import { Money } from '#libs/kernel/src/index.js';
import type { NeedAndSame, Offer } from '#libs/needs/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Check, Choices, CommandIdField, ErrorSummary, Field, TextArea } from '../layout/form.view.js';
import { Note, Rows } from '../layout/parts.view.js';
import { RollChoice } from '../neighbours/neighbours.view.js';
import type { TownOf } from '../neighbours/town-of.service.js';

/** Where help is offered for a need. */
export function helpPage(
  reading: Reading,
  { town, found }: { town: TownOf; found: NeedAndSame },
  { form, personal = false }: { form: Form; personal?: boolean },
): Page {
  const { say, href } = reading;
  const at = `/t/${town.place.slug}/needs/${found.need.id}`;
  const title = say('needs.offer');
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{title}</h1>
      <p class="lead">
        <Written text={found.need.title} />
      </p>
      <ErrorSummary form={form} />
      <form method="post" action={href(`${at}/offers`)} class="stack" novalidate>
        <CommandIdField form={form} />
        <Choices
          form={form}
          name="kind"
          label={say('needs.offer-kind')}
          options={(['time', 'skill', 'material', 'money'] as const).map(
            (kind) => [kind, say(`needs.offer.${kind}`), say(`needs.offer.${kind}-hint`)] as const,
          )}
        />
        <HowMuch form={form} />
        {personal && <Personal form={form} />}
        {!town.me && <RollChoice form={form} />}
        <Check form={form} name="contact" label={say('needs.contact')} hint={say('needs.contact-hint')} />
        <button class="btn">{say('needs.offer-send')}</button>
      </form>
    </div>
  );
  return page({ title, index: false, plain: { back: href(at), label: say('needs.back') }, body });
}

/** Before everybody reads it: that it seems to hold a phone, an address or a personal code; ticked, it stays. */
export function Personal({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <Note tone="bad">
      <p>{say('needs.personal')}</p>
      <Check form={form} name="open" label={say('needs.personal-open')} />
    </Note>
  );
}

/** What help it is, in words and in hours or lei. */
function HowMuch({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <TextArea
        form={form}
        name="words"
        label={say('needs.offer-words')}
        hint={say('needs.offer-words-hint')}
        maxlength={500}
      />
      <Field
        form={form}
        name="hours"
        label={say('needs.offer-hours')}
        hint={say('needs.offer-hours-hint')}
        inputmode="numeric"
        short
      />
      <Field
        form={form}
        name="amount"
        label={say('needs.offer-amount')}
        hint={say('needs.offer-amount-hint')}
        inputmode="decimal"
        short
      />
    </>
  );
}

/** Help that was offered, without names; one's own is taken back here. */
export function OfferRows({
  offers,
  at,
  mine,
}: {
  offers: readonly Offer[];
  at: string;
  mine: string | null;
}): JSX.Element {
  const { say, href, date, money } = useReading();
  return (
    <Rows
      rows={offers.map((offer) => ({
        title: say(`needs.offer.${offer.kind}`),
        line: (
          <>
            <Written text={offer.words} /> · {date(offer.at)}
            {offer.hours !== null && ` · ${say('needs.hours', { n: offer.hours })}`}
            {offer.amountMinor !== null && ` · ${money(Money.lei(offer.amountMinor))}`}
          </>
        ),
        end: offer.by === mine && (
          <form method="post" action={href(`${at}/${offer.id}/withdrawal`)}>
            <button class="btn line">{say('needs.offer-back')}</button>
          </form>
        ),
      }))}
    />
  );
}
