import type { JSX } from 'preact';
import type { TownNeed } from '#libs/needs/src/index.js';
import type { Form } from '../edge/form.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { CommandIdField, ErrorSummary, Field, TextArea } from '../layout/form.view.js';
import { Rows } from '../layout/parts.view.js';
import { PartField, RollChoice } from '../neighbours/neighbours.view.js';
import type { TownOf } from '../neighbours/town-of.service.js';
import { NeedLine } from './board.view.js';
import { Personal } from './help.view.js';

/**
 * Where a need is written; with `alike`, what sounds the same stands above and the press means that it is another one; with
 * `personal`, that everybody will read what seems to be somebody's phone or address.
 */
export function proposePage(
  reading: Reading,
  { town, form, alike = [], personal = false }: { town: TownOf; form: Form; alike?: readonly TownNeed[]; personal?: boolean }, // prettier-ignore
): Page {
  const { say, href } = reading;
  const at = `/t/${town.place.slug}/needs`;
  const title = say('needs.propose');
  const body = (
    <div class="wrap narrow sect stack">
      <h1 class="h-page">{title}</h1>
      <ErrorSummary form={form} />
      {alike.length > 0 && <Alike alike={alike} at={at} />}
      <form method="post" action={href(`${at}/new`)} class="stack" novalidate>
        <CommandIdField form={form} />
        {alike.length > 0 && <input type="hidden" name="sure" value="yes" />}
        <Field form={form} name="title" label={say('needs.what')} hint={say('needs.what-hint')} maxlength={120} />
        <TextArea
          form={form}
          name="why"
          label={say('needs.why')}
          hint={say('needs.why-hint')}
          rows={6}
          maxlength={2000}
        />
        {personal && <Personal form={form} />}
        <PartField form={form} parts={town.parts} />
        {!town.me && <RollChoice form={form} />}
        <p class="hint">{say('needs.no-petition')}</p>
        <button class="btn">{say(alike.length > 0 ? 'needs.send-anyway' : 'needs.send')}</button>
      </form>
    </div>
  );
  return page({ title, index: false, plain: { back: href(at), label: say('needs.crumb') }, body });
}

function Alike({ alike, at }: { alike: readonly TownNeed[]; at: string }): JSX.Element {
  const { say, href } = useReading();
  return (
    <section class="stack" aria-labelledby="alike">
      <h2 id="alike">{say('needs.alike')}</h2>
      <p>{say('needs.alike-lead')}</p>
      <Rows
        rows={alike.map((need) => ({
          title: (
            <a href={href(`${at}/${need.id}`)}>
              <Written text={need.title} />
            </a>
          ),
          line: <NeedLine need={need} mine={false} />,
        }))}
      />
    </section>
  );
}
