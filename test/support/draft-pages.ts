import type { Page } from 'playwright-core';
import { fieldsOfSection } from '#apps/web/src/town-hall/section.form.js';
import type { FileId } from '#libs/kernel/src/index.js';
import { type Section, SECTIONS } from '#libs/projects/src/index.js';
import { follow } from './chromium.js';
import { streetLight } from './street-light.js';

/** A small paper as a form takes it. */
export const PDF_FILE = {
  name: 'act.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'),
};

/** Types into the fields of a page, each by its name, whatever kind it is; of a list of boxes the first is ticked. Throws for a field that is not there. */
export async function fillIn(page: Page, fields: Readonly<Record<string, string | readonly string[]>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`[name="${name}"]`).first();
    const [tag, type] = await Promise.all([field.evaluate((one) => one.tagName), field.getAttribute('type')]).catch(
      () => {
        throw new Error(`no field ${name} at ${page.url()}`);
      },
    );
    if (type === 'hidden') continue;
    if (tag === 'SELECT') await field.selectOption(value);
    else if (type === 'radio') await page.locator(`[name="${name}"][value="${String(value)}"]`).check();
    else if (type === 'checkbox') await field.check();
    else await field.fill(String(value));
  }
}

/**
 * Writes every section of a draft as an officer does, with the street light as its plan. `file` is the address of the
 * draft's page; `stayed` hears of the section whose form is shown again.
 */
export async function writeDraft(officer: Page, file: string, stayed: () => void = () => {}): Promise<void> {
  const plan = { ...streetLight('none' as FileId), documents: {} };
  for (const section of SECTIONS) await writeSection(officer, file, section, plan, stayed);
}

async function writeSection(
  officer: Page,
  file: string,
  section: Section,
  plan: Partial<ReturnType<typeof streetLight>>,
  stayed: () => void,
): Promise<void> {
  await officer.goto(`${file}/sections/${section}?rows=9`);
  const typed = fieldsOfSection(plan[section] ?? {}, 'ro');
  const stages = typed['data.milestones.0.name.ro'] !== undefined;
  const fields = Object.entries(typed).filter(([name]) => !name.endsWith('.id') && !name.endsWith('.milestoneId'));
  await fillIn(officer, Object.fromEntries(fields));
  if (section === 'documents') await officer.locator('[name="papers"]').setInputFiles(PDF_FILE);
  if (section === 'association') await officer.locator('[name="data.associationId"]').first().check();
  if (section === 'place') {
    await follow(officer, 'button[value="stay"]');
    stayed();
    return;
  }
  await follow(officer, 'button[value="file"]');
  if (stages) await joinStages(officer, file);
}

/** Tranches name their stage once stages are there. */
async function joinStages(officer: Page, file: string): Promise<void> {
  await officer.goto(`${file}/sections/stages`);
  for (const n of [0, 1, 2, 3]) {
    await officer.locator(`[name="data.tranches.${n}.milestoneId"]`).selectOption({ index: n + 1 });
  }
  await follow(officer, 'button[value="file"]');
}
