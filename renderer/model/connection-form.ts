import { z } from 'zod';
import { credentialsSchema } from '../../shared/proofpoint/credentials.ts';
import { domainSchema } from '../../shared/proofpoint/domain.ts';

/** What the credentials form holds, as it is typed. */
export const connectionFormSchema = z.object({
  domain: domainSchema,
  principal: credentialsSchema.shape.principal,
  secret: credentialsSchema.shape.secret,
});

export type ConnectionForm = z.input<typeof connectionFormSchema>;
