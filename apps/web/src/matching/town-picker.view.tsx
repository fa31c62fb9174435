import type { JSX } from 'preact';
import { placeName, type PlaceRow } from '#libs/hometowns/src/index.js';
import type { Form } from '../edge/form.js';
import { placeLine } from '../finding/place-line.js';
import { useReading } from '../layout/context.js';
import { Field, Ticks } from '../layout/form.view.js';
import type { TownFound } from './call-entry.service.js';

/**
 * Towns to tick, and a box in which more are looked for by their names: the button sends the form, and the same form comes
 * back with what was found. Sends the list `places[]` of the names in their addresses; none ticked means all.
 */
export function TownPicker({ form, towns }: { form: Form; towns: readonly TownFound[] }): JSX.Element {
  const reading = useReading();
  const { say, lang, url } = reading;
  const nameOf = (one: PlaceRow) => say('calls.town-by', { kind: one.kind, name: placeName(lang, one) });
  const looked = form.value('town').trim();
  return (
    <>
      {towns.length > 0 && (
        <Ticks
          form={form}
          name="places"
          label={say('calls.places')}
          hint={say('calls.places-hint')}
          options={towns.map(({ place, by }) => [place.slug, placeLine(reading, place), by.map(nameOf).join('; ')])}
        />
      )}
      {looked && towns.length === 0 && <p class="empty">{say('calls.town-none', { q: looked })}</p>}
      <Field
        form={form}
        name="town"
        label={say(towns.length > 0 ? 'calls.town-more' : 'calls.places')}
        hint={say('calls.town-hint')}
        type="search"
        maxlength={100}
        autocomplete="off"
      />
      <p>
        <button
          class="btn line"
          name="step"
          value="find"
          formaction={`${url}#${towns.length > 0 ? 'f-places' : 'f-town'}`}
        >
          {say('calls.town-find')}
        </button>
      </p>
    </>
  );
}
