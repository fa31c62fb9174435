import {
  charactersIn,
  type BodyId,
  DomainError,
  type FieldRefusal,
  type FileId,
  oneLine,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { normaliseEmail } from '#libs/identity/src/index.js';
import type { Lang, Multilingual } from '#libs/platform/src/index.js';
import type { PlaceFound } from './atlas.js';
import { type AssociationForm, type BodyKind, type Role, SPEAKERS } from './body.js';

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
  /** An association's founders, at least five; rows without name and address are passed over. */
  readonly founders?: readonly NamedPerson[];
  /** At least one, sent in by the applicant. */
  readonly documents: readonly FileId[];
  readonly by: NamedPerson & { readonly role: Role | null; readonly lang?: Lang };
}

/** An application with everything trimmed and every address normalised. */
export type CleanApplication = Application & {
  readonly by: NamedPerson & { readonly role: Role };
  readonly form: AssociationForm | null;
  readonly registrationNo: string | null;
  readonly founders: readonly NamedPerson[];
  readonly lang: Lang;
};

/** Who may apply for a body, and will hold that role in it. */
const APPLICANTS: Readonly<Record<BodyKind, readonly Role[]>> = {
  'town-hall': SPEAKERS['town-hall'],
  association: ['president'],
};
export const FOUNDERS_LEAST = 5;

/**
 * Checks an application against what it can know by itself. Throws all that is wrong at once: `place-unknown`,
 * `place-without-town-hall`, `body-name`, `email`, `body-address`, `association-form`, `registration-no`,
 * `founders-few`, `person-name`, `documents-missing`, `role-unknown`.
 */
export function checkApplication(application: Application, place: PlaceFound | null): CleanApplication {
  const clean = cleaned(application);
  const [first, ...more] = [...bodyFaults(clean, place), ...peopleFaults(clean)];
  if (first) throw refuseFields(first, ...more);
  return { ...clean, by: { ...clean.by, role: clean.by.role! }, founders: clean.founders.filter(isFilledIn) };
}

/** Trimmed and normalised, whatever it is; an address that cannot be read is empty. */
type Cleaned = Omit<CleanApplication, 'by'> & Pick<Application, 'by'>;

function isFilledIn({ name, email }: NamedPerson): boolean {
  return name !== '' || email !== '';
}

function addressOf(email: string): string {
  try {
    return normaliseEmail(email);
  } catch (error) {
    if (error instanceof DomainError) return '';
    throw error;
  }
}

function cleaned(application: Application): Cleaned {
  const association = application.kind === 'association';
  const person = ({ name, email }: NamedPerson) => ({ name: oneLine(name), email: addressOf(email) });
  const founders = (association ? (application.founders ?? []) : []).slice(0, 200);
  const { original, ro, ru, en } = application.name;
  const texts = Object.entries({ ro, ru, en }).flatMap(([lang, text]) => (text?.trim() ? [[lang, oneLine(text)]] : []));
  return {
    ...application,
    name: { original, ...(Object.fromEntries(texts) as Partial<Record<Lang, string>>) },
    email: addressOf(application.email),
    address: oneLine(application.address),
    form: association ? (application.form ?? null) : null,
    registrationNo: oneLine(application.registrationNo ?? '') || null,
    founders: founders.map(person),
    documents: [...new Set(application.documents)],
    by: { ...person(application.by), role: application.by.role },
    lang: application.by.lang ?? original,
  };
}

function bodyFaults(clean: Cleaned, place: PlaceFound | null): FieldRefusal[] {
  const name = clean.name[clean.name.original] ?? '';
  const known = clean.kind === 'town-hall' || clean.form === 'initiative-group' || clean.form === 'ngo';
  const number = clean.registrationNo?.length ?? 0;
  return faults([
    [place !== null, '/placeCode', 'place-unknown'],
    [place === null || clean.kind === 'association' || place.selfGoverning, '/placeCode', 'place-without-town-hall'],
    [charactersIn(name) >= 3 && name.length <= 160, '/name', 'body-name'],
    [clean.email !== '', '/email', 'email'],
    [charactersIn(clean.address) >= 5 && clean.address.length <= 300, '/address', 'body-address'],
    [known, '/form', 'association-form'],
    [number <= 40 && (clean.form !== 'ngo' || number > 0), '/registrationNo', 'registration-no'],
  ]);
}

function peopleFaults(clean: Cleaned): FieldRefusal[] {
  const { by, founders, documents } = clean;
  const people = new Set(founders.map(({ email }) => email).filter(Boolean));
  const named = ({ name }: NamedPerson) => name.length >= 2 && name.length <= 120;
  return faults([
    [named(by), '/by/name', 'person-name'],
    [by.email !== '', '/by/email', 'email'],
    [by.role !== null && APPLICANTS[clean.kind].includes(by.role), '/by/role', 'role-unknown'],
    [clean.kind === 'town-hall' || people.size >= FOUNDERS_LEAST, '/founders', 'founders-few'],
    ...founders.flatMap((founder, n) => {
      // The applicant, who is a founder too, is checked above.
      if (!isFilledIn(founder) || (founder.email !== '' && founder.email === by.email)) return [];
      return [
        [named(founder), `/founders/${n}/name`, 'person-name'] as const,
        [founder.email !== '', `/founders/${n}/email`, 'email'] as const,
      ];
    }),
    [documents.length > 0 && documents.length <= 20, '/documents', 'documents-missing'],
  ]);
}

function faults(checks: readonly (readonly [boolean, string, string])[]): FieldRefusal[] {
  return checks.flatMap(([well, pointer, code]) =>
    well ? [] : [{ pointer, code, ...(code === 'founders-few' ? { params: { n: FOUNDERS_LEAST } } : {}) }],
  );
}
