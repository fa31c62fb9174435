import { Injectable } from '@nestjs/common';
import {
  charactersIn,
  type BodyId,
  type FieldRefusal,
  oneLine,
  type PersonId,
  refuse,
  refuseFields,
} from '#libs/kernel/src/index.js';
import { Database, LANGS, type Multilingual, rowsOf, Trail } from '#libs/platform/src/index.js';
import { type Body, BODY_COLUMNS, SPEAKERS } from './body.js';
import { MembersQueries } from './members.queries.js';

/** What a body says of itself in public; null for a body that says nothing. */
export interface Profile {
  readonly about: Multilingual | null;
  /** Postal. */
  readonly address: string;
}

const ABOUT_MAX = 2000;

/** How a town hall or an association presents itself. */
@Injectable()
export class ProfilesService {
  constructor(
    private readonly db: Database,
    private readonly members: MembersQueries,
    private readonly trail: Trail,
  ) {}

  /**
   * Sets what a verified body says of itself: mayor or secretary, president or treasurer. The official e-mail is the
   * operator's to change. Throws `about-long`, `body-address`, and as `mustHold`.
   */
  async set(bodyId: BodyId, profile: Profile, by: PersonId): Promise<void> {
    const clean = { about: aboutOf(profile.about), address: oneLine(profile.address) };
    const [first, ...more] = faults(clean);
    if (first) throw refuseFields(first, ...more);
    await this.db.transaction(async (tx) => {
      const sql = `select ${BODY_COLUMNS} from hometowns.body b where b.id = $1 for no key update`;
      const [body] = await rowsOf<Body>(tx, sql, [bodyId]);
      if (!body) throw refuse('not-found', 'not-found', 'No such body.');
      await this.members.mustHold(tx, by, bodyId, SPEAKERS[body.kind]);
      const { about, address } = clean;
      await tx.query('update hometowns.body set about = $2, address = $3 where id = $1', [
        bodyId,
        about && JSON.stringify(about),
        address,
      ]);
      await this.trail.add(tx, { actor: by, action: 'body.described', subject: `body:${bodyId}` });
    });
  }
}

function faults({ about, address }: Profile): FieldRefusal[] {
  const long = LANGS.filter((lang) => (about?.[lang]?.length ?? 0) > ABOUT_MAX);
  return [
    ...long.map((lang) => ({ pointer: `/about/${lang}`, code: 'about-long', params: { most: ABOUT_MAX } })),
    ...(charactersIn(address) < 5 || address.length > 300 ? [{ pointer: '/address', code: 'body-address' }] : []),
  ];
}

/** Blank languages are left out; the first written one stands in when the original is blank. */
function aboutOf(about: Multilingual | null): Multilingual | null {
  const written = LANGS.filter((lang) => about?.[lang]?.trim());
  const [first] = written;
  if (!about || !first) return null;
  const texts = Object.fromEntries(written.map((lang) => [lang, about[lang]!.normalize('NFC').trim()]));
  return { original: written.includes(about.original) ? about.original : first, ...texts };
}
