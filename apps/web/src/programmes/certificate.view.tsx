import type { Contribution } from '#libs/cofunding/src/index.js';
import { page, type Page } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Tag } from '../layout/card.view.js';
import { Facts } from '../layout/parts.view.js';
import { Part } from '../layout/table.view.js';
import { grouped } from '../pledging/gift-rows.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { placeLine } from '../finding/place-line.js';
import { capital } from '../projects/capital.js';
import { type CertificateFacts, contributionRows, floorRow } from './certificate.words.js';

type ProofFacts = CertificateFacts & { readonly face: ProjectFace; readonly now: Contribution | null };

/** What a certificate's code proves: what was certified, up to which head of the books, and what the books say now. */
export function certificatePage(reading: Reading, facts: ProofFacts): Page {
  const { say, href } = reading;
  const { certificate, face, now } = facts;
  const title = say('certificate.title', { code: grouped(certificate.code) });
  const same = now !== null && now.people.compare(certificate.people) === 0 && now.donors === certificate.donors;
  const body = (
    <div class="wrap narrow sect stack loose">
      <div class="stack">
        <h1 class="h-page">{title}</h1>
        <p>
          <Tag tone="ok">{say('certificate.valid')}</Tag>
        </p>
        <p class="lead">{capital(say('term.certificate'))}</p>
      </div>
      <Facts rows={factsOf(reading, facts)} />
      <p class="small mute">{say('certificate.what')}</p>
      <p class="row">
        <a class="btn" href={href(`/certificates/${certificate.code}/certificate.pdf`)} download>
          {say('certificate.pdf')}
        </a>{' '}
        <a class="btn line" href={href(`${face.path}/register`)}>
          {say('certificate.register')}
        </a>
      </p>
      {!same && now && (
        <Part title={say('certificate.now')}>
          <p>{say('certificate.now-lead')}</p>
          <Facts rows={contributionRows(reading, now, certificate.total)} />
        </Part>
      )}
    </div>
  );
  return page({ title, index: false, body });
}

function factsOf(reading: Reading, facts: ProofFacts): Parameters<typeof Facts>[0]['rows'] {
  const { say, money, moment, number, text, href } = reading;
  const { certificate, face } = facts;
  const { head } = certificate;
  const floor = floorRow(reading, facts);
  return [
    [say('thanks.project'), <a href={href(face.path)}>{text(certificate.title).text}</a>],
    [
      say('certificate.town-hall'),
      <>
        {text(certificate.townHall).text}
        <br />
        {placeLine(reading, face.place)}
      </>,
    ],
    [say('certificate.total'), money(certificate.total)],
    ...contributionRows(reading, certificate, certificate.total),
    ...(floor ? [floor] : []),
    [say('certificate.until'), moment(head.at)],
    [say('certificate.at'), moment(certificate.at)],
    [
      say('certificate.head'),
      <>
        {say('receipt.link', { n: number(head.n) })}
        <br />
        <span class="hash small">{head.hash}</span>
      </>,
    ],
  ];
}
