import styles from './visually-hidden.module.css';

/** The class of what is said to those who listen, and not shown. */
export const visuallyHidden = styles.hidden;
