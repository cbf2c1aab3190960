import { useEffect } from 'react';
import { Notice } from '../../../ui/notice.tsx';
import styles from './export.module.css';
import { useExporting } from './export-model.ts';

/** So long it is said, ms. */
const saidFor = 8000;

/** Says at the foot of the screen what became of an export or of copying. */
export function ExportNotice() {
  const said = useExporting((model) => model.said);
  const isOpen = useExporting((model) => model.isOpen);
  useEffect(() => {
    if (!said || isOpen) return;
    const timer = setTimeout(() => useExporting.setState({ said: undefined }), saidFor);
    return () => clearTimeout(timer);
  }, [said, isOpen]);
  return (
    <div className={styles.notice} role="status">
      {said && !isOpen ? <Notice tone={said.tone}>{said.text}</Notice> : null}
    </div>
  );
}
