import type { JSX } from 'preact';
import type { PublishedHead } from '#libs/ledger/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import { Crumbs, FoldOut, Typed } from '../layout/parts.view.js';
import { DeskTable } from '../layout/table.view.js';

/** How anybody recounts the books by himself: what to fetch, what to type, what it answers, and the program to read. */
export function recountPage(reading: Reading, view: { verifier: string; head: PublishedHead | null }): Page {
  const { say, href } = reading;
  return page({
    title: say('recount.title'),
    description: say('recount.lead'),
    nav: 'books',
    body: (
      <div class="wrap sect stack loose">
        <Crumbs links={[[href('/books'), say('books.title')]]} />
        <article class="prose stack">
          <h1 class="h-page">{say('recount.title')}</h1>
          <p class="lead">{say('recount.lead')}</p>
          {(['why', 'chain', 'head'] as const).map((part) => (
            <section key={part}>
              <h2>{say(`recount.${part}.title`)}</h2>
              <p>{say(`recount.${part}`)}</p>
            </section>
          ))}
          {view.head && <p class="hash">{`${view.head.n}:${view.head.hash}`}</p>}
          <p>
            <a href={href('/books/heads')}>{say('heads.title')}</a>
          </p>
          <HowTo head={view.head} />
        </article>
        <FoldOut summary={say('recount.program')} hint={say('recount.program.hint')}>
          <Typed text={view.verifier} />
        </FoldOut>
      </div>
    ),
  });
}

/** What to fetch and what to type. */
function HowTo({ head }: { head: PublishedHead | null }): JSX.Element {
  const { say, absolute } = useReading();
  const origin = absolute('');
  return (
    <>
      <h2>{say('recount.how.title')}</h2>
      <ol class="stack">
        <li>{say('recount.how.node')}</li>
        <li>
          {say('recount.how.fetch')}{' '}
          <a href="/verify.mjs" download>
            verify.mjs
          </a>
        </li>
        <li>
          {say('recount.how.type')}
          <Typed text={`node verify.mjs ${origin}`} />
        </li>
        <li>{say('recount.how.answer')}</li>
      </ol>
      <h2>{say('recount.more.title')}</h2>
      <p>{say('recount.more.head')}</p>
      <Typed text={`node verify.mjs ${origin} --head ${head ? `${head.n}:${head.hash}` : 'N:…'}`} />
      <p>{say('recount.more.proof')}</p>
      <Typed text="node verify.mjs plai-proof-….json --head N:…" />
      <p>{say('recount.more.file')}</p>
      <Typed text={`curl -o books.jsonl ${origin}/api/v1/books/export\nnode verify.mjs books.jsonl`} />
      <h2>{say('recount.not.title')}</h2>
      <p>{say('recount.not')}</p>
    </>
  );
}

/** The head of this moment and of each day, and how to keep them. */
export function headsPage(
  reading: Reading,
  { newest, days }: { newest: PublishedHead | null; days: readonly PublishedHead[] },
): Page {
  const { say, href } = reading;
  return page({
    title: say('heads.title'),
    description: say('heads.lead'),
    nav: 'books',
    body: (
      <div class="wrap sect stack loose">
        <Crumbs links={[[href('/books'), say('books.title')]]} />
        <header class="stack">
          <h1 class="h-page">{say('heads.title')}</h1>
          <p class="lead">{say('heads.lead')}</p>
          <p class="docs row">
            <a href={href('/books/recount')}>{say('recount.title')}</a>
            <a href={href('/books/heads.atom')}>{say('heads.feed')}</a>
            <a href="/api/v1/books/published-heads.txt">{say('heads.text')}</a>
            <a href="/api/v1/books/published-heads">{say('heads.json')}</a>
          </p>
        </header>
        {newest && <Heads title={say('heads.newest')} heads={[newest]} />}
        <Heads title={say('heads.days')} heads={days} />
      </div>
    ),
  });
}

function Heads({ title, heads }: { title: string; heads: readonly PublishedHead[] }): JSX.Element {
  const { say, number, moment } = useReading();
  return (
    <section class="stack">
      <h2>{title}</h2>
      <DeskTable
        title={title}
        head={[say('books.chain.at'), say('books.chain.n'), say('books.chain.hash')]}
        numbers={[1]}
        rows={heads.map(({ n, hash, at }) => ({
          key: String(n),
          cells: [moment(at), number(n), <span class="hash">{hash}</span>],
        }))}
        empty={say('books.chain.none')}
      />
    </section>
  );
}
