import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import { defaultDomain } from '../../shared/proofpoint/domain.ts';
import type { ConnectionForm } from '../model/connection-form.ts';
import { TextField } from './field.tsx';

/** Domain, Token Service Principal, Token Secret. */
export function ConnectionFields({
  register,
  errors,
}: {
  register: UseFormRegister<ConnectionForm>;
  errors: FieldErrors<ConnectionForm>;
}) {
  return (
    <>
      <TextField
        label="Domain"
        placeholder={defaultDomain}
        hint="Where the SIEM API answers; the same for nearly every organisation."
        error={errors.domain?.message}
        {...register('domain')}
      />
      <TextField
        label="Token Service Principal"
        hint="In TAP: Settings > Connected Applications > Create New Credential."
        error={errors.principal?.message}
        {...register('principal')}
      />
      <TextField
        label="Token Secret"
        type="password"
        hint="Shown once when the credential is created. It is kept in this system's keychain and never shown again."
        error={errors.secret?.message}
        {...register('secret')}
      />
    </>
  );
}
