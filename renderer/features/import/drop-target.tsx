import { FileInput } from 'lucide-react';
import { useEffect, useState } from 'react';
import { importFiles } from '../../model/importing.ts';
import { useServices } from '../../services.ts';
import { isDialogOpen } from '../../ui/keyboard.ts';
import styles from './import.module.css';

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}

/** Files may be dropped anywhere on the window; while they are held over it, it says so. */
export function DropTarget() {
  const services = useServices();
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      // Otherwise the browser would show the file in place of the app.
      event.preventDefault();
      const isFree = !isDialogOpen();
      if (event.dataTransfer) event.dataTransfer.dropEffect = isFree ? 'copy' : 'none';
      setIsOver(isFree);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setIsOver(false);
      if (!isDialogOpen()) void importFiles(services, [...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [services]);
  if (!isOver) return null;
  return (
    <div className={styles.drop}>
      <div className={styles.dropWords}>
        <FileInput size={32} aria-hidden />
        <strong>Drop to import</strong>
        <span>Events as JSON, NDJSON or Parquet, gzip'd or not</span>
      </div>
    </div>
  );
}
