import { Form } from '../edge/form.js';

type Value = string | number | boolean | object | null | undefined;

/** A form with what is given, each field by the names on the way to it: "conditions.0.percent". */
export function formOf(typed: object): Form {
  return Form.blank(Object.fromEntries(fieldsIn(typed, '')));
}

function fieldsIn(typed: object, at: string): [string, string][] {
  return Object.entries(typed as Readonly<Record<string, Value>>).flatMap(([name, value]): [string, string][] => {
    if (value === null || value === undefined) return [];
    return typeof value === 'object' ? fieldsIn(value, `${at}${name}.`) : [[at + name, String(value)]];
  }); // prettier-ignore
}
