import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { type SourceView, sourceNameSchema } from '../../../shared/source.ts';
import { useServices } from '../../services.ts';
import { Button } from '../../ui/button.tsx';
import { PlainDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from './sources.module.css';

const formSchema = z.object({ name: sourceNameSchema });

export function RenameDialog({ source, onClose }: { source: SourceView; onClose(): void }) {
  const { bridge } = useServices();
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { name: source.name },
  });
  const save = async ({ name }: { name: string }) => {
    await bridge.call('sources.rename', source.id, name);
    onClose();
  };
  return (
    <PlainDialog open title="Rename source" onClose={onClose}>
      <form className={styles.form} onSubmit={(event) => void handleSubmit(save)(event)}>
        <TextField label="Name" error={formState.errors.name?.message} {...register('name')} />
        <div className={styles.actions}>
          <Button type="submit" variant="primary">
            Rename
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </PlainDialog>
  );
}
