import type { JSX } from 'preact';
import type { Item } from '#libs/assemblies/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag, Written } from '../layout/card.view.js';
import { Facts } from '../layout/parts.view.js';
import { signatureRows } from './assembly-parts.view.js';
import { type MinutesFacts, minutesRows, pointLines } from './minutes.words.js';

/** What the code of minutes proves: what was decided, and who has signed it. */
export function minutesPage(reading: Reading, facts: MinutesFacts): Page {
  const { say, href } = reading;
  const { assembly, body, names } = facts;
  const title = say('minutes.of', { n: assembly.number! });
  const both = assembly.signatures.length === 2;
  const content = (
    <div class="wrap narrow sect stack loose">
      <div class="stack">
        <h1 class="h-page">{title}</h1>
        <p>
          <Tag tone={both ? 'ok' : 'now'}>{say(both ? 'minutes.both' : 'minutes.waits')}</Tag>
        </p>
        <p class="lead">
          <a href={href(`/a/${body.slug}`)}>
            <Written text={body.name} />
          </a>
        </p>
      </div>
      <Facts rows={[...minutesRows(reading, facts).slice(1), ...signatureRows(reading, assembly, names)]} />
      {assembly.items.map((item) => (
        <Point reading={reading} facts={facts} item={item} key={item.id} />
      ))}
      <p>
        <a class="btn" href={href(`/minutes/${assembly.code}/minutes.pdf`)} download>
          {say('minutes.pdf')}
        </a>
      </p>
    </div>
  );
  return page({ title, index: false, body: content });
}

function Point({ reading, facts, item }: { reading: Reading; facts: MinutesFacts; item: Item }): JSX.Element {
  return (
    <section class="stack tight">
      <h2>
        {item.position}. <Written text={item.question} />
      </h2>
      {pointLines(reading, item, facts).map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p>
        <a href={reading.href(`/votes/${item.voteId}`)}>{reading.say('votes.recount')}</a>
      </p>
    </section>
  );
}
