import { Component, type ReactNode } from 'react';
import { describeFailure, type Failure } from '../failure.ts';
import { Notice } from './Notice.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

/** Keeps a view that throws, or a part of the app that cannot be fetched, from taking the rest with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failure: Failure | null }> {
  override state = { failure: null };

  static getDerivedStateFromError(error: unknown): { readonly failure: Failure } {
    return { failure: describeFailure(error) };
  }

  override render(): ReactNode {
    const { failure } = this.state as { readonly failure: Failure | null };
    if (failure === null) return this.props.children;
    return (
      <Notice
        kind="error"
        title="This page could not be shown"
        action={
          <button
            type="button"
            className="button"
            onClick={() => {
              window.location.reload();
            }}
          >
            Reload
          </button>
        }
      >
        {failure.message} The other pages still work.
      </Notice>
    );
  }
}
