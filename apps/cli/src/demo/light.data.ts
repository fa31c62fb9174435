import type { WorksPlan } from '../world/works-plan.js';
import { type Day, lei, line, source } from './works.data.js';

/** The edition of DAR 1+3 that is open. */
const DAR_2025 = '01890000-0000-7000-8000-00000da12025';

/** What the town hall has of the papers that DAR wants; the agreement and the partners' letters are still to come. */
const LIGHT_PAPERS: WorksPlan['papers'] = [
  {
    what: 'form',
    title: { ro: 'Formularul de aplicare', ru: 'Форма заявки', en: 'Application form' },
    public: false,
  },
  {
    what: 'council-decision',
    title: { ro: 'Decizia consiliului nr. 7/3', ru: 'Решение совета № 7/3', en: 'Council decision no. 7/3' },
    public: true,
  },
  {
    what: 'technical-project',
    title: { ro: 'Proiectul tehnic', ru: 'Технический проект', en: 'Technical project' },
    public: true,
  },
];

/** The illustrative street light on the real frame of Mihăileni: 13.3 km, 649,000 lei; the split is invented. */
export function streetLight(day: Day): WorksPlan {
  return {
    title: {
      ro: 'Iluminat stradal cu lămpi LED',
      ru: 'Уличное освещение: светодиодные лампы',
      en: 'LED street lighting',
    },
    summary: {
      ro: '266 de lămpi LED pe 13,3 km de străzi, de la școală până la capătul satului. Exemplu: cifrele sunt inventate.',
      ru: '266 светодиодных ламп на 13,3 км улиц, от школы до края села. Пример: цифры вымышлены.',
      en: '266 LED lamps along 13.3 km of streets, from the school to the edge of the village. An example: the figures are invented.',
    },
    why: {
      ro: 'Seara copiii se întorc de la școală pe întuneric, iar pe drumul spre grădiniță nu arde niciun bec. Rețeaua veche a fost demontată. Proiectul tehnic e gata; statul, primăria și raionul își pun partea dacă și oamenii o pun pe a lor.',
      ru: 'Вечером дети возвращаются из школы в темноте, а по дороге к детскому саду не горит ни одна лампа. Старую сеть сняли. Технический проект готов; государство, примэрия и район внесут свою часть, если люди внесут свою.',
      en: 'In the evening the children walk home from school in the dark, and not one lamp is lit on the way to the kindergarten. The old network was taken down. The technical project is ready; the state, the town hall and the district will pay their parts if people pay theirs.',
    },
    sector: 'lighting',
    peopleServed: 3120,
    illustrative: true,
    lines: [
      line(
        { ro: 'Corpuri de iluminat LED', ru: 'Светодиодные светильники', en: 'LED luminaires' },
        '266',
        ['piece', lei(1150)],
        '200',
      ),
      line({ ro: 'Cablu', ru: 'Кабель', en: 'Cable' }, '13300', ['m', lei(11, 50)]),
      line({ ro: 'Console', ru: 'Кронштейны', en: 'Brackets' }, '266', ['piece', lei(190)]),
      line({ ro: 'Dulapuri de comandă', ru: 'Шкафы управления', en: 'Control cabinets' }, '4', ['piece', lei(14_500)]),
      line({ ro: 'Montaj', ru: 'Монтаж', en: 'Fitting' }, '266', ['piece', lei(160)]),
      line({ ro: 'Proiect tehnic', ru: 'Технический проект', en: 'Technical project' }, '1', ['service', lei(18_000)]),
      line({ ro: 'Supraveghere tehnică', ru: 'Технический надзор', en: 'Technical supervision' }, '1', [
        'service',
        lei(12_000),
      ]),
      line({ ro: 'Rezervă', ru: 'Резерв', en: 'Reserve' }, '1', ['service', lei(9050)], ''),
    ],
    sources: [
      source(
        {
          kind: 'state',
          name: {
            ro: 'Guvernul, programul „DAR 1+3”',
            ru: 'Правительство, программа «DAR 1+3»',
            en: 'Government, the DAR 1+3 programme',
          },
          amount: lei(250_000),
        },
        { kind: 'grant-agreement', number: 'DAR-27', date: day(-30) },
      ),
      source(
        {
          kind: 'town',
          name: { ro: 'Primăria Mihăileni', ru: 'Примэрия Михэйлень', en: 'Mihăileni Town Hall' },
          amount: lei(130_000),
        },
        { kind: 'council-decision', number: '7/3', date: day(-20) },
      ),
      source(
        {
          kind: 'partner',
          name: {
            ro: 'Raionul și firme din sat',
            ru: 'Район и местные предприятия',
            en: 'The district and local firms',
          },
          amount: lei(189_500),
        },
        { kind: 'contract', number: '14', date: day(-15) },
      ),
    ],
    people: { minimum: lei(64_900), optimum: lei(79_500), programmeEdition: DAR_2025 },
    tier: {
      name: { ro: 'Varianta mică: 200 de lămpi', ru: 'Малый вариант: 200 ламп', en: 'The smaller version: 200 lamps' },
      description: {
        ro: 'Străzile principale și drumul spre școală.',
        ru: 'Главные улицы и дорога к школе.',
        en: 'The main streets and the way to school.',
      },
    },
    model: 'all-or-nothing',
    opensOn: day(8),
    closesOn: day(62),
    stages: [
      {
        name: {
          ro: 'Decizie, acord semnat, proiect tehnic',
          ru: 'Решение, подписанное соглашение, технический проект',
          en: 'Decision, signed agreement, technical project',
        },
        plannedOn: day(80),
        sharePercent: '20',
        evidence: {
          ro: 'Decizia consiliului, acordul semnat, proiectul tehnic.',
          ru: 'Решение совета, подписанное соглашение, технический проект.',
          en: 'The council’s decision, the signed agreement, the technical project.',
        },
      },
      {
        name: { ro: 'Achiziție și livrare', ru: 'Закупка и поставка', en: 'Purchase and delivery' },
        plannedOn: day(125),
        sharePercent: '45',
        evidence: {
          ro: 'Atribuirea contractului, documentul de livrare, poza cu seriile.',
          ru: 'Присуждение договора, накладная, фото серийных номеров.',
          en: 'The award of the contract, the delivery note, a photo of the serial numbers.',
        },
      },
      {
        name: { ro: 'Montaj', ru: 'Монтаж', en: 'Fitting' },
        plannedOn: day(170),
        sharePercent: '25',
        evidence: {
          ro: 'Cel puțin 80 % montate, poze de noapte din 3 străzi, verificarea asociației.',
          ru: 'Смонтировано не менее 80 %, ночные фото трёх улиц, проверка землячества.',
          en: 'At least 80% fitted, photos of three streets at night, the association’s inspection.',
        },
      },
      {
        name: { ro: 'Recepție', ru: 'Приёмка', en: 'Acceptance' },
        plannedOn: day(210),
        sharePercent: '10',
        evidence: {
          ro: 'Proces-verbal de recepție, 30 de nopți de funcționare, socoteala finală.',
          ru: 'Акт приёмки, 30 ночей работы, окончательный отчёт о деньгах.',
          en: 'The acceptance act, 30 nights in working order, the final account.',
        },
      },
    ],
    maintenance: {
      maintainer: {
        ro: 'Serviciul comunal al primăriei',
        ru: 'Коммунальная служба примэрии',
        en: 'The town hall’s utility service',
      },
      payer: {
        ro: 'Bugetul local, poziția „iluminat stradal”',
        ru: 'Местный бюджет, строка «уличное освещение»',
        en: 'The local budget, item “street lighting”',
      },
      upkeep: lei(38_000),
    },
    risks: {
      ro: 'Prețul cablului poate crește până la achiziție; rezerva acoperă cel mult 6 % din el.',
      ru: 'До закупки кабель может подорожать; резерв покрывает не больше 6 % его цены.',
      en: 'Cable may cost more by the time it is bought; the reserve covers no more than 6% of its price.',
    },
    papers: LIGHT_PAPERS,
  };
}
