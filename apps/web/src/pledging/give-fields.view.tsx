import type { ComponentChildren, JSX } from 'preact';
import { townOrVillage } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import { Written } from '../layout/card.view.js';
import { useReading } from '../layout/context.js';
import { Check, Choices, Field, Select } from '../layout/form.view.js';
import { FoldOut } from '../layout/parts.view.js';
import type { ProjectFace } from '../projects/project.faces.js';
import { countriesIn } from '../layout/countries.js';
import type { GiveSheet } from './give.sheet.js';

/** Where the receipt goes, and whether news go there too. */
export function Email({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <h2>{say('giving.where-receipt')}</h2>
      <Field
        form={form}
        name="email"
        label={say('giving.email')}
        hint={say('give.email.hint')}
        type="email"
        autocomplete="email"
      />
      <Check form={form} name="follow" label={say('giving.follow')} />
    </>
  );
}

/** By card or by bank transfer. */
export function Way({ form, sheet }: { form: Form; sheet: GiveSheet }): JSX.Element {
  const { say } = useReading();
  const later = sheet.face.campaign?.model === 'all-or-nothing';
  const transfer = say(sheet.transfer ? 'giving.by.transfer-hint' : 'giving.by.transfer-none', {
    currency: sheet.currency,
  });
  return (
    <Choices
      form={form}
      name="by"
      label={say('giving.by')}
      options={[
        ['card', say('giving.by.card'), say(later ? 'giving.by.card-later' : 'giving.by.card-now')],
        ['transfer', say('giving.by.transfer'), transfer],
      ]}
    />
  );
}

/** The choice that every donor makes: nothing is chosen for him. */
export function Shortfall({ form, face }: { form: Form; face: ProjectFace }): JSX.Element {
  const { say, money } = useReading();
  const { tiers } = face.plan;
  return (
    <section>
      <Choices
        form={form}
        name="shortfall"
        label={say('give.choice.legend')}
        hint={face.campaign?.model === 'all-or-nothing' ? say('giving.choice-hint') : undefined}
        options={[
          ['return', say('give.choice.return'), tiers.length > 0 && say('give.choice.return-hint')],
          ['smaller', say('give.choice.smaller')],
          [
            'next',
            say('give.choice.next', { kind: townOrVillage(face.place) }),
            tiers.length > 0 && say('give.choice.next-hint'),
          ],
        ]}
      />
      {tiers.length > 0 && (
        <ul class="small mute">
          {tiers.map(({ id, name, amount, description }) => (
            <li key={id}>
              <b>
                <Written text={name} />
              </b>
              , {money(amount)}
              {description && (
                <>
                  : <Written text={description} />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Anonymous unless he writes a name; a dedication; the country. */
export function Name({ form }: { form: Form }): JSX.Element {
  const { say, lang } = useReading();
  return (
    <NameFold form={form} hint={say('giving.list-hint')}>
      <Select
        form={form}
        name="country"
        label={say('giving.country')}
        hint={`${say('giving.country-hint')} ${say('privacy.small_group')}`}
        options={[['', '—'], ...countriesIn(lang)]}
      />
    </NameFold>
  );
}

/** Says that nobody is named, and opens for whoever wants to be; `children` stand below the words. */
export function NameFold({
  form,
  hint,
  children,
}: {
  form: Form;
  hint: string;
  children?: ComponentChildren;
}): JSX.Element {
  const { say } = useReading();
  const touched = ['publicName', 'dedication.text', 'dedication.kind', 'country'];
  return (
    <FoldOut
      summary={
        <>
          {say('giving.list')} <b>{form.value('publicName') || say('giving.anonymous')}</b>
        </>
      }
      hint={hint}
      open={touched.some((name) => form.value(name) || form.errorOf(name))}
    >
      <PublicWordsFields form={form} />
      {children}
    </FoldOut>
  );
}

/** What stands beside a gift in public: a name or none, and a dedication. */
export function PublicWordsFields({ form }: { form: Form }): JSX.Element {
  const { say } = useReading();
  return (
    <>
      <p class="hint">{say('give.anonymous')}</p>
      <Field
        form={form}
        name="publicName"
        label={say('giving.name')}
        hint={say('giving.name-hint')}
        autocomplete="nickname"
        maxlength={80}
      />{' '}
      {/* prettier-ignore */}
      <Select
        form={form}
        name="dedication.kind"
        label={say('giving.dedication')}
        options={[
          ['', say('giving.dedication.none')],
          ['memory', say('giving.dedication.memory')],
          ['honour', say('giving.dedication.honour')],
          ['wish', say('giving.dedication.wish')],
        ]}
      />
      <Field
        form={form}
        name="dedication.text"
        label={say('giving.dedication.text')}
        hint={say('giving.dedication.hint')}
        maxlength={140}
      />{' '}
      {/* prettier-ignore */}
    </>
  );
}

/** The association that the gift is written down for; it changes nothing about the money. */
export function Credit({ form, sheet }: { form: Form; sheet: GiveSheet }): JSX.Element | null {
  const { say, text } = useReading();
  if (sheet.associations.length === 0) return null;
  const chosen = sheet.associations.find(({ id }) => form.value('associationId') === id);
  return (
    <FoldOut
      summary={
        <>
          {say('giving.credit')} <b>{chosen ? text(chosen.name).text : say('giving.credit.none')}</b>
        </>
      }
      hint={say('giving.credit-hint')}
      open={Boolean(form.errorOf('associationId'))}
    >
      <Select
        form={form}
        name="associationId"
        label={say('giving.credit-label')}
        options={[
          ['', say('giving.credit.none')],
          ...sheet.associations.map(({ id, name }) => [id, text(name).text] as const),
        ]}
      />
    </FoldOut>
  );
}
