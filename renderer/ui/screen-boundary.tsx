import { Component, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { Page } from './page.tsx';

interface State {
  error: Error | undefined;
}

/** Keeps the rest of the app standing when a screen fails, and says so; another address clears it. */
export class ScreenBoundary extends Component<{ address: string; children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidUpdate(before: { address: string }): void {
    if (before.address !== this.props.address && this.state.error) this.setState({ error: undefined });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Page title="This screen failed">
        <Notice tone="bad">
          <span>
            {error.message} Polling and storing go on, and nothing is lost. Reload the window; if it stays,
            report this sentence.
          </span>
        </Notice>
        <div>
          <Button onClick={() => window.location.reload()}>Reload</Button>
        </div>
      </Page>
    );
  }
}
