import type { JSX } from 'preact';
import { type CivilDate, Money, type MoneyJson } from '#libs/kernel/src/index.js';
import type { Multilingual } from '#libs/platform/src/index.js';
import type { Correction, ProjectPlan } from '#libs/projects/src/index.js';
import type { Reading } from '../edge/reading.js';
import { useReading } from '../layout/context.js';
import type { Dossier } from './dossier.js';

type Kind = 'words' | 'number' | 'lei' | 'share' | 'day' | 'plain' | `code:${string}`;

/** A field of a section, by the end of its pointer: the key of its label and what its values are. */
const FIELDS: Readonly<Record<string, readonly [label: string, kind: Kind]>> = {
  '/title': ['file.title', 'words'],
  '/summary': ['file.summary', 'words'],
  '/why': ['file.why', 'words'],
  '/peopleServed': ['file.peopleServed', 'number'],
  '/sector': ['file.sector', 'code:sector'],
  'lines/name': ['file.line.name', 'words'],
  'lines/quantity': ['file.line.quantity', 'number'],
  'lines/unit': ['file.line.unit', 'code:measure'],
  'lines/unitPrice': ['file.line.price', 'lei'],
  'lines/coreQuantity': ['file.line.core-quantity', 'number'],
  '/programme': ['file.programme', 'words'],
  '/floorBp': ['file.floor', 'share'],
  'sources/kind': ['file.source.kind', 'code:source.kind'],
  'sources/name': ['file.source.name', 'words'],
  'sources/amount': ['file.source.amount', 'lei'],
  'sources/stage': ['file.source.stage', 'code:source.stage'],
  'sources/actKind': ['file.source.act', 'code:act.kind'],
  'sources/actNo': ['file.source.act-no', 'plain'],
  'sources/actDate': ['file.source.act-date', 'day'],
  '/model': ['file.model', 'code:model'],
  '/minimum': ['file.minimum', 'lei'],
  '/optimum': ['file.optimum', 'lei'],
  '/bufferBp': ['file.buffer', 'share'],
  '/extendAtBp': ['file.extendPercent', 'share'],
  '/extendDays': ['file.extendDays', 'number'],
  '/opensOn': ['file.opensOn', 'day'],
  '/closesOn': ['file.closesOn', 'day'],
  'tiers/name': ['file.tier.name', 'words'],
  'tiers/description': ['file.tier.description', 'words'],
  'milestones/name': ['file.stage.name', 'words'],
  'milestones/plannedOn': ['file.stage.day', 'day'],
  'tranches/shareBp': ['file.tranche.share', 'share'],
  'tranches/evidence': ['file.tranche.evidence', 'words'],
  'documents/title': ['file.documents.title', 'words'],
  'documents/what': ['file.papers-kind', 'code:document.what'],
  'photos/caption': ['file.photos.title', 'words'],
  '/maintainer': ['file.maintainer', 'words'],
  '/maintenancePayer': ['file.maintenancePayer', 'words'],
  '/upkeep': ['file.upkeep', 'lei'],
  '/risks': ['file.risks', 'words'],
};

/** Every change of the published plan, for ever: each correction once, with its fields and its reason. */
export function Corrections({ dossier }: { dossier: Dossier }): JSX.Element | null {
  const { say, date } = useReading();
  const acts = actsOf(dossier.corrections);
  if (acts.length === 0) return null;
  return (
    <section>
      <h2>{say('project.corrections')}</h2>
      <ul class="gifts">
        {acts.map(([first, ...others]) => (
          <li key={first.at.toISOString() + first.field}>
            <div>
              <b>{say(`section.${first.section}`)}</b>, <span class="small mute">{date(first.at)}</span>
              {[first, ...others].map((change) => (
                <Change plan={dossier.face.plan} change={change} key={change.field} />
              ))}
              <p class="small mute">{first.reason ?? say('project.campaign-moved')}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Change({ plan, change }: { plan: ProjectPlan; change: Correction }): JSX.Element | null {
  const reading = useReading();
  const [, table, id, column] = /^\/(?:(\w+)\/([^/]+)\/)?(\w+)$/.exec(change.field) ?? [];
  const known = FIELDS[`${table ?? ''}/${column ?? ''}`];
  if (!known) return null;
  const [label, kind] = known;
  const row = table && id ? rowName(plan, table, id) : null;
  return (
    <p class="small">
      {row && `${reading.text(row).text}: `}
      {reading.say(label)}: <del>{shown(reading, kind, change.before)}</del> →{' '}
      <ins>{shown(reading, kind, change.after)}</ins>
    </p>
  );
}

/** Changes made in one act stand together; newest act first. */
function actsOf(all: readonly Correction[]): (readonly [Correction, ...Correction[]])[] {
  const acts = new Map<string, [Correction, ...Correction[]]>();
  for (const change of all) {
    const key = `${change.section} ${change.at.toISOString()} ${change.by ?? ''}`;
    const act = acts.get(key);
    if (act) act.unshift(change);
    else acts.set(key, [change]);
  }
  return [...acts.values()];
}

function rowName(plan: ProjectPlan, table: string, id: string): Multilingual | null {
  const named: Readonly<Record<string, readonly { readonly id: string; readonly name: Multilingual | null }[]>> = {
    lines: plan.lines,
    sources: plan.sources,
    tiers: plan.tiers,
    milestones: plan.milestones,
  };
  return named[table]?.find((row) => row.id === id)?.name ?? null;
}

function shown(reading: Reading, kind: Kind, value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (kind === 'words') return reading.text(value as Multilingual).text;
  if (kind === 'lei') return reading.money(Money.parse((value as MoneyJson).amount, 'MDL'));
  const plain = value as string | number;
  if (kind === 'number') return reading.number(plain);
  if (kind === 'share') return reading.percent(Number(plain) / 100);
  if (kind === 'day') return reading.date(plain as CivilDate);
  if (kind === 'plain') return plain.toString();
  return reading.say(`${kind.slice('code:'.length)}.${plain}`);
}
