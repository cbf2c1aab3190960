/** How the key that is held for undo and saving is written. */
export const held = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl+';
