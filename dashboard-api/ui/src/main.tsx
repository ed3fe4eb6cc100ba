import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { newQueryClient } from './api/queries';
import { App } from './app';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/floating.css';
import './styles/parts.css';
import './styles/table.css';
import './styles/answers.css';
import './styles/frame.css';
import './styles/screens/layout.css';
import './styles/screens/sign-in.css';
import './styles/screens/gpus.css';
import './styles/screens/chargeback.css';
import './styles/screens/invoices.css';
import './styles/screens/waterfall.css';
import './styles/screens/close.css';
import './styles/screens/tour.css';
import './styles/screens/budgets.css';
import './styles/screens/alerts.css';
import './styles/screens/slack.css';
import './styles/screens/data.css';
import './styles/screens/commitments.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={newQueryClient()}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
