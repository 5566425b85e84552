// Entry of the dashboard in the browser.

import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/charts.css';
import './styles/pages.css';
import './styles/forms.css';
import './styles/coverage.css';
import './styles/searches.css';
import './styles/named.css';
import './styles/evidence.css';
import './styles/history.css';
import './styles/stories.css';
import './styles/learning.css';

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
