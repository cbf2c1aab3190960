import { nameCultures, plainName } from './names.ts';
import { createRandom, type Random, type WeightedPick, weightedPick } from './random.ts';

/** The parts of the company an attacker tells apart. */
const departments = [
  'executives',
  'finance',
  'hr',
  'it',
  'sales',
  'procurement',
  'engineering',
  'plant',
  'legal',
] as const;

export type Department = (typeof departments)[number];

export interface Person {
  /** Display name, in its own spelling. */
  name: string;
  address: string;
  department: Department;
  title: string;
  /** How readily this person clicks, 1 is average. */
  clickiness: number;
  /** The address their home clicks come from. */
  homeIp: string;
}

/** The invented organisation whose mail the sample events tell of. */
export interface Company {
  name: string;
  domain: string;
  /** The cluster name events carry. */
  cluster: string;
  /** Whole hours ahead of UTC; no summer time. */
  utcOffset: number;
  people: readonly Person[];
  /** Picks a person as an indiscriminate attacker does: mostly the few whose addresses are everywhere. */
  anyone: WeightedPick;
  /** Positions in `people` by department, and picks among them. */
  byDepartment: Readonly<Record<Department, { members: readonly number[]; pick: WeightedPick }>>;
  officeIps: readonly string[];
  /** The tenant id in threat links. */
  tenantId: string;
}

/** Share of staff, how attacked one is, and what one is called, by department. */
const shapes: Readonly<Record<Department, { share: number; heat: number; titles: readonly string[] }>> = {
  executives: {
    share: 0.03,
    heat: 6,
    titles: ['Chief Executive', 'Chief Financial Officer', 'Chief Operating Officer', 'Executive Assistant'],
  },
  finance: { share: 0.1, heat: 3.5, titles: ['Accounts Payable', 'Controller', 'Treasury', 'Payroll Clerk'] },
  hr: { share: 0.06, heat: 2.2, titles: ['HR Partner', 'Recruiter', 'Benefits'] },
  it: { share: 0.09, heat: 1.2, titles: ['Service Desk', 'Systems Administrator', 'Security Analyst'] },
  sales: { share: 0.2, heat: 1.8, titles: ['Account Manager', 'Sales Operations', 'Key Account Lead'] },
  procurement: { share: 0.08, heat: 2, titles: ['Buyer', 'Supplier Quality'] },
  engineering: { share: 0.2, heat: 0.7, titles: ['Design Engineer', 'Firmware', 'Test Engineer'] },
  plant: { share: 0.2, heat: 0.45, titles: ['Shift Lead', 'Maintenance', 'Logistics'] },
  legal: { share: 0.04, heat: 1.4, titles: ['Counsel', 'Compliance'] },
};

const companyNames = [
  'Norvik Tools',
  'Halden Precision',
  'Tarnow Drives',
  'Aldermere Systems',
  'Brightwater Optics',
];

function createPerson(random: Random, department: Department, domain: string, taken: Set<string>): Person {
  const culture = random.pick(nameCultures);
  const given = random.pick(culture.given);
  const family = random.pick(culture.family);
  const base = `${plainName(given)}.${plainName(family)}`;
  let local = base;
  for (let n = 2; taken.has(local); n++) local = `${base}${n}`;
  taken.add(local);
  return {
    name: `${given} ${family}`,
    address: `${local}@${domain}`,
    department,
    title: random.pick(shapes[department].titles),
    clickiness: random.logNormal(0.6, 0.9),
    homeIp: `198.51.100.${random.int(20, 254)}`,
  };
}

/**
 * The organisation of a seed: its name, people and who of them is attacked most.
 * @param people number of mailboxes, at least 12 so that every department has one
 */
export function createCompany(seed: number, people: number): Company {
  const random = createRandom(seed, 'company');
  const name = random.pick(companyNames);
  const domain = `${plainName(name)}.example`;
  const taken = new Set<string>();
  const staff: Person[] = [];
  const weights: number[] = [];
  const total = Math.max(12, Math.floor(people));
  const fill = weightedPick(departments.map((department) => shapes[department].share));
  for (let i = 0; i < total; i++) {
    const department = departments[i < departments.length ? i : fill.at(random)] ?? 'plant';
    staff.push(createPerson(random, department, domain, taken));
    weights.push(shapes[department].heat * random.logNormal(1, 0.8));
  }
  // A handful of addresses stand on every list of every attacker.
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / total;
  for (let i = 0; i < 5; i++)
    weights[i === 0 ? 0 : random.int(0, total - 1)] = mean * total * random.between(0.02, 0.06);

  const groupOf = (department: Department): Company['byDepartment'][Department] => {
    const members = staff.flatMap((person, i) => (person.department === department ? [i] : []));
    return { members, pick: weightedPick(members.map((i) => weights[i] ?? 1)) };
  };
  return {
    name,
    domain,
    cluster: `${plainName(name).replaceAll('-', '')}_hosted`,
    utcOffset: random.pick([-5, 0, 1, 2]),
    people: staff,
    anyone: weightedPick(weights),
    byDepartment: {
      executives: groupOf('executives'),
      finance: groupOf('finance'),
      hr: groupOf('hr'),
      it: groupOf('it'),
      sales: groupOf('sales'),
      procurement: groupOf('procurement'),
      engineering: groupOf('engineering'),
      plant: groupOf('plant'),
      legal: groupOf('legal'),
    },
    officeIps: ['198.51.100.4', '198.51.100.5', '198.51.100.9'],
    tenantId: random.hex(12),
  };
}
