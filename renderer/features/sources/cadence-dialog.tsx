import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { cadenceSchema, type SourceView } from '../../../shared/source.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { PlainDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import styles from './sources.module.css';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Minutes as they are typed; the bounds are the schema's. */
const minutesOf = (lane: 'main' | 'sweep' | 'clicks') =>
  z
    .string()
    .trim()
    .regex(/^\d+(\.\d+)?$/, 'Enter a number of minutes.')
    .transform((text) => Number(text) * minute)
    .pipe(cadenceSchema.shape[lane].unwrap());

const formSchema = z.object({
  main: minutesOf('main'),
  sweep: minutesOf('sweep'),
  clicks: minutesOf('clicks'),
});

const lanes = [
  ['main', 'New events, every so many minutes', '1 to 60'],
  ['clicks', 'Permitted clicks, every so many minutes', '1 to 60; they have a request budget of their own'],
  ['sweep', 'The last hour again, every so many minutes', '5 to 30; finds what was indexed late'],
] as const;

/** What intervals cost of the API's budgets. */
function costText({ main, sweep, clicks }: z.output<typeof formSchema>): string {
  const count = (requests: number) => Math.ceil(requests).toLocaleString('en-US');
  return `${count(day / main + day / sweep)} of 1,800 shared requests a day, and ${count(day / clicks)} of 1,800 for clicks.`;
}

function CadenceForm({ source, onClose }: { source: SourceView; onClose(): void }) {
  const { bridge } = useServices();
  const [failure, setFailure] = useState('');
  const { cadence } = source;
  const { register, handleSubmit, formState, watch } = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: {
      main: String(cadence.main / minute),
      sweep: String(cadence.sweep / minute),
      clicks: String(cadence.clicks / minute),
    },
  });
  const typed = formSchema.safeParse(watch());
  const save = async (form: z.output<typeof formSchema>) => {
    try {
      await bridge.call('sources.changeCadence', source.id, form);
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form className={styles.form} onSubmit={(event) => void handleSubmit(save)(event)}>
      {lanes.map(([lane, label, hint]) => (
        <TextField
          key={lane}
          label={label}
          hint={hint}
          inputMode="decimal"
          error={formState.errors[lane]?.message}
          {...register(lane)}
        />
      ))}
      <p role="status">{typed.success ? costText(typed.data) : ''}</p>
      {failure ? <Notice tone="bad">{failure}</Notice> : null}
      <div className={styles.actions}>
        <Button type="submit" variant="primary">
          Save
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

/** How often each lane reads, and what that costs of the API's budgets. */
export function CadenceDialog({ source, onClose }: { source: SourceView; onClose(): void }) {
  return (
    <PlainDialog
      open
      title={`Intervals of ${source.name}`}
      description="Shorter intervals bring events sooner and leave less of the budget for filling gaps."
      onClose={onClose}
    >
      <CadenceForm source={source} onClose={onClose} />
    </PlainDialog>
  );
}
