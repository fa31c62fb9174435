import { type BodyId, type FieldRefusal, type FileId, refuseFields } from '#libs/kernel/src/index.js';
import { normaliseEmail } from '#libs/identity/src/index.js';
import type { Lang, Multilingual } from '#libs/platform/src/index.js';
import type { PlaceFound } from './atlas.js';
import type { AssociationForm, BodyKind, Role } from './body.js';

/** A person named in an application. */
export interface NamedPerson {
  readonly name: string;
  readonly email: string;
}

/** What a town hall or an association sends in to be verified. */
export interface Application {
  readonly id: BodyId;
  readonly kind: BodyKind;
  readonly placeCode: string;
  readonly name: Multilingual;
  /** The official address of the body, to which the operator writes. */
  readonly email: string;
  /** Postal. */
  readonly address: string;
  readonly form?: AssociationForm | null;
  readonly registrationNo?: string | null;
  /** An association's founders, at least five. */
  readonly founders?: readonly NamedPerson[];
  /** At least one, sent in by the applicant. */
  readonly documents: readonly FileId[];
  readonly by: NamedPerson & { readonly role: Role; readonly lang?: Lang };
}

/** An application with everything trimmed and every address normalised. */
export type CleanApplication = Application & {
  readonly form: AssociationForm | null;
  readonly registrationNo: string | null;
  readonly founders: readonly NamedPerson[];
  readonly lang: Lang;
};

/** Who may apply for a body, and will hold that role in it. */
const APPLICANTS: Readonly<Record<BodyKind, readonly Role[]>> = {
  'town-hall': ['mayor', 'secretary'],
  association: ['president'],
};
const FOUNDERS_LEAST = 5;

/**
 * Checks an application against what it can know by itself. Throws all that is wrong at once: `place-unknown`,
 * `place-without-town-hall`, `body-name`, `email`, `body-address`, `association-form`, `registration-no`,
 * `founders-few`, `person-name`, `documents-missing`, `role-unknown`.
 */
export function checkApplication(application: Application, place: PlaceFound | null): CleanApplication {
  const clean = cleaned(application);
  const [first, ...more] = [...bodyFaults(clean, place), ...peopleFaults(clean)];
  if (first) throw refuseFields(first, ...more);
  return clean;
}

function cleaned(application: Application): CleanApplication {
  const association = application.kind === 'association';
  const person = ({ name, email }: NamedPerson, pointer: string) => ({
    name: tidy(name),
    email: normaliseEmail(email, pointer),
  });
  const founders = (association ? (application.founders ?? []) : []).slice(0, 200);
  const { original, ro, ru, en } = application.name;
  const texts = Object.entries({ ro, ru, en }).flatMap(([lang, text]) => (text?.trim() ? [[lang, tidy(text)]] : []));
  return {
    ...application,
    name: { original, ...(Object.fromEntries(texts) as Partial<Record<Lang, string>>) },
    email: normaliseEmail(application.email),
    address: tidy(application.address),
    form: association ? (application.form ?? null) : null,
    registrationNo: tidy(application.registrationNo ?? '') || null,
    founders: founders.map((founder, n) => person(founder, `/founders/${n}/email`)),
    documents: [...new Set(application.documents)],
    by: { ...person(application.by, '/by/email'), role: application.by.role },
    lang: application.by.lang ?? original,
  };
}

function bodyFaults(clean: CleanApplication, place: PlaceFound | null): FieldRefusal[] {
  const name = clean.name[clean.name.original] ?? '';
  const known = clean.kind === 'town-hall' || clean.form === 'initiative-group' || clean.form === 'ngo';
  const number = clean.registrationNo?.length ?? 0;
  return faults([
    [place !== null, '/placeCode', 'place-unknown'],
    [place === null || clean.kind === 'association' || place.selfGoverning, '/placeCode', 'place-without-town-hall'],
    [name.length >= 3 && name.length <= 160, '/name', 'body-name'],
    [clean.address.length >= 5 && clean.address.length <= 300, '/address', 'body-address'],
    [known, '/form', 'association-form'],
    [number <= 40 && (clean.form !== 'ngo' || number > 0), '/registrationNo', 'registration-no'],
    [clean.documents.length > 0 && clean.documents.length <= 20, '/documents', 'documents-missing'],
  ]);
}

function peopleFaults(clean: CleanApplication): FieldRefusal[] {
  const people = new Set(clean.founders.map(({ email }) => email));
  const named = ({ name }: NamedPerson) => name.length >= 2 && name.length <= 120;
  return faults([
    [clean.kind === 'town-hall' || people.size >= FOUNDERS_LEAST, '/founders', 'founders-few'],
    [APPLICANTS[clean.kind].includes(clean.by.role), '/by/role', 'role-unknown'],
    [named(clean.by), '/by/name', 'person-name'],
    ...clean.founders.map((founder, n) => [named(founder), `/founders/${n}/name`, 'person-name'] as const),
  ]);
}

function faults(checks: readonly (readonly [boolean, string, string])[]): FieldRefusal[] {
  return checks.flatMap(([well, pointer, code]) =>
    well ? [] : [{ pointer, code, ...(code === 'founders-few' ? { params: { n: FOUNDERS_LEAST } } : {}) }],
  );
}

/** A line as people write it: single spaces, no control or direction-changing characters. */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
}
