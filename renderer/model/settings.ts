import { create } from 'zustand';
import { type Settings, settingsSchema } from '../../shared/settings.ts';

interface SettingsModel {
  settings: Settings;
  setSettings(settings: Settings): void;
}

export const useSettings = create<SettingsModel>((set) => ({
  settings: settingsSchema.parse({}),
  setSettings: (settings) => set({ settings }),
}));
