/** Given and family names that occur together, so that a person's name sounds like one. */
export interface NameCulture {
  given: readonly string[];
  family: readonly string[];
}

/** Names of the invented company's people: a European maker of machine tools with plants abroad. */
export const nameCultures: readonly NameCulture[] = [
  {
    given: [
      'Anna',
      'Lukas',
      'Jürgen',
      'Greta',
      'Matthias',
      'Sophie',
      'Björn',
      'Heike',
      'Florian',
      'Ute',
      'Jonas',
      'Käthe',
    ],
    family: [
      'Müller',
      'Weißhaupt',
      'Köhler',
      'Brandt',
      'Vogel',
      'Schäfer',
      'Lindner',
      'Hartwig',
      'Krüger',
      'Böhm',
    ],
  },
  {
    given: [
      'Emily',
      'James',
      'Siobhán',
      'Oliver',
      'Grace',
      'Declan',
      'Hannah',
      'Marcus',
      'Chloe',
      'Owen',
      'Tessa',
    ],
    family: [
      "O'Rourke",
      'Whitfield',
      'Ashdown',
      'Carver',
      'Pemberton',
      'Doyle',
      'Hargreaves',
      'Smith-Lowe',
      'Fenwick',
    ],
  },
  {
    given: ['Camille', 'Léo', 'Élodie', 'Thibault', 'Inès', 'Gaspard', 'Noémie', 'Rémi', 'Océane'],
    family: ['Lefèvre', 'Moreau', 'Garnier', 'Dubois', 'Chevalier', 'Perrot', "d'Aubigny", 'Marchand'],
  },
  {
    given: [
      'Lucía',
      'Mateo',
      'Valentina',
      'Íñigo',
      'Beatriz',
      'Joaquín',
      'Marisol',
      'Andrés',
      'João',
      'Inês',
    ],
    family: ['Núñez', 'Herrera', 'Castaño', 'Ibáñez', 'Ribeiro', 'Magalhães', 'Quintana', 'Peña Soler'],
  },
  {
    given: ['Agnieszka', 'Paweł', 'Zuzana', 'Tomáš', 'Łukasz', 'Ivana', 'Jakub', 'Kateřina', 'Ondřej'],
    family: ['Kowalczyk', 'Wiśniewska', 'Dvořák', 'Novotná', 'Sikora', 'Hájek', 'Zieliński', 'Król'],
  },
  {
    given: ['Priya', 'Arjun', 'Meera', 'Rahul', 'Ananya', 'Vikram', 'Kavya', 'Imran', 'Farah'],
    family: ['Raghavan', 'Patel', 'Chatterjee', 'Menon', 'Iyer', 'Siddiqui', 'Kulkarni', 'Banerjee'],
  },
  {
    given: [
      'Nguyễn Thị',
      'Minh',
      'Linh',
      'Đức',
      'Mei',
      'Wei',
      'Haruka',
      'Kenji',
      'Ji-woo',
      'Seo-yeon',
      'Yuki',
    ],
    family: ['Trần', 'Phạm', 'Chen', 'Huang', 'Tanaka', 'Watanabe', 'Kim', 'Park', 'Lê'],
  },
  {
    given: ['Chidi', 'Amara', 'Kwame', 'Zanele', 'Thabo', 'Ngozi', 'Abebe', 'Makena'],
    family: ['Okonkwo', 'Mensah', 'Dlamini', 'Adeyemi', 'Mwangi', 'Tesfaye', 'Nkosi', 'Balogun'],
  },
  {
    given: ['Layla', 'Omar', 'Yasmin', 'Karim', 'Elif', 'Mehmet', 'Şebnem', 'Çağlar', 'Noor'],
    family: ['Haddad', 'Al-Masri', 'Yılmaz', 'Özdemir', 'Khoury', 'Aydın', 'Rahmani', 'Saleh'],
  },
  {
    given: ['Astrid', 'Søren', 'Åsa', 'Mikkel', 'Ingrid', 'Eero', 'Aino', 'Bjørn'],
    family: ['Østergaard', 'Lindqvist', 'Bergström', 'Nygård', 'Virtanen', 'Halvorsen', 'Mäkelä', 'Åkesson'],
  },
];

const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  æ: 'ae',
};

/** A name as it stands in a mail address: lower case, ASCII letters and digits, words joined by hyphens. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[ßøłđıæ]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFD')
    .replaceAll(/[^a-z0-9 -]/g, '')
    .trim()
    .replaceAll(/\s+/g, '-');
}
