import type { JSX } from 'preact';
import { Tag } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { DeskTable, Part } from '../layout/table.view.js';
import type { DossierRow } from './dossier.js';

/** What the programme wants to have on paper: what is there, what is missing and where it is added, and all of it in one file. */
export function Dossier({ rows, at }: { rows: readonly DossierRow[]; at: string }): JSX.Element | null {
  const { say, href } = useReading();
  if (rows.length === 0) return null;
  const missing = rows.filter(({ names }) => names.length === 0).length;
  return (
    <Part title={say('dossier.title')}>
      <p>{say('dossier.lead')}</p>
      <p>{say(missing === 0 ? 'dossier.whole' : 'dossier.lacks', { n: missing })}</p>
      <DeskTable
        title={say('dossier.title')}
        head={['paper', 'there'].map((name) => say(`dossier.${name}`))}
        rows={rows.map((row, index) => ({
          key: row.paper,
          cells: [`${index + 1}. ${row.words}`, <There row={row} at={at} />],
        }))}
      />
      <p>
        <a class="btn" href={href(`${at}/programme/dossier.zip`)} download>
          {say('dossier.download')}
        </a>
      </p>
    </Part>
  );
} // prettier-ignore

function There({ row: { paper, words, files, certificate }, at }: { row: DossierRow; at: string }): JSX.Element {
  const { say, href } = useReading();
  const open = say('dossier.open');
  if (certificate)
    return <a href={href(`/certificates/${certificate.code}/certificate.pdf`)} aria-label={`${open}: ${words}`}>{open}</a>;
  if (files.length > 0) {
    const nth = (what: string, n: number) => (files.length > 1 ? `${what} ${n + 1}` : what);
    return <ul>{files.map((id, n) => <li key={id}><a href={`/files/${id}/original`} aria-label={`${open}: ${nth(words, n)}`}>{nth(open, n)}</a></li>)}</ul>;
  }
  const where = paper === 'certificate' ? '#certificate' : href(`${at}/sections/documents`);
  return (
    <>
      <Tag tone="bad">{say('dossier.missing')}</Tag>{' '}
      <a href={where}>{say(paper === 'certificate' ? 'dossier.issue' : 'dossier.add', { paper: words })}</a>
    </>
  );
} // prettier-ignore
