import { z } from 'zod';

function secretText(name: string) {
  return z
    .string()
    .refine((text) => text.trim() !== '', `Enter the ${name}.`)
    .refine(
      (text) => text === text.trim(),
      `The ${name} begins or ends with a space. Paste it again without.`,
    )
    .refine(
      (text) => !/[\s\p{Cc}]/u.test(text.trim()),
      `The ${name} has a space or line break in it. Paste it again.`,
    );
}

/** The service principal and secret that TAP gives under Settings > Connected Applications. */
export const credentialsSchema = z.object({
  principal: secretText('token service principal').refine(
    (text) => !text.includes(':'),
    'A service principal has no colon in it. Check that the two fields are not swapped.',
  ),
  secret: secretText('token secret'),
});

export type Credentials = z.infer<typeof credentialsSchema>;
