import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { sourceNameSchema } from '../../../shared/source.ts';
import { Button } from '../../ui/button.tsx';
import { PlainDialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from './sources.module.css';

const formSchema = z.object({ name: sourceNameSchema });

/** Gives a source or an import another name. */
export function RenameDialog(props: {
  name: string;
  onRename(name: string): Promise<void>;
  onClose(): void;
}) {
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(formSchema),
    defaultValues: { name: props.name },
  });
  const save = async ({ name }: { name: string }) => {
    await props.onRename(name);
    props.onClose();
  };
  return (
    <PlainDialog open title="Rename source" onClose={props.onClose}>
      <form className={styles.form} onSubmit={(event) => void handleSubmit(save)(event)}>
        <TextField label="Name" error={formState.errors.name?.message} {...register('name')} />
        <div className={styles.actions}>
          <Button type="submit" variant="primary">
            Rename
          </Button>
          <Button onClick={props.onClose}>Cancel</Button>
        </div>
      </form>
    </PlainDialog>
  );
}
